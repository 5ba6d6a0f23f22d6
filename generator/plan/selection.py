"""Selects operations by what they are: `tag:issues`, `path:/repos/*`, `not:read-only`.

The generator and every package have this module word for word, so that a selection means the same in
both. `*` stands for any text, slashes included; tags and methods are compared without regard to case.
A selection takes what any of its selectors takes.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

NOT = "not:"
KINDS = ("tag", "path", "id", "method", "group")
FLAGS = ("deprecated", "read-only")
_OPERATION = re.compile(r"[A-Za-z]+ /")
_MOST_NAMED = 10

Groups = Mapping[str, Sequence[str]]
"""Selectors by the name of the group that they make."""
NO_GROUPS: Groups = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be said of an operation, or of a tool that mirrors one."""

    method: str
    path: str
    operation_id: str = ""
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """Selectors, each of which takes what it names; none at all take everything."""

    selectors: tuple[str, ...] = ()
    groups: Groups = field(default_factory=lambda: NO_GROUPS)

    def takes(self, subject: Subject) -> bool:
        """Whether any of the selectors does."""
        return not self.selectors or any(
            matches(each, subject, self.groups) for each in self.selectors
        )


class BadSelector(ValueError):
    """Raised for a selector that cannot be read; the message says why."""


def subject_of(entry: Mapping[str, Any]) -> Subject:
    """The subject of a tool in a package's catalog.json."""
    method, _, path = str(entry["operation"]).partition(" ")
    return Subject(
        method,
        path,
        str(entry.get("operationId") or ""),
        tuple(entry.get("tags") or ()),
        bool(entry.get("deprecated")),
        bool(entry.get("readOnly")),
    )


def chosen(
    catalog: Mapping[str, Any], only: Sequence[str], *, read_only: bool = False
) -> list[dict[str, Any]]:
    """The tools of a catalog that any of the selectors takes, in its order; all without selectors.

    With `read_only`, those of them that only read. `BadSelector` for a selector that takes none.
    """
    entries: list[dict[str, Any]] = catalog["tools"]
    groups: Groups = catalog.get("groups", NO_GROUPS)
    subjects = [subject_of(each) for each in entries]
    for each in only:
        check(each, subjects, groups)
    selection = Selection(tuple(only), groups)
    return [
        entry
        for entry, subject in zip(entries, subjects, strict=True)
        if selection.takes(subject) and (subject.read_only or not read_only)
    ]


def matches(selector: str, subject: Subject, groups: Groups = NO_GROUPS) -> bool:
    """Whether the selector takes the subject; `BadSelector` where it is none."""
    if selector.startswith(NOT):
        return not matches(selector.removeprefix(NOT), subject, groups)
    kind, value = parts_of(selector, groups)
    if kind == "group":
        return any(matches(each, subject) for each in groups[value])
    return _SAYS[kind](subject, value)


def parts_of(selector: str, groups: Groups = NO_GROUPS) -> tuple[str, str]:
    """The kind of a selector without `not:`, and what it looks for; `BadSelector` where it is none."""
    if selector in FLAGS:
        return selector, ""
    if _OPERATION.match(selector):
        return "operation", selector
    kind, colon, value = selector.partition(":")
    if kind not in KINDS or not colon:
        meant = _near(kind, (*KINDS, *FLAGS))
        known = ", ".join((*(f"{each}:…" for each in KINDS), *FLAGS, "GET /path"))
        raise BadSelector(f"{selector} is no selector{meant or f': there are {known}'}")
    if not value:
        raise BadSelector(f"{selector} names no {kind}")
    if kind == "group" and value not in groups:
        known = f"; there is {', '.join(groups)}" if groups else "; there are no groups"
        raise BadSelector(f"there is no group {value}{_near(value, groups) or known}")
    return kind, value


def check(selector: str, subjects: Sequence[Subject], groups: Groups = NO_GROUPS) -> None:
    """`BadSelector` where the selector cannot be read, or takes no subject, with what may be meant."""
    plain = selector
    while plain.startswith(NOT):
        plain = plain.removeprefix(NOT)
    kind, value = parts_of(plain, groups)
    if any(matches(selector, each, groups) for each in subjects):
        return
    if plain != selector or kind in FLAGS or kind == "group":
        raise BadSelector(f"{selector} takes no operation")
    known = dict.fromkeys(each for subject in subjects for each in _values(kind, subject))
    raise BadSelector(f"{selector} takes no operation{_near(value, known) or _listed(known)}")


def _values(kind: str, subject: Subject) -> Iterable[str]:
    """What a selector of the kind could have named to take the subject."""
    found: dict[str, Iterable[str]] = {
        "tag": subject.tags,
        "path": (subject.path,),
        "id": (subject.operation_id,) if subject.operation_id else (),
        "method": (subject.method,),
        "operation": (f"{subject.method} {subject.path}",),
    }
    return found[kind]


def _near(value: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches  # slow to import, and needed for mistakes alone

    by_lower = {each.lower(): each for each in known}
    near = get_close_matches(value.lower(), list(by_lower), n=1)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""


def _listed(known: Iterable[str]) -> str:
    """Where there are few, all of them."""
    names = list(known)
    return f"; there is {', '.join(names)}" if 0 < len(names) <= _MOST_NAMED else ""


@cache
def _glob(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", text))), re.DOTALL)


def _fits(glob: str, text: str) -> bool:
    return _glob(glob).fullmatch(text) is not None


def _fits_any(glob: str, texts: Iterable[str]) -> bool:
    return any(_fits(glob.lower(), each.lower()) for each in texts)


def _is_operation(subject: Subject, value: str) -> bool:
    method, _, path = value.partition(" ")
    return method.upper() == subject.method.upper() and _fits(path, subject.path)


_SAYS: Mapping[str, Callable[[Subject, str], bool]] = {
    "tag": lambda subject, value: _fits_any(value, subject.tags),
    "path": lambda subject, value: _fits(value, subject.path),
    "id": lambda subject, value: _fits(value, subject.operation_id),
    "method": lambda subject, value: _fits_any(value, (subject.method,)),
    "operation": _is_operation,
    "deprecated": lambda subject, value: subject.deprecated,
    "read-only": lambda subject, value: subject.read_only,
}
