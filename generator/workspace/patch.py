"""Words a drift for people, for `git apply` and for GitHub, so that whoever sees it can mend it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from generator.core.problems import Place, Problem, Severity, escaped, shown, told
from generator.workspace.package_folder import FileKind, PathDifference, Status

_MOST_ANNOTATIONS = 10
"""GitHub shows no more than this of one step."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_UNUSUAL_IN_PATH = re.compile(rb'[^\x20-\x7e]|["\\]')
_ESCAPES = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
_NO_NEWLINE = "\n\\ No newline at end of file\n"


def status_line(difference: PathDifference, folder: PurePosixPath) -> str:
    """One line: the status and the path, and why the patch lacks it where it is no plain text."""
    kind = difference.found.kind if difference.found else FileKind.PLAIN
    note = kind.value or ("" if _is_text(difference) else "not text")
    path = quoted_path(str(folder / difference.path))
    return f"{difference.status.value:<10}  {path}" + (f"  ({note})" if note else "")


def patch(differences: Iterable[PathDifference], folder: PurePosixPath) -> str:
    """A patch in git's format that turns the text on disk into what would be generated.

    `folder` is the package's folder as seen from the top of the checkout. What is not plain text is
    left out, with what cannot be put in place before it is gone; status lines name it all.
    """
    # Git wants a path gone before something else takes the place of its folder.
    in_order = sorted(differences, key=lambda each: each.status is not Status.UNEXPECTED)
    others = [each.path for each in in_order if not _is_text(each)]
    return "".join(
        _section(each, str(folder / each.path))
        for each in in_order
        if _is_text(each) and not any(_is_in_the_way(each.path, other) for other in others)
    )


def _is_in_the_way(path: PurePosixPath, other: PurePosixPath) -> bool:
    return path in other.parents or other in path.parents


def quoted_path(path: str) -> str:
    """The path as git writes it: in quotes, with escapes, where it holds an unusual character."""
    data = path.encode("utf-8", "surrogateescape")
    if not _UNUSUAL_IN_PATH.search(data):
        return path
    return '"' + "".join(_escaped_byte(each) for each in data) + '"'


def problem_annotation(problem: Problem) -> str:
    """The problem as a GitHub workflow command."""
    level = "error" if problem.severity is Severity.ERROR else "warning"
    details = (problem.expected and f"expected {problem.expected}", problem.hint)
    said = (told(problem.message), shown(problem.pointer), *map(told, details))
    message = "\n".join(filter(None, said))
    return _annotation(level, message, problem.code, problem.place)


def drift_annotations(
    differences: Iterable[PathDifference], folder: PurePosixPath, command: str
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
        properties |= {
            "file": escaped(place.file),
            "line": str(place.line),
            "col": str(place.column),
        }
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{level} {listed}::{_command_data(message)}"


def _command_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_data(text).replace(":", "%3A").replace(",", "%2C")


def _is_text(difference: PathDifference) -> bool:
    """Whether it is a change of plain text, as a patch can show it."""
    found = difference.found
    sides = (difference.expected, found.data if found else None)
    is_plain = found is None or found.kind is FileKind.PLAIN
    return is_plain and all(each is None or _as_text(each) is not None for each in sides)


def _section(difference: PathDifference, name: str) -> str:
    old, new = difference.found, difference.expected
    texts = [_as_text(each or b"") or "" for each in (old.data if old else b"", new)]
    head = f"diff --git {quoted_path('a/' + name)} {quoted_path('b/' + name)}\n"
    if old is None or new is None:
        head += f"{'new' if old is None else 'deleted'} file mode 100644\n"
    if texts[0] == texts[1]:
        return head
    before = "/dev/null" if old is None else _label("a/" + name)
    after = "/dev/null" if new is None else _label("b/" + name)
    return f"{head}--- {before}\n+++ {after}\n{_hunks(*texts)}"


def _label(name: str) -> str:
    # Git ends a name that holds a space with a tab, to tell it from a time stamp.
    return quoted_path(name) + ("\t" if " " in name else "")


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


def _escaped_byte(value: int) -> str:
    if value in _ESCAPES:
        return "\\" + _ESCAPES[value]
    return chr(value) if 0x20 <= value < 0x7F else f"\\{value:03o}"
