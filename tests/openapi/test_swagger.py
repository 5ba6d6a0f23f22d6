"""Swagger 2.0 becomes OpenAPI 3.0, and what is said of it leads back to where it was written."""

from collections.abc import Iterator
from typing import Any

import pytest

from generator.build import plan_sources
from generator.core.json_value import node_at
from generator.core.pointers import ROOT, child
from generator.core.problems import Place, ProblemsError
from generator.document.load import load
from generator.document.located import Document, place_of
from generator.document.nodes import plain
from generator.openapi.conversion import as_openapi_3
from generator.workspace.sources import SourceFile, Sources

HEAD = """\
swagger: "2.0"
info: {title: Old, version: "1"}
"""


def converted(text: str) -> Document:
    return as_openapi_3(load((HEAD + text).encode(), "old.yaml"))


def operation(text: str, rest: str = "") -> Any:
    document = converted(f"{rest}\npaths:\n  /a:\n    post:\n      responses: {{}}\n{text}")
    return plain(document.root["paths"]["/a"]["post"])


def schema_of(text: str) -> Any:
    root = converted(f"paths: {{}}\ndefinitions:\n  It: {text}\n").root
    return plain(root["components"]["schemas"]["It"])


def test_other_documents_are_left_alone() -> None:
    document = load(b"openapi: 3.0.3\n", "new.yaml")
    assert as_openapi_3(document) is document


@pytest.mark.parametrize(
    "text, url",
    [
        ("host: a.example\nbasePath: /v1/\n", "https://a.example/v1"),
        ("host: a.example\nschemes: [http]\n", "http://a.example"),
        (
            "host: a.example:8080\nschemes: [ws, http, https]\nbasePath: v1\n",
            "https://a.example:8080/v1",
        ),
        ("basePath: /v1\n", "/v1"),
    ],
)
def test_address(text: str, url: str) -> None:
    assert plain(converted(text).root["servers"]) == [{"url": url}]


def test_without_an_address_there_is_none() -> None:
    assert "servers" not in converted("basePath: /\n").root


def test_an_operation_has_schemes_of_its_own() -> None:
    found = operation("      schemes: [http]\n", "host: a.example\nschemes: [https]")
    assert found["servers"] == [{"url": "http://a.example"}]


@pytest.mark.parametrize(
    "kind, style",
    [
        ("", ("form", False)),
        ("collectionFormat: csv,", ("form", False)),
        ("collectionFormat: multi,", ("form", True)),
        ("collectionFormat: ssv,", ("spaceDelimited", False)),
        ("collectionFormat: pipes,", ("pipeDelimited", False)),
    ],
)
def test_lists_of_queries(kind: str, style: tuple[str, bool]) -> None:
    text = (
        f"      parameters: [{{name: a, in: query, {kind} type: array, items: {{type: string}}}}]\n"
    )
    (found,) = operation(text)["parameters"]
    assert found == {
        "name": "a",
        "in": "query",
        "schema": {"type": "array", "items": {"type": "string"}},
        "style": style[0],
        "explode": style[1],
    }


@pytest.mark.parametrize("place, kind", [("query", "tsv"), ("path", "pipes"), ("header", "ssv")])
def test_lists_that_no_style_writes_are_texts(place: str, kind: str) -> None:
    text = (
        f"{{name: a, in: {place}, collectionFormat: {kind}, type: array, items: {{type: string}}}}"
    )
    (found,) = operation(f"      parameters: [{text}]\n")["parameters"]
    assert found["schema"] == {"type": "string"}
    assert found["description"].startswith("A list of values separated by ")


def test_a_body_is_sent_as_what_the_operation_consumes() -> None:
    text = """\
      consumes: [application/xml, application/vnd.a+json]
      parameters:
        - {name: id, in: query, type: string}
        - {name: id, in: body, required: true, description: It., schema: {$ref: "#/definitions/It"}}
"""
    found = operation(text, "consumes: [text/plain]")
    media = {"schema": {"$ref": "#/components/schemas/It"}}
    assert found["requestBody"] == {
        "description": "It.",
        "required": True,
        "content": {"application/xml": media, "application/vnd.a+json": media},
    }
    assert [each["in"] for each in found["parameters"]] == ["query"]


def test_forms() -> None:
    text = """\
      parameters:
        - {name: a, in: formData, type: string, required: true, description: An a.}
        - {name: b, in: formData, type: array, items: {type: integer}, collectionFormat: multi}
"""
    assert operation(text)["requestBody"] == {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "a": {"type": "string", "description": "An a."},
                        "b": {"type": "array", "items": {"type": "integer"}},
                    },
                    "required": ["a"],
                },
                "encoding": {"b": {"style": "form", "explode": True}},
            }
        },
    }


def test_files_are_sent_in_parts() -> None:
    text = "      parameters: [{name: a, in: formData, type: file}]\n"
    (media,) = operation(text, "consumes: [application/json]")["requestBody"]["content"].items()
    assert media[0] == "multipart/form-data"
    assert media[1]["schema"]["properties"] == {"a": {"type": "string", "format": "binary"}}


