"""Reads Swagger 2.0 as OpenAPI 3.0, every part of which remembers where it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.document.located import Document, MarkedDict, MarkedList, marked
from generator.document.moves import Moves
from generator.document.nodes import sequence
from generator.openapi.swagger_access import SwaggerAccess
from generator.openapi.swagger_parameters import Declared, Parameters, form_media_types
from generator.openapi.swagger_schemas import Member, SwaggerSchemas, changed, made, swagger_members

_AS = "3.0.3"

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_KEPT = ("info", "tags", "externalDocs", "security")
_TURNED = ("consumes", "produces", "schemes", "requestBody")
_JSON, _BYTES = "application/json", "application/octet-stream"

SECTIONS = {"schema": "definitions", "parameter": "parameters", "response": "responses"}
"""Where references into other files lead."""

_SECTIONS = (
    ("schemas", "definitions"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securitySchemes", "securityDefinitions"),
)


def convert_swagger(document: Document) -> Document:
    """A document of Swagger 2.0 as OpenAPI 3.0."""
    document = replace(document, root=marked(document.root))
    moves = Moves()
    root = _Conversion(document.root, moves).document()
    return replace(document, root=root, moves=(moves, *document.moves), original=document)


class _Conversion:
    """Converts one document; what is not as Swagger defines it stays as it is, for others to tell."""

    def __init__(self, root: MarkedDict, moves: Moves) -> None:
        self._root = root
        self._moves = moves
        self._schemas = SwaggerSchemas()
        self._access = SwaggerAccess(root, moves)
        self._parameters = Parameters(self._schemas, moves)

    def document(self) -> MarkedDict:
        """The whole of it, references renamed."""
        root, at = self._root, self._root.places.get("swagger")
        extensions = [each for each in swagger_members(root) if each[0].startswith("x-")]
        members: list[Member] = [("openapi", _AS, at), *swagger_members(root, _KEPT), *extensions]
        members += self._access.servers(root, pointers.ROOT)
        paths = root.get("paths")
        members += [("paths", self._paths(paths), root.places.get("paths"))]
        members += [("components", made(root, self._components()), None)]
        self._moves.add_made("#/components", pointers.ROOT)
        self._moves.add("#/openapi", "#/swagger")
        for each in self._schemas.references:
            each["$ref"] = self._moves.forward(each["$ref"])[0]
        return made(root, members)

    def _components(self) -> Iterator[Member]:
        convert = (
            lambda key, value: self._schemas.convert(value),
            self._shared_parameter,
            self._shared_response,
            self._access.scheme,
        )
        for (new, old), change in zip(_SECTIONS, convert, strict=True):
            section = self._root.get(old)
            self._moves.add(f"#/components/{new}", f"#/{old}")
            if isinstance(section, MarkedDict):
                kept = changed(section, change)
                for name in [each for each in kept if kept[each] is None]:
                    del kept[name], kept.places[name]
                yield new, kept, self._root.places.get(old)

    def _shared_parameter(self, name: str, node: Any) -> Any:
        """None for what has become part of bodies."""
        if not isinstance(node, MarkedDict):
            return node
        if node.get("in") in ("body", "formData"):
            return None
        old = pointers.child("#/parameters", name)
        return self._parameters.parameter(
            node, old, pointers.child("#/components/parameters", name)
        )

    def _shared_response(self, name: str, node: Any) -> Any:
        old, new = (
            pointers.child(each, name) for each in ("#/responses", "#/components/responses")
        )
        return self._response(node, old, new, self._media_types(self._root, "produces"))

    def _paths(self, paths: Any) -> Any:
        if not isinstance(paths, MarkedDict):
            return paths
        return changed(paths, lambda path, item: self._path_item(item, f"#/paths/{_part(path)}"))

    def _path_item(self, item: Any, pointer: str) -> Any:
        if not isinstance(item, MarkedDict):
            return item
        shared = list(self._declared(item, pointer))

        def change(key: str, value: Any) -> Any:
            if key == "parameters":
                return self._list(value, shared, pointer)
            if key in _METHODS and isinstance(value, MarkedDict):
                return self._operation(value, f"{pointer}/{key}", shared)
            return value

        return changed(item, change)

    def _operation(self, node: MarkedDict, pointer: str, shared: list[Declared]) -> MarkedDict:
        own = list(self._declared(node, pointer))
        members: list[Member] = []
        for key, value, at in swagger_members(node):
            if key == "parameters":
                members.append((key, self._list(value, own, pointer), at))
            elif key == "responses" and isinstance(value, MarkedDict):
                members.append((key, self._responses(value, node, f"{pointer}/responses"), at))
            elif key not in _TURNED:
                members.append((key, value, at))
        members += list(self._body(node, pointer, [*shared, *own])) or list(self._given_body(node))
        members += self._access.servers(node, pointer) if "schemes" in node else ()
        return made(node, members)

    def _declared(self, holder: MarkedDict, pointer: str) -> Iterator[Declared]:
        """The parameters of a list, references followed."""
        for index, entry in enumerate(sequence(holder.get("parameters"))):
            at, node = f"{pointer}/parameters/{index}", entry
            where = at
            if isinstance(entry, MarkedDict) and isinstance(ref := entry.get("$ref"), str):
                where, node = ref, node_at(self._root, ref)
            if isinstance(node, MarkedDict):
                yield Declared(at, where, node)

    def _list(self, entries: Any, declared: list[Declared], pointer: str) -> Any:
        """The list without what has become part of a body."""
        if not isinstance(entries, MarkedList):
            return entries
        gone = {each.entry for each in declared if each.place in ("body", "formData")}
        result = MarkedList(place=entries.place)
        for index, entry in enumerate(entries):
            old = f"{pointer}/parameters/{index}"
            if old in gone:
                continue
            new = f"{pointer}/parameters/{len(result)}"
            self._moves.add(new, old)
            result.append(self._entry(entry, old, new))
            result.places.append(entries.places[index])
        return result

    def _entry(self, entry: Any, old: str, new: str) -> Any:
        if not isinstance(entry, MarkedDict):
            return entry
        if isinstance(entry.get("$ref"), str):
            return self._reference(entry)
        return self._parameters.parameter(entry, old, new)

    def _reference(self, node: MarkedDict) -> MarkedDict:
        result = made(node, swagger_members(node))
        self._schemas.references.append(result)
        return result

    def _body(
        self, node: MarkedDict, pointer: str, declared: Iterable[Declared]
    ) -> Iterator[Member]:
        """The request body that the parameters describe, if any; the operation's win over the path's."""
        new, consumes = f"{pointer}/requestBody", self._media_types(node, "consumes")
        bodies, fields = [], {}
        for each in declared:
            if each.place == "body":
                bodies = [each]
            elif each.place == "formData":
                fields[each.name] = each
        if bodies:
            body = self._parameters.body(bodies[0], consumes or [_JSON], new)
            yield "requestBody", body, bodies[0].node.place
        elif fields:
            found = list(fields.values())
            self._moves.add_made(new, pointer)
            body = self._parameters.form(found, form_media_types(consumes, found), new)
            yield "requestBody", body, found[0].node.place

    def _given_body(self, node: MarkedDict) -> Iterator[Member]:
        """A body in the words of OpenAPI 3.0, which some documents use although it has other ones."""
        for key, value, at in swagger_members(node, ["requestBody"]):
            yield key, self._with_content(value), at

    def _with_content(self, node: Any) -> Any:
        """An object whose `content` has schemas, these converted."""

        def media(key: str, value: Any) -> Any:
            return self._schemas.convert(value) if key == "schema" else value

        def kinds(_: str, value: Any) -> Any:
            return changed(value, media) if isinstance(value, MarkedDict) else value

        def content(key: str, value: Any) -> Any:
            is_content = key == "content" and isinstance(value, MarkedDict)
            return changed(value, kinds) if is_content else value

        return changed(node, content) if isinstance(node, MarkedDict) else node

    def _responses(self, node: MarkedDict, operation: MarkedDict, pointer: str) -> MarkedDict:
        produces = self._media_types(operation, "produces")

        def change(status: str, each: Any) -> Any:
            at = pointers.child(pointer, status)
            return each if status.startswith("x-") else self._response(each, at, at, produces)

        return changed(node, change)

    def _response(self, node: Any, old: str, new: str, produces: Sequence[str]) -> Any:
        if not isinstance(node, MarkedDict):
            return node
        if isinstance(node.get("$ref"), str):
            return self._reference(node)
        given = self._with_content(node)
        members = [each for each in swagger_members(given) if each[0] not in ("schema", "examples")]
        if isinstance(headers := node.get("headers"), MarkedDict):
            converted = changed(headers, lambda name, each: self._header(each, name, old, new))
            members = [(k, converted if k == "headers" else v, at) for k, v, at in members]
        content = list(self._content(node, old, new, produces))
        if content:
            at = node.places.get("schema") or node.places.get("examples")
            members.append(("content", made(node, content), at))
            self._moves.add_made(f"{new}/content", old)
        return made(node, members)

    def _content(
        self, node: MarkedDict, old: str, new: str, produces: Sequence[str]
    ) -> Iterator[Member]:
        """What an answer holds by media type, each with the example that is given for it."""
        schema, examples = node.get("schema"), node.get("examples")
        examples = examples if isinstance(examples, MarkedDict) else MarkedDict()
        is_file = isinstance(schema, MarkedDict) and schema.get("type") == "file"
        kinds = list(produces or [_BYTES if is_file else _JSON]) if "schema" in node else []
        at, converted = node.places.get("schema"), self._schemas.convert(schema)
        for each in dict.fromkeys((*kinds, *examples)):
            media = pointers.child(f"{new}/content", each)
            members: list[Member] = []
            if each in kinds:
                self._moves.add(f"{media}/schema", f"{old}/schema")
                members.append(("schema", converted, at))
            if each in examples:
                self._moves.add(f"{media}/example", pointers.child(f"{old}/examples", each))
                members.append(("example", examples[each], examples.places.get(each)))
            yield each, made(node, members), at or examples.places.get(each)

    def _header(self, node: Any, name: str, old: str, new: str) -> Any:
        if not isinstance(node, MarkedDict):
            return node
        where = (pointers.child(f"{each}/headers", name) for each in (old, new))
        return self._parameters.parameter(node, *where)

    def _media_types(self, node: MarkedDict, key: str) -> list[str]:
        """What an operation, or else the document, consumes or produces."""
        named = sequence(node.get(key, self._root.get(key)))
        return list(dict.fromkeys(each for each in named if isinstance(each, str)))


def _part(path: str) -> str:
    return pointers.join([path])[2:]
