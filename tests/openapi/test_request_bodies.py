"""Of the forms that a request body may have, the best that can be written is read, files found in it."""

import json
from typing import Any

import pytest

from generator.document.load import load
from generator.openapi.api import FieldEncoding, RequestBody
from generator.openapi.body_limits import BodyLimits
from generator.openapi.file_schemas import FileFinder
from generator.openapi.request_bodies import read_body
from generator.openapi.schemas import AS_MEANT, Schemas
from generator.openapi.unsupported import Unsupported
from tests.steps import steps

OBJECT = {"type": "object"}
TEXT = {"type": "string"}
BYTES = {"type": "string", "format": "binary"}


def read(
    content: dict[str, Any], wanted: str = "", version: str = "3.1.0", **root: Any
) -> RequestBody:
    """The body of an operation with this content."""
    whole = {"openapi": version, "body": {"content": content}, **root}
    document = load(json.dumps(whole).encode(), "t.json")
    return read_body(Schemas(document, AS_MEANT), "#/body", document.root["body"], wanted)


def form(properties: dict[str, Any], version: str = "3.1.0", **media: Any) -> RequestBody:
    """A multipart body of these parts; `media` stands beside the schema."""
    schema = {"type": "object", "properties": properties}
    return read({"multipart/form-data": {"schema": schema, **media}}, version=version)


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        (["multipart/form-data", "application/json"], ("json", "application/json")),
        (["application/vnd.b+json", "application/vnd.a+json"], ("json", "application/vnd.a+json")),
        (["text/plain", "application/vnd.a+json; v=1"], ("json", "application/vnd.a+json; v=1")),
        (["application/yaml", "text/json"], ("json", "text/json")),
        (["*/*", "multipart/form-data"], ("multipart", "multipart/form-data")),
        (
            ["*/*", "application/x-www-form-urlencoded"],
            ("form", "application/x-www-form-urlencoded"),
        ),
        (["*/*", "text/csv"], ("json", "application/json")),
        (["application/*"], ("json", "application/json")),
        (
            ["application/x-www-form-urlencoded", "multipart/form-data"],
            ("multipart", "multipart/form-data"),
        ),
        (["multipart/mixed", "multipart/form-data"], ("multipart", "multipart/form-data")),
        (["text/x-markdown", "text/plain"], ("text", "text/plain")),
        (["Application/JSON"], ("json", "Application/JSON")),
        (["application/jsonl"], ("ndjson", "application/jsonl")),
        (["application/json-seq"], ("ndjson", "application/json-seq")),
        (["application/stream+json"], ("ndjson", "application/stream+json")),
        (["application/soap+xml"], ("text", "application/soap+xml")),
        (["application/x-yaml"], ("text", "application/x-yaml")),
        (["text/*"], ("text", "text/plain")),
        (["image/png"], ("binary", "image/png")),
        (["application/zip", "text/csv"], ("text", "text/csv")),
        (["application/x-amz-json-1.1"], ("json", "application/x-amz-json-1.1")),
    ],
)
def test_the_media_type_is_chosen(offered: list[str], taken: tuple[str, str]) -> None:
    for order in (offered, offered[::-1]):
        body = read({each: {"schema": OBJECT} for each in order})
        assert (body.kind, body.media_type) == taken
        assert body.offered == tuple(order)


@pytest.mark.parametrize(
    ("media_type", "schema", "taken"),
    [
        ("*/*", BYTES, ("binary", "application/octet-stream")),
        ("*/*", TEXT, ("text", "text/plain")),
        ("application/x-own", TEXT, ("text", "application/x-own")),
        ("application/x-own", BYTES, ("binary", "application/x-own")),
        ("application/x-own", {}, ("binary", "application/x-own")),
        ("application/x-own", {"$ref": "#/components/A"}, ("json", "application/x-own")),
        ("application/pdf", TEXT, ("binary", "application/pdf")),
        ("application/x-www-form-urlencoded", TEXT, ("text", "application/x-www-form-urlencoded")),
        ("text/csv", BYTES, ("text", "text/csv")),
        ("application/x-ndjson", TEXT, ("text", "application/x-ndjson")),
    ],
)
def test_where_the_name_does_not_tell_the_schema_does(
    media_type: str, schema: Any, taken: tuple[str, str]
) -> None:
    body = read({media_type: {"schema": schema}}, components={"A": OBJECT})
    assert (body.kind, body.media_type) == taken


