"""What mends a document: after it nothing is wrong that can be mended, and each change has a reason."""

from collections.abc import Iterator
from typing import Any

import pytest

from generator.core.json_value import node_at
from generator.document.broken_references import broken_references
from generator.document.load import Document, load
from generator.document.nodes import plain
from generator.overlay.apply import apply
from generator.overlay.mending import corrections_of, guesses, overlay_text
from generator.validation.check import validation_problems
from tests.document.documents import read

HEAD = "openapi: {version}\ninfo: {{title: Books, version: '1'}}\n"
FINE = "responses: {default: {description: Fine}}"


def mended(document: Document) -> Document:
    """The document as its corrections leave it."""
    corrections = corrections_of(document)
    assert all(each.mend.reason for each in corrections)
    text = overlay_text(corrections, ())
    return apply(document, load(text.encode(), "overlay.yaml"))


def with_schema(schema: str, version: str) -> Document:
    """A document that answers with a schema."""
    return read(
        f"{HEAD.format(version=version)}paths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}\n"
    )


SCHEMAS: tuple[tuple[str, str, Any], ...] = (
    ("3.1.0", "{type: int}", {"type": "integer"}),
    ("3.0.3", "{type: bigint}", {"type": "integer"}),
    ("3.1.0", "{type: [str, 'null']}", {"type": ["string", "null"]}),
    ("3.1.0", "{type: thing, minimum: 1}", {"minimum": 1}),
    ("3.0.3", "{type: [string, 'null']}", {"type": "string", "nullable": True}),
    ("3.1.0", "{type: boolean, default: 'False'}", {"type": "boolean", "default": False}),
    ("3.1.0", "{type: boolean, default: maybe}", {"type": "boolean"}),
    ("3.1.0", "{type: integer, default: '10'}", {"type": "integer", "default": 10}),
    ("3.1.0", "{type: integer, default: ten}", {"type": "integer"}),
    ("3.1.0", "{type: number, default: '1.5'}", {"type": "number", "default": 1.5}),
    ("3.1.0", "{type: string, default: 3}", {"type": "string", "default": "3"}),
    ("3.1.0", "{type: string, default: true}", {"type": "string", "default": "true"}),
    (
        "3.1.0",
        "{type: array, items: {type: string}, default: a}",
        {"type": "array", "items": {"type": "string"}, "default": ["a"]},
    ),
    ("3.1.0", "{enum: [and, or], default: AND}", {"enum": ["and", "or"], "default": "and"}),
    ("3.1.0", "{enum: [and, or], default: xor}", {"enum": ["and", "or"]}),
    ("3.1.0", "{enum: [1, 2], default: '2'}", {"enum": [1, 2], "default": 2}),
    ("3.1.0", "{type: [string, string]}", {"type": "string"}),
    ("3.1.0", "{required: [a, b, a, c, b]}", {"required": ["a", "b", "c"]}),
    ("3.0.3", "{required: []}", {}),
    ("3.1.0", "{required: name}", {}),
    ("3.1.0", "{minimum: 2, exclusiveMinimum: true}", {"exclusiveMinimum": 2}),
    ("3.1.0", "{exclusiveMaximum: false}", {}),
    ("3.0.3", "{exclusiveMinimum: 2}", {"minimum": 2, "exclusiveMinimum": True}),
    ("3.1.0", "{pattern: '('}", {}),
    ("3.1.0", "{patternProperties: {'(': {}, a: {}}}", {"patternProperties": {"a": {}}}),
    ("3.1.0", "{minLength: two, maxLength: 3}", {"maxLength": 3}),
    ("3.1.0", "{examples: {type: string}}", {}),
    ("3.1.0", "{properties: {a: [{type: string}], b: 7}}", {"properties": {"a": {}, "b": {}}}),
    ("3.1.0", "{allOf: [{}, 7, {}, 8]}", {"allOf": [{}, {}]}),
    ("3.1.0", "{items: [{type: string}]}", {"items": {}}),
    ("3.1.0", "{properties: {a: {type: int, default: '1'}}}",
     {"properties": {"a": {"type": "integer", "default": 1}}}),
)  # fmt: skip


