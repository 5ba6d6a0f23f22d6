"""Names an operation after its method and path: what is done, then what to, in as many words as it takes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise

from generator.emit.naming import words
from generator.plan.tool_names import english

Words = tuple[str, ...]

_VERSION = re.compile(
    r"v\d+([._-]\d+)*((alpha|beta|rc|preview)\d*)?|\d{1,2}(\.\d+)*|\d{4}-\d\d(-\d\d)?|latest|alpha|beta"
)
_BETWEEN = re.compile(
    r"/|(?<=[\w}]):(?=[a-z])|(?<=[a-z])\.(?=[a-z])(?!(?:csv|html|json|pdf|txt|xml|yaml)(?:/|$))"
)
"""Slashes, and what comes before an action: `{id}:cancel`, `chat.postMessage`."""

_PREFIXES = frozenset(["api", "apis", "rest", "public", "services", "json"])
"""Segments that say nothing of what a path leads to, at its beginning."""

_CONTAINERS = frozenset(["objects", "resources", "entities", "records", "items", "meta", "data"])
"""Segments that hold whatever follows them."""

_IDENTIFYING = english.word_set(
    "by code external gid guid hash id identifier ids key name number or pk slug sid uid uuid"
)
"""Words of a parameter that say how a thing is told from others, not what it is."""

_LAST_VERBS = english.word_set("add create delete get read remove replace update upsert")
"""What an action is that ends a segment, as in force-delete."""

_MOST_OWNERS = 64
"""Of so many words a name has no room for one more."""

_VERBS = {"POST": "create", "PUT": "replace", "PATCH": "update", "DELETE": "delete"}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a path between slashes."""

    text: str
    words: Words
    is_item: bool = False
    """Whether a parameter follows, which picks one of several."""
    picked_by: Words = ()
    """The words of that parameter."""


@dataclass(frozen=True, slots=True)
class PathName:
    """What a path says: an action of its own, if it ends with one, and the things it leads through."""

    action: Words
    """Such as add, tag in `/tasks/{id}/addTag`; empty where the method says what is done."""
    things: tuple[Segment, ...]
    prefix: Words
    """The words before the version, which only tell one part of an API from another."""
    version: Words


@lru_cache(maxsize=1 << 14)  # most segments are those of many paths
def is_version_segment(segment: str) -> bool:
    """Whether a segment of a path is a version, such as v2, 2024-01 or v1beta1."""
    return bool(_VERSION.fullmatch(segment.lower()))


def without_versions(path: str) -> str:
    """The path without segments that are versions or say nothing."""
    parts = path.split("/")
    return "/".join(
        part for part in parts if not is_version_segment(part) and part.lower() not in _PREFIXES
    )


def read_path(path: str, codes: Mapping[str, Words]) -> PathName:
    """What a path says, its versions and common prefixes set apart; `codes` name segments without words."""
    parts = [part for part in _BETWEEN.split(path) if part]
    versions = [
        i for i, part in enumerate(parts) if is_version_segment(part) and i < len(parts) - 1
    ]
    before = parts[: versions[0]] if versions else []
    after = [part for i, part in enumerate(parts) if i not in versions and i >= len(before)]
    if not any(_is_static(part) for part in after):
        before, after = [], [part for i, part in enumerate(parts) if i not in versions]
    while len(after) > 1 and after[0].lower() in _PREFIXES and _is_static(after[1]):
        before, after = [*before, after[0]], after[1:]
    action, things = _action(_segments(after, codes))
    prefix = [word for part in before for word in words(part) if word not in _PREFIXES]
    version = [word for index in versions for word in words(parts[index])]
    return PathName(action, things, tuple(prefix), tuple(version))


def _is_static(part: str) -> bool:
    return bool(words(_without_placeholders(part)))


def _without_placeholders(part: str) -> str:
    # Past the last brace that closes, each that opens would be followed to the end in vain.
    closed = part.rfind("}") + 1
    return re.sub(r"\{[^}]*\}", "", part[:closed]) + part[closed:]


def _segments(parts: Sequence[str], codes: Mapping[str, Words]) -> tuple[Segment, ...]:
    """The things of a path; a parameter becomes one only where no other names what it picks."""
    found: list[Segment] = []
    for part in parts:
        said = codes.get(part) or _said_by(part)
        by = tuple(words(part)) if "{" in part else ()
        if said and not all(word.isdigit() for word in said):
            found.append(Segment(part, said, bool(by), by))
        elif by and found and not found[-1].is_item:
            found[-1] = replace(found[-1], is_item=True, picked_by=by)
        elif by and all("{" in each.text for each in found):
            picked = what_is_picked(part)
            found += [Segment(part, picked, True, by)] if picked else []
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def _said_by(part: str) -> Words:
    return tuple(words(_without_placeholders(re.sub(r"\.(?:json|xml)$", "", part))))