def test_a_wanted_media_type_is_taken() -> None:
    content = {"application/json": {}, "text/csv": {}, "multipart/form-data": {}}
    assert read(content, wanted="Text/CSV").media_type == "text/csv"
    assert read(content, wanted="text/xml").media_type == "application/json"


def test_where_the_best_cannot_be_written_the_next_is_taken() -> None:
    broken = {"schema": {"$ref": "#/gone"}}
    body = read({"application/json": broken, "text/csv": {"schema": TEXT}})
    assert (body.kind, body.schema) == ("text", {"type": "string", "contentMediaType": "text/csv"})
    with pytest.raises(Unsupported, match="the reference .* leads nowhere"):
        read(
            {
                "application/json": broken,
                "application/x-www-form-urlencoded": {"schema": {"type": "array"}},
            }
        )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({}, "no media type"),
        ({"nothing": {}}, "the media type of its body is none"),
        ({"text/plain\r\nX: y": {}}, "the media type of its body is none"),
        ({f"text/{'x' * 200}": {}}, "the media type of its body is none"),
        (
            {"multipart/form-data": {"schema": TEXT}},
            "its multipart body is not an object of fields",
        ),
        ({"multipart/mixed": {"itemSchema": {}}}, "a list of parts without names"),
        ({"multipart/mixed": {"itemEncoding": {}}}, "a list of parts without names"),
        (
            {"multipart/form-data": {"encoding": {"a": {"style": "matrix"}}}},
            "the style matrix is not known in forms",
        ),
        (
            {"multipart/form-data": {"encoding": {"a": {"contentType": "a/b\r\nX: y"}}}},
            "the content type of a field is none",
        ),
        (
            {"multipart/form-data": {"encoding": {"a": {"headers": {"X": {"required": True}}}}}},
            "a part needs a header X whose value nothing says",
        ),
    ],
)
def test_what_cannot_be_written_has_a_reason(content: Any, reason: str) -> None:
    with pytest.raises(Unsupported, match=reason):
        read(content)


FILES: dict[str, tuple[Any, str]] = {
    "3.0 and 3.1": (BYTES, ""),
    "or null": ({"type": ["string", "null"], "format": "binary"}, ""),
    "of a type": ({"type": "string", "contentMediaType": "image/png"}, "image/png"),
    "of a type alone": ({"contentMediaType": "application/octet-stream"}, ""),
    "in a list": ({"type": "array", "items": BYTES}, ""),
    "in a list or null": ({"type": ["array", "null"], "items": BYTES}, ""),
    "referred to": ({"$ref": "#/components/Scan"}, "application/pdf"),
    "one or more": ({"oneOf": [BYTES, {"type": "array", "items": BYTES}]}, ""),
    "or an address": ({"anyOf": [BYTES, {"type": "string", "format": "uri"}]}, ""),
    "unknown": ({}, ""),
    "a list of unknown": ({"type": "array"}, ""),
}


@pytest.mark.parametrize("name", FILES)
def test_files_are_found(name: str) -> None:
    schema, content_type = FILES[name]
    content = {"multipart/form-data": {"schema": {"type": "object", "properties": {"a": schema}}}}
    scan = {"type": "string", "contentMediaType": "application/pdf", "description": "A scan."}
    body = read(content, components={"Scan": scan})
    assert body.fields == (FieldEncoding("a", content_type, is_file=True),)
    assert "#/$defs/File" in str(body.schema["properties"]["a"])
    assert body.takes_files


