"""Builds a whole package in memory from its sources: what generate writes, check compares and tests read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.compat.changes import Change
from generator.compat.surface import Places, Surface
from generator.compat.surface_json import dumps
from generator.compat.surface_of_package import places_of, surface_of
from generator.core.memory import NO_MEMORY, Memory
from generator.core.problems import Problem, ProblemsError, collected, in_order
from generator.core.progress import SILENCE, Progress
from generator.document.identifiers import with_pointers
from generator.document.load import Budget, load, load_quickly
from generator.document.located import Document
from generator.document.moves import restored
from generator.document.part_digests import DocumentMemory
from generator.openapi.api import Api, Operation
from generator.openapi.conversion import as_openapi_3
from generator.openapi.outlines import outlines
from generator.openapi.parse import parse
from generator.openapi.pattern_budget import too_costly_patterns
from generator.openapi.too_many import too_many_operations
from generator.plan.model import Package
from generator.plan.origins.brief import brief_origins
from generator.plan.origins.origin import Sources as Words
from generator.plan.package import plan
from generator.plan.toolkit_yaml import Config, config_of
from generator.release.changelog import sections
from generator.release.gate import Before, changes_since, refusals
from generator.release.record import read_released
from generator.workspace.sources import Built, SourceFile, Sources


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the sources say, before anything is decided.

    `misfits` are problems of corrections that do not fit the document, where those are passed over.
    """

    document: Document
    config: Config
    before: Before
    misfits: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A package before it is printed: its facts, its decisions, and what should be said of it."""

    inputs: Inputs
    api: Api
    package: Package
    problems: tuple[Problem, ...] = ()

    @property
    def surface(self) -> Surface:
        """What users of the package will see."""
        return surface_of(self.package, self.api)

    def words(self, *, with_places: bool = True) -> Words:
        """What the origins of words are looked up in."""
        inputs = self.inputs
        given = (inputs.document, inputs.config, self.api, self.package)
        return Words.of(*given, with_places=with_places)

    @property
    def places(self) -> Places:
        """Where the parts of the surface are written."""
        return places_of(self.package, self.api, self.inputs.document.root)


@dataclass(frozen=True, slots=True)
class ComparedWithPrevious:
    """A planned package beside what was before it: its surface as values and as text, what is
    different since, and the changes that its version does not allow."""

    planned: Planned
    surface: Surface
    text: str
    changes: tuple[Change, ...]
    refused: tuple[Problem, ...]


def build(sources: Sources, memory: Memory = NO_MEMORY, progress: Progress = SILENCE) -> Built:
    """Every file of the package; raises `ProblemsError` with all errors of its sources.

    The result depends on the names and bytes of the sources, on the templates and on the versions of
    generator, formatter and libraries, and on nothing else: not on what is remembered either, which
    saves work alone.
    """
    return build_inputs(
        read_inputs(sources, memory=memory, progress=progress), sources, memory, progress
    )


def build_inputs(
    inputs: Inputs, sources: Sources, memory: Memory = NO_MEMORY, progress: Progress = SILENCE
) -> Built:
    """The same of sources that were read; raises `ProblemsError`."""
    planned = plan_inputs(inputs, memory, progress)
    compared = compare_with_previous(planned, memory)
    return printed(compared, sources.digests(), memory, progress)


def plan_sources(sources: Sources, progress: Progress = SILENCE) -> Planned:
    """All decisions about a package, its document validated; raises `ProblemsError`."""
    return plan_inputs(read_inputs(sources, progress=progress), progress=progress)


def plan_inputs(
    inputs: Inputs, memory: Memory = NO_MEMORY, progress: Progress = SILENCE
) -> Planned:
    """The decisions that follow from the inputs; raises `ProblemsError`.

    Problems are told of the files as people wrote them, whatever form the document was brought into.
    """
    document = inputs.document
    try:
        planned = _plan_document(inputs, DocumentMemory(memory, document.root), progress)
    except ProblemsError as error:
        told = _without_repetition(restored(document.moves, error.problems), document.warnings)
        raise ProblemsError([*told, *document.warnings]) from None
    told = _without_repetition(restored(document.moves, planned.problems), document.warnings)
    return replace(planned, problems=in_order([*told, *document.warnings]))


def chooses(config: Config) -> bool:
    """Whether people choose among the operations; most do not."""
    return bool(config.include or config.exclude or config.groups)


def _without_repetition(
    problems: Iterable[Problem], warnings: Iterable[Problem]
) -> Iterator[Problem]:
    """The problems but for references of which a warning says already why they are not followed."""
    told = {(each.place, each.pointer) for each in warnings}
    for each in problems:
        if each.code != "ref-external" or (each.place, each.pointer) not in told:
            yield each


def _plan_document(inputs: Inputs, memory: DocumentMemory, progress: Progress) -> Planned:
    # Who compares two documents comes here only where they may have errors.
    from generator.openapi.unused import without_unused
    from generator.validation.check import document_problems

    document, config = inputs.document, inputs.config
    progress.begin(f"checking {document.file}")
    if costly := too_costly_patterns(document, memory):
        raise ProblemsError([costly])
    found = [*document_problems(document, memory), *inputs.before.warnings]
    left_out = _left_out(document, config)
    if many := too_many_operations(document, frozenset(each.key for each in left_out)):
        raise ProblemsError([*found, many])
    api, omissions = parse(document, config.body_types, config.reading, left_out, memory, progress)
    found = [*without_unused(document, found, api), *omissions]
    with collected(found):
        previous = inputs.before.names()
        package, warnings = plan(document, api, config, previous, memory.memory, progress)
        return Planned(inputs, api, package, in_order((*found, *warnings)))
    raise ProblemsError(found)


def _left_out(document: Document, config: Config) -> tuple[Operation, ...]:
    """What people do without."""
    if not chooses(config):
        return ()
    from generator.plan.choice import left_out_by_choice

    return left_out_by_choice(config, outlines(document))


def compare_with_previous(planned: Planned, memory: Memory = NO_MEMORY) -> ComparedWithPrevious:
    """The package beside what was released or generated before it, and what its version forbids."""
    surface, inputs = planned.surface, planned.inputs
    text = dumps(surface, memory)
    changes = changes_since(inputs.before, surface, text, planned.places)
    refused = refusals(inputs.config, inputs.before, surface, changes)
    return ComparedWithPrevious(planned, surface, text, changes, refused)


def printed(
    compared: ComparedWithPrevious,
    digests: Mapping[str, str],
    memory: Memory = NO_MEMORY,
    progress: Progress = SILENCE,
) -> Built:
    """The package's files; `digests` are what its manifest records of the inputs."""
    # Who prints nothing waits for no template engine.
    from generator.render.package_files import render_package

    planned, released = compared.planned, compared.planned.inputs.before.released
    changelog = sections(compared.surface, released, compared.changes if released else ())
    words = planned.words(with_places=False)
    package = replace(planned.package, origins=brief_origins(words, memory))
    return Built(
        package=package.module,
        files=render_package(package, digests, compared.text, changelog, memory, progress),
        warnings=tuple(each for each in planned.problems if not each.is_omission),
        skipped=tuple(each for each in planned.problems if each.is_omission),
        refused=compared.refused,
        left_out=len(planned.package.left_out.by_choice),
    )


