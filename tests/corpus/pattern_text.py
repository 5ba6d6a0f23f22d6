"""The shortest plain text that a regular expression matches, made from its parsed form."""

import re
from importlib import import_module
from typing import Any

parser: Any = import_module("re._parser")

_CLASSES = {"CATEGORY_DIGIT": "7", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}
_OTHERS = {"CATEGORY_NOT_DIGIT": "a", "CATEGORY_NOT_WORD": "-", "CATEGORY_NOT_SPACE": "a"}
_PLAIN = "a7A-_. :/"


def text_for(pattern: str) -> str | None:
    """A text in which the pattern is found, or None where none could be made."""
    try:
        made = _sequence(parser.parse(pattern))
        return made if re.search(pattern, made) else None
    except (re.error, ValueError, RecursionError, OverflowError):
        return None


def _sequence(items: Any) -> str:
    return "".join(_item(str(operator), argument) for operator, argument in items)


def _item(operator: str, argument: Any) -> str:
    match operator:
        case "LITERAL":
            return chr(argument)
        case "ANY":
            return "a"
        case "NOT_LITERAL":
            return next(each for each in _PLAIN if ord(each) != argument)
        case "IN":
            return _one_of(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _sequence(argument[2]) * int(argument[0])
        case "SUBPATTERN":
            return _sequence(argument[3])
        case "BRANCH":
            return _sequence(argument[1][0])
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return ""
    raise ValueError(operator)


def _one_of(members: Any) -> str:
    """A character of a class; of a negated one, a plain character that it does not name."""
    negated = bool(members) and str(members[0][0]) == "NEGATE"
    return next(
        str(each)
        for each in [*_PLAIN, *(_first(member) for member in members if not negated)]
        if any(_names(member, each) for member in members) != negated
    )


def _first(member: Any) -> str:
    operator, argument = str(member[0]), member[1]
    if operator == "CATEGORY":
        return {**_CLASSES, **_OTHERS}[str(argument)]
    return chr(argument[0] if operator == "RANGE" else argument)


def _names(member: Any, character: str) -> bool:
    operator, argument = str(member[0]), member[1]
    if operator == "RANGE":
        return bool(argument[0] <= ord(character) <= argument[1])
    if operator == "CATEGORY":
        kinds = {"DIGIT": r"\d", "WORD": r"\w", "SPACE": r"\s"}
        name = str(argument).removeprefix("CATEGORY_")
        found = re.match(kinds[name.removeprefix("NOT_")], character) is not None
        return found != name.startswith("NOT_")
    return operator == "LITERAL" and bool(argument == ord(character))
