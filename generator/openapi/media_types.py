"""What the names of media types say of the values that they are written in."""

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

_JSON = re.compile(
    r"(application|text)/(json|[\w.+-]+\+json)\s*(;[ -~]*)?", re.IGNORECASE | re.ASCII
)
_PLAIN = "application/json"
_FORM = "application/x-www-form-urlencoded"
ANY_JSON = ("application/*", "*/*")
"""Ranges that JSON is in."""

_LINES = re.compile(r"application/((x-)?(ndjson|jsonl|jsonlines|json-lines)|json-seq|stream\+json)")
_TEXT = re.compile(
    r"text/.+|[\w.-]+/([\w.+-]+\+)?(xml|yaml)"
    r"|application/(x-yaml|csv|graphql|javascript|ecmascript|sql|x-sh|toml|x-toml|xml-dtd)"
)


def json_media_type(content: Mapping[str, Any]) -> str | None:
    """The media type of JSON: plain JSON where it is offered, then any JSON, then where all is taken.

    The order in which they stand means nothing, so of several the first by name is taken.
    """
    plain = (each for each in content if each.lower() == _PLAIN)
    other = (each for each in sorted(content) if is_json(each))
    return next(chain(plain, other, (each for each in ANY_JSON if each in content)), None)


def is_json(media_type: str) -> bool:
    """Whether values of this type are JSON."""
    return bool(_JSON.fullmatch(media_type)) and not is_json_lines(bare(media_type))


def is_text(media_type: str) -> bool:
    """Whether values of this type are characters rather than bytes; JSON and forms are as well."""
    name = bare(media_type)
    return is_json(name) or is_form(name) or is_plain_text(name) or is_json_lines(name)


def is_json_lines(name: str) -> bool:
    """Whether a bare type is that of JSON values on lines."""
    return bool(_LINES.fullmatch(name))


def is_form(name: str) -> bool:
    """Whether a bare type is that of the fields of a form."""
    return name == _FORM


def is_plain_text(name: str) -> bool:
    """Whether a bare type is that of text that is neither JSON nor a form."""
    return bool(_TEXT.fullmatch(name))


def is_range(media_type: str) -> bool:
    """Whether it stands for several types, as `image/*` does."""
    return "*" in bare(media_type)


def bare(media_type: str) -> str:
    """The type without parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()
