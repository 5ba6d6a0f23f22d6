"""Documents that break OpenAPI's rules: what is said about them, and what the check never does."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import generator
from generator.core.problems import Problem, Severity
from generator.document.load import Document
from generator.validation import published_schemas
from generator.validation.check import validation_problems
from generator.validation.default_values import DefaultValues
from generator.validation.openapi_objects import objects
from generator.validation.schema_rules import SchemaRules
from generator.validation.steps import Steps
from tests.document.documents import codes, place, read, vendor_document

HEAD = "openapi: {version}\ninfo: {{title: Books, version: '1'}}\n"
FINE = """\
paths:
  /books/{id}:
    get:
      operationId: read
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {default: {description: fine}}
  x-note: text
components:
  schemas:
    Node:
      type: object
      properties: {next: {$ref: '#/components/schemas/Node'}}
    Tree:
      allOf: [{$ref: '#/components/schemas/Branch'}]
    Branch:
      type: array
      items: {$ref: '#/components/schemas/Tree'}
"""
VERSIONS = pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])


def document(body: str, version: str = "3.1.0") -> Document:
    """A document with this body."""
    return read(HEAD.format(version=version) + body)


def problems_in(document: Document) -> list[Problem]:
    """What validation says about a document."""
    return list(validation_problems(document))


def operation(rest: str) -> str:
    """A body with one operation."""
    return f"paths:\n  /a:\n    get: {{responses: {{default: {{description: ok}}}}, {rest}}}\n"


@VERSIONS
def test_a_sound_document_has_no_problems(version: str) -> None:
    assert problems_in(document(FINE, version)) == []


@VERSIONS
@pytest.mark.parametrize(
    ("body", "pointer", "at", "message"),
    [
        ("servers: [{uri: a}]\npaths: {}", "#/servers/0", "{uri", '"url" is missing'),
        ("paths: {}\ninfos: {}", "#/infos", "infos", '"infos" means nothing here'),
        (operation("oops: 1"), "#/paths/~1a/get/oops", "oops", '"oops" means nothing here'),
        (operation("summary: 1"), "#/paths/~1a/get/summary", "summary", "a number stands here"),
        (
            operation("parameters: [{name: q, in: body, schema: {}}]"),
            "#/paths/~1a/get/parameters/0/in",
            "in: body",
            '"body" is not allowed here',
        ),
        (
            operation("operationId: x") + "  /b: {get: {operationId: x, responses: {}}}",
            "#/paths/~1b/get/operationId",
            "operationId: x, resp",
            "another operation has this operationId",
        ),
        (
            operation("parameters: [{name: id, in: path, required: true, schema: {}}]"),
            "#/paths/~1a/get/parameters/0",
            "{name: id",
            'the path has no place for the parameter "id"',
        ),
        (
            "paths:\n  /{id}/{id}: {get: {responses: {default: {description: ok}}}}\n",
            "#/paths/~1{id}~1{id}/get",
            "get",
            '"id" in the path has no parameter',
        ),
        (
            operation("parameters: [{name: q, in: query, schema: {type: integer, default: x}}]"),
            "#/paths/~1a/get/parameters/0/schema/default",
            "default: x",
            "a string stands here",
        ),
        (
            operation("parameters: [{name: q, in: query, schema: {items: {type: objct}}}]"),
            "#/paths/~1a/get/parameters/0/schema/items/type",
            "type: objct",
            '"objct" is not allowed here',
        ),
    ],
)
def test_a_broken_rule_is_told_with_its_place(
    body: str, pointer: str, at: str, message: str, version: str
) -> None:
    found = {(each.pointer, each.message): each for each in problems_in(document(body, version))}
    problem = found[pointer, message]
    assert (problem.code, problem.severity) == ("openapi-invalid", Severity.WARNING)
    before = (HEAD.format(version=version) + body).partition(at)[0].split("\n")
    assert place(problem) == (len(before), len(before[-1]) + 1)


def test_all_broken_rules_are_told_in_one_run_and_in_order() -> None:
    body = operation("summary: 1, description: 2") + "servers: [{}]\nexternalDocs: {url: 3}"
    problems = problems_in(document(body))
    assert [each.pointer for each in problems] == [
        "#/paths/~1a/get/summary",
        "#/paths/~1a/get/description",
        "#/servers/0",
        "#/externalDocs/url",
    ]


def test_a_finding_behind_a_reference_is_placed_where_it_stands() -> None:
    body = operation("parameters: [{$ref: '#/components/parameters/P'}]") + (
        "components:\n  parameters:\n"
        "    P: {name: q, in: query, schema: {type: integer, default: x}}\n"
    )
    (problem,) = problems_in(document(body))
    assert problem.pointer == "#/components/parameters/P/schema/default"
    assert place(problem) == (8, 53)


def test_required_names_without_a_property_are_a_warning() -> None:
    body = FINE + "    Odd: {allOf: [{type: object}], required: [ghost]}\n"
    (problem,) = problems_in(document(body))
    assert (problem.pointer, problem.severity) == (
        "#/components/schemas/Odd/required",
        Severity.WARNING,
    )


def test_values_of_the_document_are_not_echoed() -> None:
    secret = "canary" * 500
    body = operation(f"summary: [{{a: {secret}}}], parameters: [{{name: q, in: {secret}}}]")
    for problem in problems_in(document(body)):
        assert len(problem.message + problem.expected + problem.hint) < 400
        assert problem.message.count("canary") <= 10


@pytest.mark.parametrize(
    ("text", "pointer", "hint"),
    [
        ("swagger: '2.0'\npaths: {}", "#/swagger", "convert"),
        ("openapi: '4.0.0'\npaths: {}", "#/openapi", "convert"),
        ("openapi: 3.1\npaths: {}", "#/openapi", "quotes"),
        ("paths: {}", "#/openapi", "begin it with the version"),
        ("openapi: [3.1.0]\npaths: {}", "#/openapi", "quotes"),
    ],
)
def test_other_versions_are_refused(text: str, pointer: str, hint: str) -> None:
    (problem,) = problems_in(read(text))
    assert (problem.code, problem.pointer) == ("openapi-version", pointer)
    assert hint in problem.hint


@pytest.mark.parametrize("name", ["pipelines", "track"])
def test_the_vendors_documents_are_sound(name: str) -> None:
    assert problems_in(vendor_document(name)) == []


EVERYWHERE = """\
paths:
  /a:
    parameters: [{{$ref: '{0}'}}]
    get:
      parameters: [{{$ref: '{0}'}}, {{name: q, in: query, schema: {{$ref: '{0}'}}}}]
      requestBody: {{$ref: '{0}'}}
      responses:
        200: {{$ref: '{0}'}}
        201: {{description: '', content: {{a/json: {{schema: {{items: {{$ref: '{0}'}}}}}}}}}}
  /b: {{$ref: '{0}'}}
