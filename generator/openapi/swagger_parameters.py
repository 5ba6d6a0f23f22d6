"""Brings Swagger 2.0's parameters into the form of OpenAPI 3.0, those of forms as request bodies."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from generator.core import pointers
from generator.document.located import MarkedDict, MarkedList
from generator.document.moves import Moves
from generator.document.nodes import text
from generator.openapi.swagger_schemas import Member, SwaggerSchemas, made, swagger_members

_SCHEMA_KEYS = (
    *("type", "format", "items", "default", "enum", "pattern", "uniqueItems", "multipleOf"),
    *("maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength"),
    *("maxItems", "minItems", "x-nullable"),
)
_MOVED = frozenset((*_SCHEMA_KEYS, "collectionFormat", "schema"))

_QUERY_STYLES = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}
_SEPARATORS = {"csv": "commas", "ssv": "spaces", "tsv": "tabs", "pipes": "|", "multi": "commas"}

URL_ENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Declared:
    """A parameter as a list holds it: where its entry and what that leads to are, and the latter."""

    entry: str
    pointer: str
    node: MarkedDict

    @property
    def place(self) -> str:
        """Where in a request it goes."""
        return text(self.node.get("in"))

    @property
    def name(self) -> str:
        """What the API calls it."""
        return text(self.node.get("name"))


class Parameters:
    """Converts parameters and what is written like them, noting where their parts go."""

    def __init__(self, schemas: SwaggerSchemas, moves: Moves) -> None:
        self._schemas = schemas
        self._moves = moves

    def parameter(self, node: MarkedDict, old: str, new: str) -> MarkedDict:
        """A parameter of path, query or header, or a header of an answer."""
        self._note_schema(node, old, pointers.child(new, "schema"))
        separated = _separated_text(node, _QUERY_STYLES if node.get("in") == "query" else ("csv",))
        if separated:
            schema = _text_schema(node)
            return made(node, [*_others(node, separated), ("schema", schema, node.place)])
        members = [*_others(node), ("schema", self._schema(node), node.place)]
        if node.get("type") == "array":
            is_query = node.get("in") == "query"
            how = _QUERY_STYLES[_collection_format(node)] if is_query else ("simple", False)
            members += _style(node, *how)
        return made(node, members)

    def body(self, declared: Declared, media_types: Sequence[str], new: str) -> MarkedDict:
        """The request body that a body parameter describes."""
        node, old = declared.node, declared.pointer
        self._moves.add(new, old)
        at = node.places.get("schema")
        schema = self._schemas.convert(node.get("schema", MarkedDict(place=node.place)))
        content = pointers.child(new, "content")
        self._moves.add_made(content, old)
        for each in media_types:
            self._moves.add(f"{pointers.child(content, each)}/schema", f"{old}/schema")
        kinds = ((each, made(node, [("schema", schema, at)]), at) for each in media_types)
        members = swagger_members(node, ("description", "required"))
        return made(node, [*members, ("content", made(node, kinds), at)])

    def form(self, fields: Sequence[Declared], media_types: Sequence[str], new: str) -> MarkedDict:
        """The request body that form parameters make together."""
        first = fields[0].node
        kinds = (
            (each, self._form_media(fields, each, pointers.child(f"{new}/content", each)), None)
            for each in media_types
        )
        is_required = any(each.node.get("required") is True for each in fields)
        members: list[Member] = [("required", is_required, None)]
        return made(first, [*members, ("content", made(first, kinds), None)])

    def _form_media(self, fields: Sequence[Declared], media_type: str, new: str) -> MarkedDict:
        first, is_encoded = fields[0].node, media_type == URL_ENCODED
        styles = _QUERY_STYLES if is_encoded else ("multi",)
        properties = made(first, (self._field(each, styles, new) for each in fields))
        required = [each for each in fields if each.node.get("required") is True]
        names = MarkedList((each.name for each in required), first.place)
        names.places = [each.node.place for each in required if each.node.place]
        members: list[Member] = [("type", "object", None), ("properties", properties, None)]
        members += [("required", names, None)] if names else []
        media: list[Member] = [("schema", made(first, members), None)]
        encoding = list(_encoding(fields)) if is_encoded else []
        return made(
            first, [*media, *([("encoding", made(first, encoding), None)] if encoding else [])]
        )

    def _field(self, declared: Declared, styles: Container[str], new: str) -> Member:
        """The property that a form parameter becomes."""
        node, separated = declared.node, _separated_text(declared.node, styles)
        new = pointers.child(f"{new}/schema/properties", declared.name)
        self._moves.add(new, declared.pointer)
        schema = _text_schema(node) if separated else self._schema(node)
        said = separated or text(node.get("description"))
        members = [*swagger_members(schema)]
        members += [("description", said, node.places.get("description"))] if said else []
        return declared.name, made(schema, members), node.place

    def _schema(self, node: MarkedDict) -> MarkedDict:
        """What stands beside the name; or a schema as in OpenAPI 3.0, which some documents write."""
        given = node.get("schema")
        is_given = isinstance(given, MarkedDict) and "type" not in node
        written = given if is_given else made(node, swagger_members(node, _SCHEMA_KEYS))
        converted: MarkedDict = self._schemas.convert(written)
        return converted

    def _note_schema(self, node: MarkedDict, old: str, new: str) -> None:
        self._moves.add_made(new, old)
        for key in _SCHEMA_KEYS:
            if key in node:
                self._moves.add(pointers.child(new, key), pointers.child(old, key))


def form_media_types(consumes: Sequence[str], fields: Sequence[Declared]) -> list[str]:
    """How a form is sent: files need parts, and what is not said is encoded like a URL."""
    if any(each.node.get("type") == "file" for each in fields):
        return [MULTIPART]
    named = [
        each for each in consumes if each.partition(";")[0].strip() in (URL_ENCODED, MULTIPART)
    ]
    return named or [URL_ENCODED]


def _others(node: MarkedDict, description: str = "") -> list[Member]:
    """What stays beside the schema."""
    kept = [each for each in swagger_members(node) if each[0] not in _MOVED]
    if not description:
        return kept
    at = node.places.get("description")
    return [*(each for each in kept if each[0] != "description"), ("description", description, at)]


def _encoding(fields: Sequence[Declared]) -> Iterator[Member]:
    """How the lists of a form are written."""
    for each in fields:
        node = each.node
        if node.get("type") == "array" and not _separated_text(node, _QUERY_STYLES):
            yield each.name, made(
                node, _style(node, *_QUERY_STYLES[_collection_format(node)])
            ), None


def _style(node: MarkedDict, style: str, explode: bool) -> list[Member]:
    at = node.places.get("collectionFormat")
    return [("style", style, at), ("explode", explode, at)]


def _text_schema(node: MarkedDict) -> MarkedDict:
    at = node.places.get("collectionFormat") or node.places.get("type")
    return made(node, [("type", "string", at)])


def _collection_format(node: MarkedDict) -> str:
    found = text(node.get("collectionFormat"))
    return found if found in _SEPARATORS else "csv"


def _separated_text(node: MarkedDict, styles: Container[str]) -> str:
    """The description of a list that no style of OpenAPI 3.0 can express; "" where one can.

    Such a list is a text for the caller to separate.
    """
    if node.get("type") != "array":
        return ""
    how = _collection_format(node)
    items = node.get("items")
    is_nested = isinstance(items, MarkedDict) and items.get("type") == "array"
    if not is_nested and (how in styles or (how == "multi" and "csv" in styles)):
        return ""
    said = text(node.get("description")).rstrip()
    said = f"{said}{'' if said.endswith(('.', '!', '?')) else '.'} " if said else ""
    return f"{said}A list of values separated by {_SEPARATORS[how]}."