def test_answers() -> None:
    text = """\
  /b:
    get:
      produces: [text/csv]
      responses:
        "200":
          description: Fine
          schema: {type: file}
          examples: {text/csv: "a,b", application/json: [1]}
          headers: {X-Left: {type: integer, description: Left.}}
        "204": {description: Nothing}
"""
    found = plain(converted(f"paths:\n{text}").root["paths"]["/b"]["get"]["responses"])
    assert found["204"] == {"description": "Nothing"}
    assert found["200"]["headers"] == {
        "X-Left": {"description": "Left.", "schema": {"type": "integer"}}
    }
    assert found["200"]["content"] == {
        "text/csv": {"schema": {"type": "string", "format": "binary"}, "example": "a,b"},
        "application/json": {"example": [1]},
    }


@pytest.mark.parametrize(
    "text, expected",
    [
        ("{type: string, x-nullable: true}", {"nullable": True}),
        ("{type: object, discriminator: kind}", {"discriminator": {"propertyName": "kind"}}),
        (
            "{properties: {x-nullable: {type: string}}}",
            {"properties": {"x-nullable": {"type": "string"}}},
        ),
        ("{items: {$ref: '#/definitions/It'}}", {"items": {"$ref": "#/components/schemas/It"}}),
        ("{example: {$ref: '#/definitions/It'}}", {"example": {"$ref": "#/definitions/It"}}),
    ],
)
def test_schemas(text: str, expected: Any) -> None:
    assert schema_of(text).items() >= expected.items()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("{type: basic}", {"type": "http", "scheme": "basic"}),
        ("{type: apiKey, in: query, name: k}", {"type": "apiKey", "in": "query", "name": "k"}),
        (
            "{type: oauth2, flow: application, tokenUrl: t, scopes: {a: A}}",
            {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "t", "scopes": {"a": "A"}}},
            },
        ),
    ],
)
def test_keys(text: str, expected: Any) -> None:
    root = converted(f"securityDefinitions: {{it: {text}}}\n").root
    assert plain(root["components"]["securitySchemes"]["it"]) == expected


WHOLE = """\
host: a.example
parameters: {Body: {name: b, in: body, schema: {$ref: "#/definitions/It"}}}
paths:
  /a:
    parameters: [{name: c, in: formData, type: string}, {name: d, in: query, type: string}]
    get: {responses: {"200": {description: Fine, schema: {$ref: "#/definitions/It"}}}}
    post: {parameters: [{$ref: "#/parameters/Body"}], responses: {default: {description: Fine}}}
definitions: {It: {type: object, properties: {a: {type: string}}}}
"""


REFERENCE = "#/paths/~1a/get/responses/200/schema/$ref"


def _pointers(node: Any, pointer: str = ROOT) -> Iterator[str]:
    yield pointer
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items if isinstance(node, (dict, list)) else ():
        at = child(pointer, key)
        yield from _pointers(value, at) if isinstance(value, (dict, list)) else [at]


def test_every_part_leads_back_to_where_it_was_written() -> None:
    document = converted(WHOLE)
    assert document.original
    (moves,) = document.moves
    for pointer in _pointers(document.root):
        old = moves.back(pointer)
        parent = old if node_at(document.original.root, old) is not None else old.rpartition("/")[0]
        assert node_at(document.original.root, parent) is not None, (pointer, old)
        place = place_of(document.root, pointer)
        assert place and place.line > 0


@pytest.mark.parametrize(
    "wrong, right, pointer",
    [
        ("in: query, type: string", "in: query, type: text", "#/paths/~1a/parameters/1/type"),
        ("{a: {type: string}}", "{a: {type: text}}", "#/definitions/It/properties/a/type"),
        ('$ref: "#/definitions/It"}}}}', '$ref: "#/definitions/No"}}}}', REFERENCE),
    ],
)
def test_problems_name_the_original(wrong: str, right: str, pointer: str) -> None:
    text = HEAD + WHOLE.replace(wrong, right)
    assert text != HEAD + WHOLE
    try:
        found = plan_sources(Sources(SourceFile("old.yaml", text.encode()))).problems
    except ProblemsError as error:
        found = error.problems
    (told,) = (each for each in found if each.pointer == pointer)
    before = text[: text.index(right) + right.rindex(pointer.rpartition("/")[2])]
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
    assert told.place == Place("old.yaml", line, column)
    assert not any("#/components" in each.message for each in found)


def test_an_overlay_corrects_the_document_as_it_is_written() -> None:
    overlay = """\
overlay: 1.0.0
info: {title: Corrections, version: "1"}
extends: old.yaml
actions:
  - target: $.paths['/a'].post.parameters[0]
    description: It is sent by name.
    update: {x-kept: 1}
  - target: $.definitions.It.properties
    description: It was forgotten.
    update: {b: {type: text}}
"""
    document = SourceFile("old.yaml", (HEAD + WHOLE).encode())
    sources = Sources(document, SourceFile("overlay.yaml", overlay.encode()))
    found = plan_sources(sources).problems
    (told,) = (each for each in found if each.pointer == "#/definitions/It/properties/b/type")
    assert told.place == Place("overlay.yaml", 10, 18)