@pytest.mark.parametrize(
    "schema",
    [
        TEXT,
        {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"},
        {"type": "string", "contentMediaType": "application/json"},
        {"enum": ["a", "b"]},
        {"type": "integer"},
        {"type": "object", "properties": {"deep": BYTES}},
    ],
)
def test_other_parts_are_no_files(schema: Any) -> None:
    body = form({"a": schema})
    assert not body.takes_files
    assert body.schema["properties"] == {"a": schema}


def test_a_file_is_of_the_types_that_the_encoding_says() -> None:
    encoding = {"a": {"contentType": "image/*"}, "b": {"contentType": "image/png, image/gif"}}
    body = form(
        {"a": TEXT, "b": BYTES, "c": TEXT},
        "3.0.3",
        encoding={**encoding, "c": {"contentType": "text/csv"}},
    )
    assert body.schema["properties"] == {
        "a": {"$ref": "#/$defs/File", "properties": {"content_type": {"pattern": "^(image/.+)$"}}},
        "b": {
            "$ref": "#/$defs/File",
            "properties": {"content_type": {"enum": ["image/png", "image/gif"]}},
        },
        "c": TEXT,
    }
    assert {each.name: each.is_file for each in body.fields} == {"a": True, "b": True, "c": False}


def test_a_file_s_name_is_not_taken() -> None:
    part = {"$ref": "#/components/File"}
    content = {
        "multipart/form-data": {"schema": {"properties": {"a": part, "b": part, "c": BYTES}}}
    }
    shared = {"type": "object", "properties": {"x": {"type": "string", "minLength": 20}}}
    body = read(content, components={"File": shared})
    names = [each["$ref"] for each in body.schema["properties"].values()]
    assert names[0] == names[1] != names[2] == "#/$defs/UploadedFile"
    assert body.fields == (FieldEncoding("c", is_file=True),)


def test_files_stand_in_every_branch() -> None:
    branches = [
        {"type": "object", "required": [each], "properties": {each: BYTES}} for each in "ab"
    ]
    body = read({"multipart/form-data": {"schema": {"oneOf": branches}}})
    assert {each.name for each in body.fields if each.is_file} == {"a", "b"}


def test_headers_of_parts_have_the_values_that_the_document_says() -> None:
    headers = {
        "X-One": {"schema": {"type": "string", "enum": ["1"]}},
        "X-Usual": {"schema": {"default": 2}},
        "X-Free": {"schema": {"type": "string"}},
        "Content-Type": {"required": True},
        "X-Bad": {"schema": {"const": "a\r\nX: y"}},
    }
    body = form({"a": TEXT}, encoding={"a": {"headers": headers}})
    assert body.fields == (FieldEncoding("a", headers=(("X-One", "1"), ("X-Usual", "2"))),)


@pytest.mark.parametrize(
    ("media_type", "schema", "example", "expected"),
    [
        ("application/json", {"type": "array"}, [1], [1]),
        ("application/json", TEXT, "x", "x"),
        ("application/json", OBJECT, '{"a": 1}', None),
        ("application/json", {"required": ["a"], **OBJECT}, {"b": 1}, None),
        ("text/csv", TEXT, "a,b", "a,b"),
        ("text/csv", OBJECT, {"a": 1}, None),
        ("application/x-ndjson", OBJECT, {"a": 1}, [{"a": 1}]),
        ("application/x-ndjson", OBJECT, [{"a": 1}], [{"a": 1}]),
        (
            "multipart/form-data",
            {"properties": {"a": BYTES, "b": TEXT}},
            {"a": "x", "b": "y"},
            {"a": {"text": "x"}, "b": "y"},
        ),
        ("application/octet-stream", BYTES, "x", None),
    ],
)
def test_examples_are_what_callers_write(
    media_type: str, schema: Any, example: Any, expected: Any
) -> None:
    body = read({media_type: {"schema": schema, "example": example}})
    assert [each.value for each in body.examples] == ([] if expected is None else [expected])


@pytest.mark.parametrize("xml", [{}, {"xml": {"name": "feed"}}])
def test_xml_is_told_its_root_element(xml: Any) -> None:
    feed = {"type": "object", "properties": {"id": TEXT}, **xml}
    body = read(
        {"application/xml": {"schema": {"$ref": "#/components/Feed"}}}, components={"Feed": feed}
    )
    assert body.schema == {
        "type": "string",
        "description": f"XML whose root element is {'feed' if xml else 'Feed'}.",
        "contentMediaType": "application/xml",
        "contentSchema": {"type": "object", "properties": {"id": TEXT}},
    }


def of_itself(count: int, **own: Any) -> RequestBody:
    """A body with so many properties that refer back to it."""
    reference = {"$ref": "#/components/schemas/A"}
    node = {**OBJECT, "properties": {f"p{index}": reference for index in range(count)}, **own}
    content = {"application/json": {"schema": reference}}
    return read(content, components={"schemas": {"A": node}})


def test_twice_as_many_properties_that_refer_back_take_twice_the_steps_to_search() -> None:
    def searched(count: int) -> int:
        reference = {"$ref": "#/A"}
        node = {**OBJECT, "properties": {f"p{index}": reference for index in range(count)}}
        return steps(lambda: BodyLimits({"A": node}).of(reference, "#/A"))

    assert searched(60) < 2.5 * searched(30)


def test_limits_are_found_as_deep_as_they_are_told() -> None:
    found = [each.at for each in of_itself(1, **{"x-max-bytes": 9}).limits]
    assert found == ["", *("/p0" * depth for depth in range(1, 7))]


def test_a_limit_in_too_many_places_is_a_reason_to_leave_the_body_out() -> None:
    with pytest.raises(Unsupported, match="more than 1000 places with x-max-bytes"):
        of_itself(30, **{"x-max-bytes": 9})


def test_files_are_looked_for_where_schemas_come_back_to_themselves() -> None:
    """Once a reference, however many lead to it."""

    def parts(count: int) -> int:
        names = [f"S{index}" for index in range(count)]
        refs = [{"$ref": f"#/$defs/{name}", "description": name} for name in names]
        scan = {"type": "string", "format": "binary"}
        defs = {name: {"anyOf": [*refs, {"type": "array", "items": scan}]} for name in names}
        finder = FileFinder({"$defs": defs})
        return steps(lambda: finder.replaced(refs[0], ""))

    assert parts(40) < 5 * parts(20)


def test_a_multipart_body_whose_forms_come_back_to_themselves_has_an_end() -> None:
    """Which a form that was put into itself had not."""
    either = {
        "oneOf": [{"$ref": "#/components/schemas/Form"}, {"$ref": "#/components/schemas/Tree"}]
    }
    tree = {"type": "object", "properties": {"file": BYTES, "inner": either}}
    schemas = {
        "Tree": {"allOf": [tree], "description": "A tree."},
        "Form": {"anyOf": [tree, BYTES]},
    }
    content = {"multipart/form-data": {"schema": either}}
    body = read(content, components={"schemas": schemas})
    assert len(json.dumps(body.schema)) < 10_000
    assert {each.name for each in body.fields if each.is_file} == {"file", "inner"}


@pytest.mark.parametrize("keyword", ["enum", "const", "default"])
def test_a_body_deeper_than_the_validator_goes_is_unsupported(keyword: str) -> None:
    """Schemas have 100 levels at most, and values 200 within the schema that they stand in."""
    value: Any = []
    for _ in range(180):
        value = [value]
    schema: dict[str, Any] = {"type": "array", keyword: [value] if keyword == "enum" else value}
    parts = {
        "Outer": nested({"$ref": "#/components/schemas/Middle"}, 45),
        "Middle": nested({"$ref": "#/components/schemas/Inner"}, 45),
        "Inner": schema,
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Outer"}}}
    with pytest.raises(Unsupported, match="nested too deep for the validator"):
        read(content, components={"schemas": parts})


def nested(schema: dict[str, Any], levels: int) -> dict[str, Any]:
    """Objects in objects."""
    for _ in range(levels):
        schema = {"type": "object", "properties": {"inner": schema}}
    return schema


def test_what_many_bodies_share_is_looked_through_for_limits_once() -> None:
    def work(bodies: int) -> int:
        names = [f"p{each}" for each in range(50)]
        shared = {"properties": {each: {"properties": {"a": {}}} for each in names}}
        limits = BodyLimits({"A": shared})
        asked: list[dict[str, Any]] = [{"items": {"$ref": "#/A"}} for _ in range(bodies)]
        return steps(lambda: [limits.of(each, "#/A") for each in asked])

    work(1)
    assert work(20) < 4 * work(1)