@pytest.mark.parametrize(("version", "schema", "after"), SCHEMAS, ids=str)
def test_schemas_are_mended(version: str, schema: str, after: Any) -> None:
    document = mended(with_schema(schema, version))
    assert plain(node_at(document.root, "#/components/schemas/A")) == after
    assert validation_problems(document) == ()


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        # What says something of values, though 3.0 has no word for it.
        ("3.0.3", "{const: 1}"),
        ("3.0.3", "{patternProperties: {a: {type: string}}}"),
        ("3.0.3", "{prefixItems: [{type: string}], items: {}}"),
        ("3.1.0", "{allOf: [{type: object}], required: [ghost]}"),
        ("3.1.0", "{$ref: '#/components/schemas/B'}"),
    ],
)
def test_what_has_a_meaning_is_left(version: str, schema: str) -> None:
    assert corrections_of(with_schema(schema, version)) == ()


def operation(text: str, path: str = "/a/{id}", version: str = "3.1.0") -> Document:
    """A document with one operation, whose path has a parameter."""
    return read(f"{HEAD.format(version=version)}paths:\n  {path}:\n    get: {{{text}}}\n")


TWO = (
    "{name: id, in: path, required: true, schema: {type: string}},"
    " {name: b, in: path, required: true, schema: {}}"
)
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        (FINE, [ID]),
        (f"{FINE}, parameters: [{{name: q, in: query, schema: {{}}}}]", None),
        (f"{FINE}, parameters: [{{name: id, in: path, schema: {{type: string}}}}]", [ID]),
        (
            f"{FINE}, parameters: [{{name: key, in: path, required: true, schema: {{type: string}}}}]",
            [ID],
        ),
        (
            f"{FINE}, parameters: [{TWO}]",
            [ID],
        ),
    ],
)
def test_path_parameters_are_mended(text: str, parameters: Any, version: str) -> None:
    document = mended(operation(text, version=version))
    found = plain(document.root["paths"]["/a/{id}"]["get"]["parameters"])
    assert found == (parameters or [{"name": "q", "in": "query", "schema": {}}, ID])
    assert validation_problems(document) == ()


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    "text",
    [
        *("responses: {}", "responses: {'200': {}}", "responses: 7", f"{FINE}, summary: 7"),
        *(f"{FINE}, tags: 7", f"{FINE}, oops: 7", f"{FINE}, deprecated: 'yes'"),
        f"{FINE}, parameters: [{{name: q, in: query, schema: {{}}, oops: 7, description: 7}}]",
    ],
)
def test_operations_are_mended(text: str, version: str) -> None:
    assert validation_problems(mended(operation(text, "/a", version))) == ()


def test_documents_are_mended() -> None:
    document = read("""\
        openapi: 3.0.3
        info: {title: Books}
        _id: 7
        tags: [{name: a}, {name: a}, {}]
        paths:
          /a: {get: {operationId: same}}
          /b: {get: {operationId: same, responses: {}}}
        """)
    assert len(validation_problems(document)) >= 7
    assert validation_problems(mended(document)) == ()


def test_what_was_probably_meant_is_but_a_remark() -> None:
    document = read("""\
        openapi: 3.1.0
        info: {title: Books}
        paths: {}
        components:
          schemas:
            "Books\\n#": {type: string}
            A: {$ref: '#/components/schemas/Books'}
            B: {$ref: 'other.yaml#/A'}
        """)
    told = guesses(document, broken_references(document))
    text = overlay_text(corrections_of(document), told)
    remarks = [line for line in text.splitlines() if line.startswith("#")]
    assert remarks[1:] == list(_remarks())
    assert "$ref" not in text.partition("actions:")[2]
    load(text.encode(), "overlay.yaml")


def _remarks() -> Iterator[str]:
    yield "# #/components/schemas/A/$ref leads nowhere; did you mean Books%0A%23?"
    yield "# #/components/schemas/B/$ref leads nowhere"


@pytest.mark.parametrize(("count", "mends"), [(20, 2), (600, 1)])
def test_what_hundreds_of_changes_bring_to_light_is_left(count: int, mends: int) -> None:
    schemas = "".join(f"    A{each}: {{type: int, default: '7'}}\n" for each in range(count))
    head = HEAD.format(version="3.1.0")
    document = read(f"{head}paths: {{}}\ncomponents:\n  schemas:\n{schemas}")
    assert len(corrections_of(document)) == count * mends
