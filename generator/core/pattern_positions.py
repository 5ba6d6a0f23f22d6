"""Tells what of a regular expression each letter of a text may be held to at once, in an outline of it.

The outline has `b` for what takes one letter and `a` for a word, of which engines find any number at once,
and is without the repetitions of which one position alone is under way.
"""

from __future__ import annotations

import re

CLASS = r"\\[pP]\{[^}]*\}|\\[xu]\{[^}]*\}|\\u[0-9A-Fa-f]{4}|\\.|\.|\[\^?(?:\\.|[^\]\\])*\]"
"""What takes one letter of several."""

_TOKEN = re.compile(
    r"(?P<said>\{[0-9,]+\}|\(\?(?:<?[=!>]|[a-zA-Z-]*[:)]|P?<\w+>))"
    rf"|(?P<word>\\[bBAzZGKk0-9]|[^\\()\[\]{{}}|*+?.^$]{{2,16}}(?![*+?{{]))"
    rf"|(?P<letter>{CLASS}|[^\\()\[\]{{}}|*+?.^$])",
    re.DOTALL,
)

_COUNT = r"(?:\{[0-9]+(?:,[0-9]*)?\}|[*+])"
_BETWEEN = r"(?:\\[,;:/|. _-]|[,;:/ _-])?"
_LIST = re.compile(
    rf"\^(?:\((?:\?:)?(?P<grouped>{CLASS}){_COUNT}\)|(?P<first>{CLASS}){_COUNT})?"
    rf"\((?:\?:)?(?P<before>{_BETWEEN})(?P<item>{CLASS}){_COUNT}(?P<after>{_BETWEEN})\){_COUNT}",
    re.DOTALL,
)

_LETTER = re.compile(r"\((?:\?:)?b(?:\|b)*\)")
_PLAIN_GROUP = re.compile(r"\((?:\?:|(?!\?))([^()|]*)\)(?:\?(?![?+])|(?![*+?{]))")
_WHOLE_GROUP = re.compile(r"\^\((?:\?:|(?!\?))([^()]*)\)\??\$")

_ITEM = r"[ab](?:\{[0-9]+\})?"
_FIRST_REPETITION = re.compile(
    rf"\^(?:{_ITEM}(?![,{{])|b\?(?![?+])|\(\?[=!][ab|*+$]*\)){{0,32}}"
    rf"(?:b|\((?:\?:)?(?:{_ITEM})+\))\{{[0-9]+(?:,[0-9]*)?\}}\??(?![*+{{])"
)
"""From the start of a text on and after what has one length, a repetition is at one of its positions only."""
_LAST_REPETITION = re.compile(r"(?<=[b)])\{([0-9]+),[0-9]*\}\??$")
"""Where anything may follow, a repetition is found as soon as it may end."""


def outline(pattern: str) -> str:
    """What is left of the expression."""
    found = _flat(_TOKEN.sub(_letter, _LIST.sub(_list, pattern)))
    if (whole := _WHOLE_GROUP.fullmatch(found)) and "{" in found:
        found = "|".join(f"^{each}$" for each in whole[1].split("|"))
    if "(" in found:
        return _without_ends(found)
    return "|".join(map(_without_ends, found.split("|")))


def _letter(found: re.Match[str]) -> str:
    return found["said"] or ("b" if found["letter"] else "a")


def _list(found: re.Match[str]) -> str:
    """Anything in place of items that do not have what is between them, which tells where in which a text is."""
    between = (found["before"] or found["after"])[-1:]
    kinds = filter(None, (found["grouped"], found["first"], found["item"]))
    return "^.*" if between and not any(_may_have(each, between) for each in kinds) else found[0]


def _may_have(kind: str, letter: str) -> bool:
    """Whether a class has the letter, or is none of those that Python has as well."""
    try:
        return bool(re.fullmatch(kind, letter))
    except re.error:
        return True


def _flat(found: str) -> str:
    """Without groups that are of a letter, or that are as good as what is in them."""
    before = ""
    while before != found:
        before, found = found, _PLAIN_GROUP.sub(r"\1", _LETTER.sub("b", found))
    return found


def _without_ends(found: str) -> str:
    if found.startswith("^"):
        found = _FIRST_REPETITION.sub("^", found, count=1)
    return _LAST_REPETITION.sub(r"{\1}", found)
