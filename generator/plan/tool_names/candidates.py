"""Words for a tool's name, from the best to those that tell it from all others.

A good operationId comes first, then a good summary, then what method and path say; an operationId is
good unless it only spells out the path, or is a plain verb that does not say what it is done to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from generator.emit.naming import words
from generator.openapi.api import Operation
from generator.plan.tool_names import english
from generator.plan.tool_names.path_names import (
    PathName,
    Words,
    is_version_segment,
    path_words,
    read_path,
    without_versions,
)

_MOST_WORDS = 8
"""A summary of more words is a sentence, not a name."""

_ANY_ONE = re.compile(
    r"\b(an?|the)\s+(existing|given|new|single|specific|specified)\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[,;:(\[.]|\s[-–—]\s|\s(by|using|that|which|when|where|with|via|based on|so|if|and returns?)\s",
    re.IGNORECASE,
)


class _Said(NamedTuple):
    """What of an operation its name is made of."""

    operation_id: str
    summary: str
    method: str
    path: str


def candidates(
    operation: Operation, codes: Mapping[str, Words] = MappingProxyType({})
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Words from the operationId, where it is good, and words from summary and path.

    `codes` are names for segments of paths that have no words.
    """
    said = (operation.operation_id, operation.summary, operation.method, operation.path)
    return _candidates(_Said(*said), tuple(codes.items()))