def what_is_picked(parameter: str) -> Words:
    """What a parameter picks one of: `tableIdOrName` is table."""
    return tuple(word for word in words(parameter) if word not in _IDENTIFYING)


def codes_of(paths: Iterable[str]) -> Mapping[str, Words]:
    """What segments without words are called, after the parameters that follow them somewhere: 0-3 in `/0-3/{dealId}`."""
    found: dict[str, Words] = {}
    for path in sorted(paths):
        for part, after in pairwise(path.split("/")):
            is_code = after.startswith("{") and part and all(map(str.isdigit, words(part)))
            if is_code and (picked := what_is_picked(after)):
                found.setdefault(part, (*picked[:-1], english.plural(picked[-1])))
    return found


def _action(segments: tuple[Segment, ...]) -> tuple[Words, tuple[Segment, ...]]:
    """The action that the last segment is, or else the first, and the things of the path without it."""
    if not segments or segments[-1].is_item:
        return (), segments
    first, last = segments[0].words, segments[-1].words
    is_noun = len(last) == 1 and last[0] in english.NAMES_OF_THINGS - {"list"}
    if not is_noun and (english.is_verb(last[0]) or last[-1] in _LAST_VERBS):
        return last, segments[:-1]
    is_first = len(segments) > 1 and len(first) == 1 and not segments[0].is_item
    if is_first and english.is_verb(first[0]) and first[0] not in english.NAMES_OF_THINGS:
        return (*first, *last), segments[1:-1]
    return (), segments


def path_words(method: str, name: PathName, verb: str = "") -> list[Words]:
    """Words for a name, from the shortest to those that say the whole path; `verb` stands in for the method's."""
    if not name.action:
        action: Words = (verb or _verb(method, name.things),)
        *owners, thing = name.things or (Segment("", ("root",)),)
        is_many = action == ("list",) or (not thing.is_item and action[0] in ("delete", "replace"))
        subject = thing.words if is_many else _one(thing.words)
        return _levels(action, owners, subject, name)
    action = name.action
    if len(action) > 1 and action[-1] not in _LAST_VERBS:
        many = 2 if action[0] in ("batch", "bulk") and len(action) > 2 else 1
        return _levels(action[:many], name.things, action[many:], name)
    *owners, thing = name.things or (Segment("", ()),)
    is_many = action[-1] in ("list", "search", "query", "find", "count")
    return _levels(action, owners, thing.words if is_many else _one(thing.words), name)


def _verb(method: str, things: Sequence[Segment]) -> str:
    is_item = bool(things) and things[-1].is_item
    if method == "POST" and is_item:
        return "update"
    if method == "GET" and things and not is_item and english.is_plural(things[-1].words[-1]):
        return "list"
    return _VERBS.get(method, {"HEAD": "check", "OPTIONS": "describe"}.get(method, "get"))


def _one(said: Words) -> Words:
    return (*said[:-1], english.singular(said[-1])) if said else ()


def _levels(
    action: Words, owners: Sequence[Segment], subject: Words, name: PathName
) -> list[Words]:
    """The subject with its nearest owner, then with one more at a time, the prefix, and the version."""
    spoken = [_one(each.words) for each in owners]
    nearest = 1 if owners and not _is_container(owners[-1]) else 0
    subject = subject or ((), *spoken)[-1]
    parts = _said_once([*spoken, subject])
    levels = [
        (*action, *chain.from_iterable(parts[len(spoken) - count :]))
        for count in range(nearest, min(len(spoken), _MOST_OWNERS) + 1)
    ]
    whole = (*action, *_joined([name.prefix, *spoken, subject]))
    return [levels[0], *_otherwise(levels[0], name), *levels[1:], whole, (*whole, *name.version)]


def _otherwise(said: Words, name: PathName) -> list[Words]:
    """What keeps one thing and all of them apart where the words for both are the same."""
    if name.action or not name.things or said[0] != "get":
        return []
    thing = name.things[-1]
    if not thing.is_item:
        return [("list", *said[1:])]
    known = {english.singular(word) for word in thing.words}
    by = tuple(word for word in thing.picked_by if word not in known)
    return [(*said, "by", *(by or thing.picked_by))]


def _is_container(segment: Segment) -> bool:
    return not segment.is_item and segment.text.lower() in _CONTAINERS


def _joined(parts: Sequence[Words]) -> Words:
    """Words one after the other; what the next part begins with, or says again, is said once."""
    return tuple(chain.from_iterable(_said_once([part for part in parts if part])))


def _said_once(parts: Sequence[Words]) -> list[Words]:
    """The parts, each without its last word where the next begins with that."""
    kept = [
        part[:-1] if after and part and english.singular(after[0]) == part[-1] else part
        for part, after in pairwise(parts)
    ]
    return [*kept, *parts[-1:]]
