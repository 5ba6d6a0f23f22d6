"""Decides which operations people do without: those that toolkit.yaml, or the command line, leaves out."""

from collections.abc import Iterator, Sequence

from generator.core.problems import Problem, ProblemsError
from generator.document.nodes import mapping, sequence
from generator.openapi.api import Operation
from generator.plan.behavior import behavior_of
from generator.plan.selection import BadSelector, Groups, Selection, Subject, check
from generator.plan.toolkit_yaml import Config, ToolConfig

_MOST_ASKED = 2_000_000
"""How often an operation is held to a selector: a thousand selectors, where there are two thousand operations."""
_MANY = "there are too many selectors for so many operations"
_FEWER = "one with * takes many operations, and so does a tag"


def left_out_by_choice(config: Config, operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations that are not included, or are excluded.

    Raises `ProblemsError` for selectors that take nothing, and where nothing is left.
    """
    subjects = [_subject(config, each) for each in operations]
    if too_many := _too_many(config, len(subjects)):
        raise ProblemsError([too_many])
    problems = list(_misfits(config, subjects))
    if problems:
        raise ProblemsError(problems)
    kept = [_is_kept(config, each) for each in subjects]
    stays = [subject for subject, stay in zip(subjects, kept, strict=True) if stay]
    problems = [] if stays else [_nothing_left(config)]
    problems += _idle_groups(config, stays)
    if problems:
        raise ProblemsError(problems)
    return tuple(each for each, stay in zip(operations, kept, strict=True) if not stay)


def _subject(config: Config, operation: Operation) -> Subject:
    behavior = behavior_of(operation, config.tools.get(operation.key, ToolConfig()))
    return Subject(
        operation.method,
        operation.path,
        operation.operation_id,
        operation.tags,
        operation.deprecated,
        behavior.read_only,
    )


def _is_kept(config: Config, subject: Subject) -> bool:
    is_included = Selection(config.include, config.groups).takes(subject)
    excluded = Selection(config.exclude, config.groups)
    return is_included and not (config.exclude and excluded.takes(subject))


def _too_many(config: Config, operations: int) -> Problem | None:
    """The problem of the selector with which there are too many for so many operations."""
    by_key = {"include": config.include, "exclude": config.exclude}
    steps = operations * sum(map(len, config.groups.values()))
    if steps > _MOST_ASKED:
        return config.problem("toolkit-selector", _MANY, "groups", hint=_FEWER)
    for key, selectors in by_key.items():
        for index, selector in enumerate(selectors):
            group = (
                config.groups.get(selector.rpartition("group:")[2], ())
                if "group:" in selector
                else ()
            )
            steps += operations * max(len(group), 1)
            if steps > _MOST_ASKED:
                return _problem(config, f"{_MANY}; {_FEWER}", key, index)
    return None


def _misfits(config: Config, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """A problem for each selector that cannot be read, or takes no operation of the document."""
    for key, selectors in (("include", config.include), ("exclude", config.exclude)):
        for index, selector in enumerate(selectors):
            if fault := _fault(selector, subjects, config.groups):
                yield _problem(config, fault, key, index)


def _idle_groups(config: Config, subjects: Sequence[Subject]) -> Iterator[Problem]:
    """The same for the selectors of groups, of which there must be something to serve."""
    for name, selectors in config.groups.items():
        for index, selector in enumerate(selectors):
            if fault := _fault(selector, subjects, {}):
                yield config.problem("toolkit-selector", fault, "groups", name, str(index))


def _fault(selector: str, subjects: Sequence[Subject], groups: Groups) -> str:
    try:
        check(selector, subjects, groups)
    except BadSelector as error:
        return str(error)
    return ""


def _problem(config: Config, message: str, key: str, index: int) -> Problem:
    """A problem of a selector in toolkit.yaml, or in the command line in its place."""
    root = mapping(config.document.root if config.document else None)
    written = [str(each) for each in sequence(root.get(key))]
    if written[index : index + 1] != list(getattr(config, key)[index : index + 1]):
        return Problem.unplaced("toolkit-selector", f"--{key}: {message}")
    return config.problem("toolkit-selector", message, key, str(index))


def _nothing_left(config: Config) -> Problem:
    message = "include and exclude leave no operation"
    return config.problem("toolkit-selector", message, "exclude" if config.exclude else "include")
