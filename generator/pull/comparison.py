"""What `toolgen pull` does for one toolkit, as a value."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core.problems import Place, Problem, ProblemsError, escaped
from generator.core.text import amount
from generator.document.load import Budget, load_quickly
from generator.document.located import Document
from generator.openapi.conversion import as_openapi_3
from generator.plan.toolkit_yaml import Source, config_of
from generator.pull import accepted_differences as memory
from generator.pull.http_body import MOST_OF_AN_ANSWER, too_large
from generator.pull.messages import differences_text
from generator.pull.rewrite_verbatim import same_text, taken_over
from generator.pull.structure_diff import StructureDifference, structure_differences
from generator.pull.tool_changes import tools_text
from generator.pull.vendor_document import VendorDocument, read_vendor_document
from generator.validation.versions import member_of
from generator.workspace.atomic_file import replace_file
from generator.workspace.files import MOST_BYTES, FileReading, read_plain, real_path
from generator.workspace.storage import Disk
from generator.workspace.toolkits import ANY, Toolkit, name_in, read_sources
from generator.workspace.uninterrupted import note_changed, uninterrupted

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: another source than toolkit.yaml's, what to write, and what may be read."""

    source: str = ""
    write: bool = False
    accept: bool = False
    reading: FileReading = ANY


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the words, and whether there is something new."""

    text: str
    drifted: bool = False


@dataclass(frozen=True, slots=True)
class _Ours:
    """A toolkit's side: its document, what it says of its source, and what was seen last."""

    toolkit: Toolkit
    root: Path
    document: Document
    data: bytes
    source: Source
    baseline: memory.Baseline
    reading: FileReading

    @property
    def most_of_theirs(self) -> int:
        """How many bytes the vendor's document may have: as many as were asked for, where any were."""
        most = self.reading.max_bytes
        return MOST_OF_AN_ANSWER if most == MOST_BYTES else most

    @property
    def name(self) -> str:
        return escaped(self.toolkit.name)

    @property
    def digest(self) -> str:
        return memory.digest(self.data)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a source gave: bytes, or None where they are those seen last."""

    name: str
    data: bytes | None
    url: str = ""
    etag: str = ""


def pull(toolkit: Toolkit, root: Path, wanted: Wanted) -> Outcome | None:
    """Compare the toolkit's document with the vendor's; None where it names no source.

    File names are relative to `root`. Raises ProblemsError where either document cannot be had.
    """
    ours = _ours(toolkit, root, wanted.reading)
    source = wanted.source or ours.source.url
    if not source:
        return None
    answer = _from_address(source, ours) if _URL.match(source) else _from_file(source, ours)
    if answer.data is None or ours.baseline.is_current(memory.digest(answer.data), ours.digest):
        return Outcome(_unchanged(ours, answer))
    vendor = read_vendor_document(answer.data, answer.name, Budget.for_bytes(ours.most_of_theirs))
    differences = structure_differences(*_comparable(ours.document, vendor.document))
    if wanted.accept:
        return _accepted(ours, answer, vendor, differences)
    if wanted.write and not ours.source.transcribed:
        return _written(ours, answer, vendor)
    return _told(ours, answer, vendor, differences, wanted)


def _comparable(ours: Document, theirs: Document) -> Iterator[Mapping[str, Any]]:
    """Both as OpenAPI 3, unless they name their versions alike: then as they are."""
    members = {member_of(each.root) for each in (ours, theirs)}
    return (each.root if len(members) == 1 else as_openapi_3(each).root for each in (ours, theirs))


def refusal(toolkit: Toolkit, root: Path, reading: FileReading) -> Problem | None:
    """Why the toolkit's document cannot be replaced by the vendor's; None where it can."""
    ours = _ours(toolkit, root, reading)
    if not ours.source.transcribed:
        return None
    message = f"{ours.document.file} is in our own words, so theirs cannot be written over it"
    hint = f"toolgen pull {toolkit.name} says what to edit; --accept records what stays different"
    return Problem("pull-transcribed", message, Place(ours.document.file, 1, 1), "", "", hint)


def _ours(toolkit: Toolkit, root: Path, reading: FileReading) -> _Ours:
    sources = read_sources(toolkit.paths, root, reading)
    config = sources.config
    source = config_of(config.data, config.name).source if config else Source()
    baseline = memory.read_baseline(toolkit.folder, name_in(toolkit.folder / memory.NAME, root))
    document = load_quickly(
        sources.openapi.data, sources.openapi.name, Budget.for_bytes(reading.max_bytes)
    )
    return _Ours(toolkit, root, document, sources.openapi.data, source, baseline, reading)


def _from_address(url: str, ours: _Ours) -> _Answer:
    from generator.pull.address import allowed, shown
    from generator.pull.fetch import Limits, fetch

    limits = Limits(max_bytes=ours.most_of_theirs)
    fetched = fetch(url, ours.baseline.etag_for(url, ours.digest), limits)
    kept = url if url == ours.source.url else ""
    return _Answer(shown(allowed(url)), fetched.data, kept, fetched.etag if kept else "")


def _from_file(name: str, ours: _Ours) -> _Answer:
    shown, most = escaped(name), ours.most_of_theirs
    try:
        return _Answer(shown, read_plain(Path(name), shown, most))
    except ProblemsError as error:
        if error.problems[0].code != "byte-budget":
            raise
    raise ProblemsError([too_large(f"{shown} is too large", most)])


def _unchanged(ours: _Ours, answer: _Answer) -> str:
    known = len(ours.baseline.accepted)
    rest = f"; {amount(known, 'difference')} accepted" if known else ""
    return f"{ours.name}: as it was seen last ({answer.name}){rest}\n"


def _accepted(
    ours: _Ours, answer: _Answer, vendor: VendorDocument, differences: Sequence[StructureDifference]
) -> Outcome:
    _record(ours, answer, vendor.data, ours.data, differences)
    number = amount(len(differences), "difference")
    return Outcome(f"{ours.name}: {number} accepted ({answer.name})\n")


def _written(ours: _Ours, answer: _Answer, vendor: VendorDocument) -> Outcome:
    # The workspace has made sure that the document, even as a link, is within it.
    path = real_path(ours.toolkit.paths.openapi)
    data = taken_over(vendor, path, ours.data)
    with uninterrupted():  # a document that was taken over is recorded as seen
        if data != ours.data:
            replace_file(path, data)
            note_changed(path)
        _record(ours, answer, vendor.data, data, ())
    how = "written" if data != ours.data else "unchanged"
    lint = f"; next: toolgen lint {ours.name}" if how == "written" else ""
    return Outcome(f"{ours.name}: {how} {escaped(ours.document.file)} ({answer.name}){lint}\n")


def _record(
    ours: _Ours,
    answer: _Answer,
    vendor: bytes,
    data: bytes,
    differences: Sequence[StructureDifference],
) -> None:
    baseline = memory.record(answer.url, answer.etag, vendor, data, differences)
    with uninterrupted():
        if memory.write_baseline(ours.toolkit.folder, baseline):
            note_changed(ours.toolkit.folder / memory.NAME)


def _told(
    ours: _Ours,
    answer: _Answer,
    vendor: VendorDocument,
    differences: Sequence[StructureDifference],
    wanted: Wanted,
) -> Outcome:
    new = [each for each in differences if memory.mark(each) not in ours.baseline.accepted]
    known = len(differences) - len(new)
    head = f"{ours.name}: {amount(len(new), 'new difference' if known else 'difference')}"
    head += f", {known} accepted earlier" if known else ""
    head += f" ({answer.name})\n"
    given = ("--from", wanted.source) if wanted.source else ()
    command = escaped(shlex.join(("toolgen", "pull", ours.toolkit.name, *given)))
    if not new:
        return Outcome(head + _reworded(ours, vendor, command))
    transcribed = ours.source.transcribed
    parts = (
        head,
        differences_text(new, ours.document, vendor.document, edits=transcribed),
        tools_text(
            ours.toolkit,
            ours.document,
            vendor,
            Disk(ours.root, ours.reading),
            transcribed=transcribed,
            accepted=known,
        ),
        _next_step(ours, command),
    )
    return Outcome("\n".join(parts), drifted=True)


def _reworded(ours: _Ours, vendor: VendorDocument, command: str) -> str:
    """A line where a verbatim document has the same structure in other words."""
    if ours.source.transcribed or same_text(ours.document.root, vendor.document.root):
        return ""
    return f"  its texts differ: {command} --write takes them over\n"


def _next_step(ours: _Ours, command: str) -> str:
    if ours.source.transcribed:
        first = f"edit {escaped(ours.document.file)} as said"
    else:
        first = f"{command} --write"
    return f"next: {first}, or {command} --accept to keep ours\n"