@lru_cache(maxsize=1 << 14)  # names are settled first, and what each is made of is told afterwards
def _candidates(
    operation: _Said, codes: tuple[tuple[str, Words], ...]
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    path = read_path(operation.path, dict(codes))
    said = _from_summary(operation.summary)
    verb = _only_verb(operation.summary) or _verb_after_path(operation)
    by_path = path_words(operation.method, path, verb)
    own = [
        _completed(each, operation, said, by_path[0][0])
        for each in _from_operation_id(operation, path)
    ]
    # The last is the one with the version.
    derived = [*_in_context(said, by_path[:-1]), *by_path] if said else by_path
    spelled = (by_path[0][0], *words(without_versions(operation.path)))
    whole = (operation.method.lower(), *words(operation.path))
    return tuple(dict.fromkeys(_versions_last(own, path, by_path))), (
        *dict.fromkeys(derived),
        spelled,
        whole,
    )


def summary_words(operation: Operation) -> Words:
    """The words of the summary, where they make a name."""
    return _from_summary(operation.summary)


def _versions_last(
    own: Sequence[Words], path: PathName, by_path: Sequence[Words]
) -> Iterator[Words]:
    """Words of an operationId without the version that its path has, then with it, then with more of the path."""
    for each in own:
        yield tuple(
            word for word in each if word not in path.version or not is_version_segment(word)
        ) or each
    yield from own
    if own and english.is_verb(own[0][0]):
        yield from tuple(_in_context(own[0], by_path[:-1]))[1:]


def _from_summary(summary: str) -> Words:
    """The words of a summary that begins with a verb and is short enough for a name."""
    text = _ANY_ONE.sub(" ", re.sub(r"['’]s?\b", "", summary))
    first = _CLAUSE.split(text.strip(), maxsplit=1)[0]
    said = [word for word in words(first) if word not in english.ARTICLES]
    verb = english.base_verb(said[0]) if 1 < len(said) <= _MOST_WORDS else ""
    if not verb or all(map(english.is_verb, said)):
        return ()
    if verb in ("get", "retrieve", "return", "fetch") and said[1:3] == ["list", "of"]:
        return ("list", *said[3:])
    return ("get" if verb == "return" else verb, *said[1:])


def _only_verb(summary: str) -> str:
    """The verb that is all of a summary, such as "Archive"."""
    said = words(summary)
    return english.base_verb(said[0]) if len(said) == 1 else ""


def _in_context(said: Words, by_path: Sequence[Words]) -> Iterator[Words]:
    """The words of a summary, then with those of the path that it does not have put before its subject."""
    yield said
    known = {english.singular(word) for word in said}
    at = _subject(said)
    for level in by_path:
        more = [word for word in map(english.singular, level[1:]) if word not in known]
        if more:
            yield (*said[:at], *more, *said[at:])


def _subject(said: Words) -> int:
    """Where the subject begins: after `create or update batch of`, or `search for`."""
    at = 1
    while said[at : at + 1] and said[at] in ("and", "or"):
        at += 2
    at += 2 if said[at : at + 2] == ("batch", "of") else 0
    return at + 1 if said[at : at + 1] == ("for",) else at


def _from_operation_id(operation: _Said, path: PathName) -> tuple[Words, ...]:
    """The words of an operationId that says more than its path does, the verb first; else none."""
    text = operation.operation_id
    said = _without_articles(words(text))
    said = _before_path(said, operation) or said
    if _is_plain(said) or re.search(r"[{}]|[-_ ]/|^/", text) or _echoes(said, operation, path):
        return ()
    return _verb_first(said, text, path)


def _without_articles(said: list[str]) -> list[str]:
    """The words but for articles; what comes last is a letter that tells twins apart, as in `readA`."""
    last = len(said) - 1
    return [word for at, word in enumerate(said) if at == last or word not in english.ARTICLES]


def _before_path(said: list[str], operation: _Said) -> list[str]:
    """What comes before path and method, which some frameworks append to the name of a function."""
    tail = [*words(operation.path), operation.method.lower()]
    if len(said) > len(tail) > 1 and said[-len(tail) :] == tail:
        return said[: -len(tail)]
    return []


def _echoes(said: Sequence[str], operation: _Said, path: PathName) -> bool:
    """Whether an operationId spells out its path: versions and parameters among its words, or nothing but the path."""
    by_method = said[0] == operation.method.lower()
    heard = said[1:] if by_method else said
    parts = [part for part in operation.path.split("/") if part]
    if told := _told(heard, parts):
        extra, statics, is_telling = told
        is_spelled = by_method and not extra and (statics > 2 or english.is_verb(heard[0]))
        if is_telling or is_spelled:
            return True
    if english.is_verb(said[0]) and said[0] not in english.NAMES_OF_THINGS and not path.action:
        return False
    # Frameworks put what the method does after the last words of the path.
    tails = (_told(said, parts[at:]) for at in range(len(parts)))
    return any(tail and tail[1] and tail[0] and _is_plain(tail[0]) for tail in tails)


def _is_plain(said: Sequence[str]) -> bool:
    return all(word in english.PLAIN_VERBS or word.isdigit() for word in said)


def _told(said: Sequence[str], parts: Sequence[str]) -> tuple[Sequence[str], int, bool] | None:
    """What is left of the words after the path's, how many segments they told, and whether versions or parameters."""
    at, statics, telling = 0, 0, False
    for part in parts:
        is_parameter = part.startswith("{")
        length = _matched(said[at:], words(part), is_parameter=is_parameter)
        if not length and not (is_version_segment(part) or is_parameter or part == "api"):
            return None
        is_last = at + length == len(said)
        told = is_version_segment(part) or (
            is_parameter and not (is_last and said[at : at + 1] == ["by"])
        )
        telling = telling or bool(length and told)
        at, statics = at + length, statics + bool(length and not is_parameter)
    return said[at:], statics, telling


def _matched(said: Sequence[str], spelled: Sequence[str], *, is_parameter: bool) -> int:
    """How many of the words tell this part of a path."""
    by = 1 if is_parameter and said[:1] == ["by"] else 0
    if not is_parameter and said and said[0] == "".join(spelled):
        return 1
    for tail in (spelled, spelled[-1:], ["id"]) if is_parameter else (spelled,):
        heard = [english.singular(word) for word in said[by : by + len(tail)]]
        if tail and heard == [english.singular(word) for word in tail]:
            return by + len(tail)
    return 0


def _verb_first(said: Sequence[str], text: str, path: PathName) -> tuple[Words, ...]:
    """The words with a verb that comes later put first: `issues_list` is list issues.

    What stands before the verb says of what the rest is one: `repos/list-tags` is list repo tags, or else list tags.
    """
    at = _verb_at(said, text, path)
    if not at:
        return (tuple(said),)
    group, verb, rest = said[:at], said[at], tuple(said[at + 1 :])
    if not rest or rest[0] in english.PREPOSITIONS:
        phrase = (verb,) if rest else _phrase(said, text) or (verb,)
        group = group[: len(group) + 1 - len(phrase)]
        picked = rest[:1] == ("by",) or (not rest and path.things and path.things[-1].is_item)
        is_one = picked and verb not in ("list", "search", "find")
        return (
            (*phrase, *group[:-1], english.singular(group[-1]) if is_one else group[-1], *rest),
        )
    known = {english.singular(word) for word in rest}
    owner = tuple(english.singular(word) for word in group)
    whole, subject = (verb, *rest), _subject((verb, *rest))
    with_owner = (*whole[:subject], *owner, *whole[subject:])
    return (whole, with_owner) if owner[-1] in known else (with_owner, whole)


def _phrase(said: Sequence[str], text: str) -> Words:
    """What is done in more than one word, at the end of an operationId: quick add in `events.quickAdd`."""
    last = words(re.split(r"[^A-Za-z0-9]", text)[-1])
    return tuple(last) if len(last) < len(said) and said[-len(last) :] == last else ()


def _verb_at(said: Sequence[str], text: str, path: PathName) -> int:
    """Where the verb is that comes later: after a slash, dot or underscore, or last; 0 where none does."""
    head, _, phrase = re.sub(r"[.]", "/", text).rpartition("/")
    after = len(_without_articles([*words(head), ""])) - 1
    if head and words(phrase) and english.is_verb(words(phrase)[0]) and after < len(said):
        return after
    things = {english.singular(word) for thing in path.things for word in thing.words}
    if english.is_verb(said[0]) and not (said[0] in english.NAMES_OF_THINGS and said[0] in things):
        return 0
    begun = [part.lower() for part in re.split(r"[^A-Za-z0-9]+", text)[1:]]
    verbs = {word for word in set(said[1:]) if english.is_verb(word)}
    heads = {word for word in verbs if any(part.startswith(word) for part in begun)}
    for at, word in enumerate(said):
        is_alone = at == len(said) - 1 or word in heads
        is_noun = word in english.NAMES_OF_THINGS and (word != "list" or word in things)
        if at and is_alone and word in verbs and not is_noun:
            return at
    return 0


def _completed(own: Words, operation: _Said, said: Words, verb: str) -> Words:
    """An operationId that says in no verb what is done, with that of a summary that says all of it, or with `verb`."""
    if said and "".join(own) in ("".join(said), "".join(words(operation.summary))):
        return said
    weak = own[0] == operation.method.lower() and own[0] in ("post", "put", "patch")
    if (english.is_verb(own[0]) and not weak) or len(own[-1]) == 1:
        return own
    nouns = {english.singular(word) for word in own[weak:]}
    if said and nouns <= {english.singular(word) for word in said}:
        return said
    is_thing = len(own) > 1 and own[0] not in english.FILLERS
    return (verb, *own) if operation.method == "GET" and is_thing else own


def _verb_after_path(operation: _Said) -> str:
    """The verb that some generators append to the path: `…/schemas/{type}_archive`."""
    appended = re.search(r"[}/a-z]_([a-z]+)(?![a-z])[A-Za-z]*$", operation.operation_id)
    verb = appended[1] if appended and "/" in operation.operation_id else ""
    return verb if english.is_verb(verb) and verb not in english.PLAIN_VERBS else ""