components:
  schemas:
    A: {{$ref: '{0}'}}
    B: {{type: object, default: {{$ref: '{0}'}}, properties: {{a: {{default: {{$ref: '{0}'}}}}}}}}
    C: {{default: 1, allOf: [{{$ref: '{0}'}}], anyOf: [{{$dynamicRef: '{0}'}}]}}
    D: {{$id: '{0}', $schema: '{0}', default: 1, properties: {{a: {{$ref: '#/x'}}}}}}
    E: {{$id: '{0}', default: 1, $ref: '#/components/schemas/A'}}
    F: {{$id: '{0}', default: {{b: 1}}, properties: {{b: {{$ref: '#/components/schemas/B'}}}}}}
    G: {{discriminator: {{propertyName: a, mapping: {{b: '{0}'}}}}}}
  examples: {{E: {{externalValue: '{0}'}}}}
"""


@VERSIONS
@pytest.mark.parametrize("scheme", ["https://127.0.0.1/", "file:///etc/", "/etc/", ""])
def test_nothing_that_a_document_names_is_opened(scheme: str, version: str) -> None:
    hostile = document(EVERYWHERE.format(f"{scheme}secret.json"), version)
    # What is loaded once a process is loaded now.
    problems_in(document(FINE, version))
    with opened() as events:
        found = problems_in(hostile)
    assert events == []
    assert set(codes(found)) <= {"openapi-invalid"}


def test_what_is_opened_is_noticed() -> None:
    with opened() as events, open(__file__, encoding="utf-8"):
        pass
    assert events == ["open"]


_WATCHERS: list[list[str]] = []
_OPENING = ("open", "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def _watch(event: str, _: tuple[object, ...]) -> None:
    if _WATCHERS and event.startswith(_OPENING):
        _WATCHERS[-1].append(event)


sys.addaudithook(_watch)


@contextmanager
def opened() -> Iterator[list[str]]:
    """The files, connections and processes that are opened meanwhile, by the events that say so."""
    _WATCHERS.append([])
    try:
        yield _WATCHERS[-1]
    finally:
        _WATCHERS.pop()


@VERSIONS
def test_references_in_circles_and_to_nothing_do_not_hide_other_findings(version: str) -> None:
    body = operation("summary: 1, parameters: [{$ref: '#/gone'}]") + (
        "components:\n  schemas:\n"
        "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n"
        "    C: {type: integer, default: x, properties: {$ref: {type: string}}}\n"
    )
    pointers = {each.pointer for each in problems_in(document(body, version))}
    assert pointers == {"#/paths/~1a/get/summary", "#/components/schemas/C/default"}


def test_the_deepest_document_that_is_read_can_be_validated() -> None:
    schema = "{items: " * 90 + "{type: wrong}" + "}" * 90
    body = f"paths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}"
    (problem,) = problems_in(document(body))
    assert problem.pointer.endswith("/items/type")


def test_long_chains_of_schemas_are_no_crash() -> None:
    parts = "".join(
        f"    P{i}: {{allOf: [{{$ref: '#/components/schemas/P{i + 1}'}}]}}\n" for i in range(300)
    )
    body = f"paths: {{}}\ncomponents:\n  schemas:\n{parts}    P300: {{type: string}}\n"
    assert problems_in(document(body)) == []


def test_a_default_that_leads_into_itself_takes_few_steps() -> None:
    schemas = "".join(
        f"    P{i}: {{allOf: [{{$ref: '#/components/schemas/P{i + 1}'}}], default: {i}}}\n"
        for i in range(60)
    )
    body = (
        "paths: {}\ncomponents:\n  schemas:\n"
        + schemas
        + (
            "    P60: {anyOf: [{$ref: '#/components/schemas/P0'}, {type: string}], default: {a: {}},\n"
            "      properties: {a: {$ref: '#/components/schemas/P60'}}}\n"
        )
    )
    root = document(body).root
    steps = Steps(1_000_000)
    rules = SchemaRules(root, steps)
    for each in objects(root):
        list(rules.violations(each))
    assert steps.taken < 61 * 61 * 3


@VERSIONS
@pytest.mark.parametrize(
    ("schema", "pointer", "hint"),
    [
        ("{type: int}", "type", "it is read as integer"),
        ("{type: thing}", "type", "it is read as any type"),
        ("{type: 1}", "type", "it is read as any type"),
        ("{type: boolean, default: 'false'}", "default", "not told where it does not fit"),
        ("{pattern: '('}", "pattern", "values are not held to it"),
        ("{properties: {type: {type: int}, default: 1}}", "properties/type/type", "as integer"),
        ("{properties: {type: {type: int}, default: 1}}", "properties/default", ""),
    ],
)
def test_how_a_fault_is_read_is_told(schema: str, pointer: str, hint: str, version: str) -> None:
    body = f"paths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}"
    found = {each.pointer: each for each in problems_in(document(body, version))}
    told = found[f"#/components/schemas/A/{pointer}"].hint
    assert hint in told and bool(hint) == bool(told)


def test_what_takes_too_many_steps_is_left_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.validation.check._MOST_STEPS", 1)
    body = operation("parameters: [{name: q, in: query, schema: {type: integer, default: x}}]") + (
        "components: {schemas: {A: {type: integer, default: x}}}\n"
    )
    found = {each.pointer: each for each in problems_in(document(body))}
    assert "not all checked" in found["#/components/schemas"].message
    assert found["#/components/schemas"].severity is Severity.WARNING


def test_a_thousand_problems_are_enough() -> None:
    body = operation("summary: 1") + "tags: [" + "{}, " * 1_500 + "]"
    problems = problems_in(document(body))
    assert len(problems) == 1_001
    assert "the others are not told" in " ".join(each.message for each in problems)


@VERSIONS
def test_below_long_keys_all_problems_are_told(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.validation.portions._MOST", 20)
    faulty = "{responses: {default: {description: 1}}, summary: 1, tags: 1}"
    short, long = (
        problems_in(document(f"paths: {{/{'a' * size}: {{get: {faulty}}}}}\n", version))
        for size in (1, 1_000)
    )
    assert [each.message for each in short] == [each.message for each in long] and len(short) == 3


@VERSIONS
@pytest.mark.parametrize(
    ("schema", "pointers"),
    [
        ("{type: integer, enum: [1, 2], default: 2}", []),
        ("{type: integer, enum: [1, 2], default: 3}", ["default"]),
        ("{type: string, minLength: 2, default: a}", ["default"]),
        (
            "{type: array, items: {type: integer}, default: [1, x, 3, y]}",
            ["default/1", "default/3"],
        ),
        ("{type: object, required: [a], default: {}}", ["default"]),
        ("{type: object, additionalProperties: false, default: {b: 1}}", ["default/b"]),
        ("{additionalProperties: {type: string}, default: {b: 1}}", ["default/b"]),
        ("{properties: {a: {allOf: [{type: string}]}}, default: {a: 1, b: 2}}", ["default/a"]),
        ("{anyOf: [{type: string}, {type: integer}], default: 1}", []),
        ("{oneOf: [{type: string}, {type: integer}], default: true}", ["default"]),
        ("{allOf: [{$ref: '#/components/schemas/Text'}], default: 1}", ["default"]),
        ("{allOf: [{$ref: '#/components/schemas/Gone'}], default: 1}", []),
        (
            "{type: array, items: {$ref: '#/components/schemas/Loop'}, default: [[[1]]]}",
            ["default/0/0/0"],
        ),
    ],
)
def test_defaults_are_held_to_their_schemas(schema: str, pointers: list[str], version: str) -> None:
    body = operation(f"parameters: [{{name: q, in: query, schema: {schema}}}]") + (
        "components: {schemas: {Text: {type: string},"
        " Loop: {type: array, items: {$ref: '#/components/schemas/Loop'}}}}\n"
    )
    base = "#/paths/~1a/get/parameters/0/schema/"
    found = problems_in(document(body, version))
    assert [each.pointer.removeprefix(base) for each in found] == pointers


def test_null_is_a_default_where_a_schema_of_30_is_nullable() -> None:
    body = operation(
        "parameters: [{name: q, in: query, schema: {type: string, nullable: true, default: null}},"
        " {name: r, in: query, schema: {type: string, default: null}}]"
    )
    (problem,) = problems_in(document(body, "3.0.3"))
    assert (problem.pointer[-27:], problem.message) == (
        "parameters/1/schema/default",
        "null stands here",
    )


@pytest.mark.parametrize(
    ("rest", "pointer", "message"),
    [
        ("tags: [{name: a}, {name: a}]", "#/tags/1/name", 'the tag "a" is already declared'),
        ("tags: [{name: a, parent: b}]", "#/tags/0/parent", 'there is no tag "b"'),
        (
            "tags: [{name: a, parent: b}, {name: b, parent: a}, {name: c, parent: a}]",
            "#/tags/0/parent",
            "the tag is its own parent, directly or through others",
        ),
        (
            "components: {schemas: {A: {pattern: '('}}}",
            "#/components/schemas/A/pattern",
            '"(" is not a regular expression',
        ),
        (
            "components: {schemas: {A: {pattern: '^.{1,9000}$'}, B: {pattern: '(.{1,9000})$'}}}",
            "#/components/schemas/B/pattern",
            '"(.{1,9000})$" is too large for a regular expression',
        ),
        (
            "components: {schemas: {A: {$schema: 'urn:none'}}}",
            "#/components/schemas/A/$schema",
            'the dialect "urn:none" is not known',
        ),
        (
            "jsonSchemaDialect: 'urn:none'",
            "#/jsonSchemaDialect",
            'the dialect "urn:none" is not known',
        ),
    ],
)
def test_rules_that_no_schema_states(rest: str, pointer: str, message: str) -> None:
    (problem,) = problems_in(document(f"paths: {{}}\n{rest}", "3.2.0"))
    assert (problem.pointer, problem.message) == (pointer, message)


@VERSIONS
def test_parts_below_an_empty_name_are_told_with_it(version: str) -> None:
    schemas = "{A: {properties: {'': {maxLength: x, items: {'': {maxLength: x}}}, items: []}}}"
    found = problems_in(document(f"paths: {{}}\ncomponents: {{schemas: {schemas}}}", version))
    assert "#/components/schemas/A/properties//maxLength" in {each.pointer for each in found}


_LATEST = "https://json-schema.org/draft/2020-12/schema"
_DIALECTS = {*published_schemas._JSON_SCHEMA, *published_schemas._DIALECTS, f"{_LATEST}#"}


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
@pytest.mark.parametrize("dialect", sorted(_DIALECTS))
def test_schemas_are_held_to_every_dialect_that_is_known(dialect: str, version: str) -> None:
    schema = "{type: object, properties: {a: {minLength: no}}}"
    rest = f"paths: {{}}\njsonSchemaDialect: '{dialect}'\ncomponents: {{schemas: {{A: {schema}}}}}"
    (problem,) = problems_in(document(rest, version))
    assert problem.pointer == "#/components/schemas/A/properties/a/minLength"


def test_a_parameter_that_is_given_twice_is_told_at_the_second() -> None:
    body = (
        operation(
            "parameters: [{name: q, in: query, schema: {}}, {$ref: '#/components/parameters/Q'}]"
        )
        + "components: {parameters: {Q: {name: q, in: query, schema: {}}}}\n"
    )
    (problem,) = problems_in(document(body))
    assert problem.pointer == "#/paths/~1a/get/parameters/1"
    assert problem.message == "two parameters have the same name and place"


@VERSIONS
def test_a_union_hides_no_other_fault(version: str) -> None:
    wrong = "{type: wrong, properties: {a: {minLength: x}, b: {items: {type: wrong}}}, required: 1}"
    body = operation(f"parameters: [{{name: q, in: query, schema: {{allOf: [{wrong}]}}}}]")
    found = {
        each.pointer.partition("/allOf/0/")[2] for each in problems_in(document(body, version))
    }
    assert found == {"type", "properties/a/minLength", "properties/b/items/type", "required"}


def test_a_security_scheme_is_held_to_its_own_kind() -> None:
    body = "paths: {}\ncomponents: {securitySchemes: {A: {type: apiKey, in: body, name: k}}}\n"
    (problem,) = problems_in(document(body, "3.0.3"))
    assert problem.pointer == "#/components/securitySchemes/A/in"


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        # A kind that is misspelt, and below it what is broken in one that is not.
        ("components: {securitySchemes: {A: {type: apikey, in: header, name: k}}}", ["A/type"]),
        ("components: {securitySchemes: {A: {type: apiKey, in: body, name: k}}}", ["A/in"]),
        (
            "components: {securitySchemes: {A: {type: oauth2, flows: {implicit: {tokenUrl: 3}}}}}",
            ["implicit", "implicit/tokenUrl"],
        ),
        (
            operation(
                "parameters: [{name: q, in: query, schema: {}, examples: {a: {summary: 3}}}]"
            ),
            ["a/summary"],
        ),
        ("components: {pathItems: {A: {servers: [{url: 1}], get: {}}}}", ["servers/0/url"]),
        # What may stand nowhere here, and what may, but not beside what there is.
        (
            "components: {securitySchemes: {A: {type: apiKey, im: header, name: k}}}",
            ["A", "A/im"],
        ),
        ("components: {securitySchemes: {A: {type: http, scheme: x, in: header}}}", ["A/in"]),
        # What is broken in one member does not excuse another.
        (
            operation("parameters: [{name: q, in: query, style: form, content: {a/b: {foo: 1}}}]"),
            ["0/style", "foo"],
        ),
        (
            operation(
                "parameters: [{name: q, in: header, allowReserved: true, schema: {type: strin}}]"
            ),
            ["allowReserved", "schema/type"],
        ),
    ],
)
def test_what_is_broken_does_not_make_what_stands_beside_or_above_unknown(
    body: str, pointers: list[str], version: str
) -> None:
    body = body if body.startswith("paths:") else f"paths: {{}}\n{body}\n"
    found = [each.pointer for each in problems_in(document(body, version))]
    assert len(found) == len(pointers), found
    assert all(each.endswith(f"/{end}") for each, end in zip(found, pointers, strict=True)), found


@pytest.mark.parametrize(
    ("scheme", "member", "expected"),
    [
        ("{type: apikey, in: header, name: k}", "type", "apiKey http oauth2 openIdConnect"),
        ("{type: oauth, flows: {}}", "type", "apiKey http oauth2 openIdConnect"),
        ("{type: apiKey, in: body, name: k}", "in", "header query cookie"),
    ],
)
def test_where_no_branch_of_a_union_is_meant_the_values_of_all_are_expected(
    scheme: str, member: str, expected: str
) -> None:
    body = f"paths: {{}}\ncomponents: {{securitySchemes: {{A: {scheme}}}}}\n"
    (problem,) = problems_in(document(body, "3.0.3"))
    assert problem.pointer == f"#/components/securitySchemes/A/{member}"
    assert json.loads(problem.expected) == expected.split()


def test_libraries_are_imported_only_where_they_are_needed() -> None:
    script = (
        "import sys, generator.overlay.apply, generator.document.references, generator.document.load\n"
        "import generator.validation.check\n"
        "document = generator.document.load.load(b'{\"openapi\": \"3.1.0\"}', 'a.json')\n"
        "assert generator.validation.check.validation_problems(document)\n"
        "heavy = {'yaml', 'jsonpath_rfc9535', 'jsonschema', 'openapi_spec_validator', 'pydantic'}\n"
        "print(*heavy & set(sys.modules))"
    )
    root = Path(generator.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=root,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("\n", "")


@pytest.mark.parametrize(
    "schema",
    [
        {"items": {"type": "integer"}, "default": ["a"] * 50_000},
        {"items": {"type": "integer"}, "default": [f"a{index}" for index in range(50_000)]},
        {"additionalProperties": {"type": "null"}, "default": {f"a{i}": i for i in range(50_000)}},
        {"additionalProperties": False, "default": {f"a{index}": 1 for index in range(50_000)}},
        {"allOf": [{"items": {"type": "integer"}}] * 9, "default": [[i] for i in range(50_000)]},
    ],
)
def test_no_more_of_a_default_is_held_to_its_schema_than_is_told(schema: dict[str, Any]) -> None:
    steps = Steps(300_000)
    found = list(DefaultValues({"openapi": "3.1.0"}, steps).violations(schema, "#/a"))
    assert len(found) == 1_001
    assert steps.taken < 10_000