def read_inputs(
    sources: Sources,
    *,
    pass_misfits: bool = False,
    memory: Memory = NO_MEMORY,
    progress: Progress = SILENCE,
) -> Inputs:
    """What all files say, the document corrected; raises `ProblemsError` with what is wrong in any.

    With `pass_misfits`, corrections that do not fit the document are passed over.
    """
    problems: list[Problem] = []
    progress.begin(f"reading {sources.openapi.name}")
    with collected(problems):
        document, misfits = _prepared(sources, pass_misfits, memory)
    with collected(problems):
        config = _config(sources)
    with collected(problems):
        before = what_was_before(sources)
    if problems:
        raise ProblemsError(problems)
    return Inputs(document, _chosen(config, sources), before, misfits)


def _chosen(config: Config, sources: Sources) -> Config:
    """The configuration with what the command line says in place of what toolkit.yaml says."""
    include, exclude = sources.include, sources.exclude
    return replace(config, include=include or config.include, exclude=exclude or config.exclude)


def _prepared(
    sources: Sources, pass_misfits: bool, memory: Memory
) -> tuple[Document, tuple[Problem, ...]]:
    """The document as its overlay corrects it, with its other files taken in, as OpenAPI 3; and the
    problems of corrections passed over."""
    document, misfits = _as_written(sources, pass_misfits, memory)
    if sources.references.files or sources.references.unread:
        from generator.openapi.several_files import as_one

        base, budget = sources.openapi.base, Budget.for_bytes(sources.max_bytes)
        document = as_one(document, sources.references, base, budget)
    return as_openapi_3(document), misfits


def _as_written(
    sources: Sources, pass_misfits: bool, memory: Memory
) -> tuple[Document, tuple[Problem, ...]]:
    document = load_quickly(*_read(sources.openapi, sources.max_bytes), memory)
    if sources.overlay is None:
        return with_pointers(document), ()
    from generator.overlay.apply import apply, apply_what_fits

    # An overlay knows the file that it extends by its own name.
    known, overlay = replace(document, file=sources.openapi.base), _load(sources.overlay)
    fitting = apply_what_fits(known, overlay) if pass_misfits else (apply(known, overlay), ())
    corrected, misfits = fitting
    return with_pointers(replace(corrected, file=document.file)), misfits


def _config(sources: Sources) -> Config:
    config = sources.config
    return config_of(config.data, config.name) if config else Config()


def what_was_before(sources: Sources) -> Before:
    """The last release, and the surface that was generated last; raises `ProblemsError`."""
    before = Before()
    if sources.released:
        from generator.release.replay import useless_calls

        document = _load(sources.released)
        released = read_released(document)
        before = Before(released, warnings=useless_calls(released, document))
    if sources.surface:
        last = sources.surface.data.decode("utf-8", "replace")
        before = replace(before, last=last, shown=sources.surface.name)
    return before


def _load(file: SourceFile) -> Document:
    return load(file.data, file.name)


def _read(file: SourceFile, max_bytes: int) -> tuple[bytes, str, Budget]:
    """What a document is loaded from."""
    return file.data, file.name, Budget.for_bytes(max_bytes)
