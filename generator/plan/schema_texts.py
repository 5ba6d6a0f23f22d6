"""Puts the descriptions in a request body's schema into plain sentences, as agents read them."""

from collections.abc import Mapping
from typing import Any

from generator.core.schema_keywords import DEFINITIONS, ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.emit.plain_text import plain_text

_MAPS = SCHEMA_MAPS | DEFINITIONS


def with_plain_texts(schema: Any) -> Any:
    """The schema with its descriptions in plain words; what has no markup in it stays as it is."""
    if not isinstance(schema, (dict, Mapping)):
        return schema
    return {keyword: _plain(keyword, value) for keyword, value in schema.items()}


def _plain(keyword: str, value: Any) -> Any:
    if keyword == "description" and isinstance(value, str):
        plain = plain_text(value)
        return value if plain == " ".join(value.split()) else plain
    if keyword in _MAPS and isinstance(value, (dict, Mapping)):
        return {name: with_plain_texts(each) for name, each in value.items()}
    if keyword in SCHEMA_LISTS and isinstance(value, list):
        return [with_plain_texts(each) for each in value]
    return with_plain_texts(value) if keyword in ONE_SCHEMA else value
