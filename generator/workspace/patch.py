"""Words a drift for people, for `git apply` and for GitHub, so that whoever sees it can mend it."""

from __future__ import annotations

import base64
import difflib
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from generator.core.problems import Place, Problem, Severity, escaped
from generator.workspace.package_folder import (
    EXECUTABLE,
    LINK,
    OTHER,
    REGULAR,
    Difference,
    Found,
    Status,
)

_MOST_ANNOTATIONS = 10
"""GitHub shows no more than this of one step."""

_NOTES = {
    EXECUTABLE: "executable",
    LINK: "a symbolic link",
    OTHER: "not an ordinary file, or a very large one",
}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_UNUSUAL_IN_PATH = re.compile(rb'[^\x20-\x7e]|["\\]')
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
_BASE85_LINE = 52
_NO_NEWLINE = "\n\\ No newline at end of file\n"


def status_line(difference: Difference, folder: PurePosixPath) -> str:
    """One line: the status and the path, and what it is where it is no plain file."""
    note = _NOTES.get(difference.found.mode) if difference.found else None
    path = quoted(str(folder / difference.path))
    return f"{difference.status.value:<10}  {path}" + (f"  ({note})" if note else "")


def patch(differences: Iterable[Difference], folder: PurePosixPath) -> str:
    """A patch in git's format that turns what is on disk into what would be generated.

    `folder` is the package's folder as seen from the top of the checkout. What git cannot hold,
    such as a pipe, is left out; its status line says so.
    """
    # Git wants a path gone before something else takes the place of its folder.
    in_order = sorted(differences, key=lambda each: each.status is not Status.UNEXPECTED)
    return "".join(part for each in in_order for part in _sections(each, folder))


def quoted(path: str) -> str:
    """The path as git writes it: in quotes, with escapes, where it holds an unusual character."""
    data = path.encode("utf-8", "surrogateescape")
    if not _UNUSUAL_IN_PATH.search(data):
        return path
    return '"' + "".join(_escaped_byte(each) for each in data) + '"'


def problem_annotation(problem: Problem) -> str:
    """The problem as a GitHub workflow command."""
    level = "error" if problem.severity is Severity.ERROR else "warning"
    details = (problem.pointer, problem.expected and f"expected {problem.expected}", problem.hint)
    message = "\n".join(escaped(each) for each in (problem.message, *details) if each)
    return _annotation(level, message, problem.code, problem.place)


def drift_annotations(
    differences: Iterable[Difference], folder: PurePosixPath, command: str
) -> tuple[str, ...]:
    """A GitHub workflow command for each difference, as many as GitHub shows."""
    return tuple(
        _annotation(
            "error",
            f"{each.status.value}: not as toolgen would generate it; run `{command}`",
            "generated-drift",
            Place(str(folder / each.path), 1, 1),
        )
        for each, _ in zip(differences, range(_MOST_ANNOTATIONS), strict=False)
    )


def _annotation(level: str, message: str, title: str, place: Place | None) -> str:
    properties = {"title": title}
    if place:
        properties |= {"file": place.file, "line": str(place.line), "col": str(place.column)}
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {listed}::{_command_data(message)}"


def _command_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_data(text).replace(":", "%3A").replace(",", "%2C")


def _sections(difference: Difference, folder: PurePosixPath) -> Iterator[str]:
    """The patch of one path; a change of type is a deletion and then a creation, as git has it."""
    found = difference.found
    if found and found.mode == OTHER:
        return
    name = str(folder / difference.path)
    expected = None if difference.expected is None else Found(REGULAR, difference.expected)
    if found and expected and found.mode == LINK:
        yield _section(name, found, None)
        yield _section(name, None, expected)
    else:
        yield _section(name, found, expected)


def _section(name: str, old: Found | None, new: Found | None) -> str:
    before, after = (each.data if each else b"" for each in (old, new))
    head = f"diff --git {quoted('a/' + name)} {quoted('b/' + name)}\n"
    head += _mode_lines(old, new)
    if before == after:
        return head
    # The full object names are what git checks a binary patch against.
    mode = f" {new.mode}" if old and new and old.mode == new.mode else ""
    head += f"index {_object_name(old)}..{_object_name(new)}{mode}\n"
    texts = [_as_text(each) for each in (before, after)]
    if texts[0] is None or texts[1] is None:
        return head + _binary(after)
    names = [_label("a/" + name, old), _label("b/" + name, new)]
    return head + f"--- {names[0]}\n+++ {names[1]}\n" + _hunks(texts[0], texts[1])


def _mode_lines(old: Found | None, new: Found | None) -> str:
    if old is None and new is not None:
        return f"new file mode {new.mode}\n"
    if new is None and old is not None:
        return f"deleted file mode {old.mode}\n"
    if old and new and old.mode != new.mode:
        return f"old mode {old.mode}\nnew mode {new.mode}\n"
    return ""


def _label(name: str, side: Found | None) -> str:
    if side is None:
        return "/dev/null"
    # Git ends a name that holds a space with a tab, to tell it from a time stamp.
    return quoted(name) + ("\t" if " " in name else "")


def _hunks(before: str, after: str) -> str:
    lines = difflib.unified_diff(_lines(before), _lines(after), n=3)
    body = [line for number, line in enumerate(lines) if number >= 2]
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in body)


def _lines(text: str) -> list[str]:
    """The lines as git counts them: only a line feed ends one."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _as_text(data: bytes) -> str | None:
    """The data as text that a terminal may be shown; None for anything else."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _binary(data: bytes) -> str:
    """The data as a literal of git's binary patches: deflated, base 85, 52 bytes a line."""
    deflated = zlib.compress(data)
    lines = ["GIT binary patch", f"literal {len(data)}"]
    for start in range(0, len(deflated), _BASE85_LINE):
        part = deflated[start : start + _BASE85_LINE]
        size = chr(ord("A") + len(part) - 1) if len(part) <= 26 else chr(ord("a") + len(part) - 27)
        lines.append(size + base64.b85encode(part, pad=True).decode("ascii"))
    return "\n".join([*lines, "", ""])


def _object_name(side: Found | None) -> str:
    if side is None:
        return "0" * 40
    header = b"blob %d\0" % len(side.data)
    return hashlib.sha1(header + side.data, usedforsecurity=False).hexdigest()


def _escaped_byte(value: int) -> str:
    if value in _ESCAPES:
        return "\\" + _ESCAPES[value]
    return chr(value) if 0x20 <= value < 0x7F else f"\\{value:03o}"
