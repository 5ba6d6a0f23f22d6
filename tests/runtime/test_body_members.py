"""The members of a small body are arguments: typed, checked as the body is, and sent as it."""

import json
from pathlib import Path
from typing import Any

import pytest

from .generated import Generated

PROPERTIES = {
    "title": {"type": "string", "minLength": 2, "description": "What it says."},
    "id": {"type": "integer"},
    "color": {"type": "string", "enum": ["red", "blue"]},
    "tags": {"type": "array", "items": {"type": "string", "maxLength": 3}},
    "due": {"type": ["string", "null"]},
    "share": {"type": "number"},
}
BODY = {"type": "object", "required": ["title"], "properties": PROPERTIES}
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def post(schema: Any, media_type: str = JSON, required: bool = True, **more: Any) -> Any:
    content = {media_type: {"schema": schema, **more}}
    return {
        "operationId": "addNote",
        "requestBody": {"required": required, "content": content},
        "responses": {"200": {"description": "Fine."}},
    }


def paths(operation: Any) -> Any:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {"/notes/{id}": {"parameters": [parameter], "post": operation}}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return Generated(tmp_path_factory.mktemp("notes"), paths(post(BODY)))


def test_members_are_sent_as_the_body(package: Generated, monkeypatch: pytest.MonkeyPatch) -> None:
    color = package.enums.Color.RED
    got = package.call(
        monkeypatch, "/notes", id="n", title="Hé", body_id=7, color=color, tags=["a"], share=2.0
    )
    assert got.target == "/notes/n"
    assert got.headers["content-type"] == JSON
    sent = {"title": "Hé", "id": 7, "color": "red", "tags": ["a"], "share": 2}
    assert json.loads(got.body) == sent


def test_nothing_given_is_left_out_and_null_is_asked_for(
    package: Generated, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = package.call(monkeypatch, "/notes", id="n", title="ab")
    assert got.body == b'{"title":"ab"}'
    got = package.call(monkeypatch, "/notes", id="n", title="ab", null_fields=["due"])
    assert got.body == b'{"title":"ab","due":null}'


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"title": "a"}, "- title: expected at least 2 characters"),
        ({"title": None}, "- title: is required"),
        ({"title": "ab", "tags": ["a", "abcd"]}, "- tags/1: expected at most 3 characters"),
        ({"title": "ab", "body_id": "7"}, "- body_id: expected integer"),
        ({"title": "ab", "null_fields": ["tags"]}, "- tags: expected array, found null"),
        ({"title": "ab", "null_fields": ["tag"]}, "- null_fields: names a field that there is not"),
        ({"title": "ab", "due": "x", "null_fields": ["due"]}, "- due: has a value"),
        ({"title": "ab", "share": float("nan")}, "- share: must be a finite number"),
        ({"title": "\ud800b"}, "- title: holds half"),
    ],
)
def test_what_the_body_does_not_allow_is_told_of_the_argument(
    package: Generated, monkeypatch: pytest.MonkeyPatch, given: Any, told: str
) -> None:
    with pytest.raises(Exception, match="^not_sent: 1 problem in the call.\n") as refused:
        package.call(monkeypatch, "/notes", id="n", **given)
    assert told in str(refused.value)


def test_required_arguments_come_first_and_there_is_no_mode(package: Generated) -> None:
    source = package.source("/notes")
    head = source[source.index("async def") :]
    assert "id: Annotated[str, " in head
    assert 'title: Annotated[str, "What it says. At least 2 characters."]' in head
    assert head.index("title:") < head.index("body_id: Annotated[int | None")
    assert "mode" not in head and "request_body" not in head
    assert (
        'null_fields: Annotated[ list[str] | None, ( "Names of fields to send as null, out of due'
        in head
    )


def test_a_form_is_written_of_its_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Generated(tmp_path, paths(post(BODY, FORM)))
    got = made.call(monkeypatch, "/notes", id="n", title="a&b", tags=["x", "y"])
    assert (got.headers["content-type"], got.body) == (FORM, b"title=a%26b&tags=x&tags=y")


def test_an_optional_body_may_be_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Generated(tmp_path, paths(post(BODY, required=False)))
    assert made.call(monkeypatch, "/notes", id="n").body == b""
    with pytest.raises(Exception, match="- the fields together: `title` is required"):
        made.call(monkeypatch, "/notes", id="n", body_id=1)


PLAIN = {"type": "string"}
KEPT: list[tuple[str, Any]] = [
    ("many", {"type": "object", "properties": {f"p{n}": PLAIN for n in range(9)}}),
    ("none", {"type": "object"}),
    ("open", {"type": "object", "properties": {"a": PLAIN}, "additionalProperties": PLAIN}),
    ("nested", {"type": "object", "properties": {"a": {"type": "object"}}}),
    ("union", {"type": "object", "properties": {"a": {"type": ["string", "integer"]}}}),
    ("untyped", {"type": "object", "properties": {"a": {}}}),
    ("either", {"anyOf": [BODY, {"type": "object", "properties": {"b": PLAIN}, "required": ["b"]}]}),
    ("list", {"type": "array", "items": PLAIN}),
    ("scalar", PLAIN),
]  # fmt: skip


@pytest.mark.parametrize("schema", [each for _, each in KEPT], ids=[name for name, _ in KEPT])
def test_other_bodies_stay_json_text(tmp_path: Path, schema: Any) -> None:
    made = Generated(tmp_path, paths(post(schema)))
    assert "request_body: Annotated[" in made.source("/notes")


def test_eight_members_are_few_enough(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {f"p{n}": PLAIN for n in range(8)}}
    made = Generated(tmp_path, paths(post(schema)))
    assert "request_body" not in made.source("/notes").replace("of the request body", "")


def test_a_toolkit_may_keep_json_text(tmp_path: Path) -> None:
    made = Generated(tmp_path, paths(post(BODY)), 'tools: {"POST /notes/{id}": {body: json}}')
    assert "request_body: Annotated[" in made.source("/notes")


def test_a_toolkit_may_take_any_object_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "object", "properties": {"b": {"type": "integer"}}}, "c": {}},
    }
    toolkit = 'tools: {"POST /notes/{id}": {body: arguments, arguments: {a: {name: first}}}}'
    made = Generated(tmp_path, paths(post(schema)), toolkit)
    got = made.call(monkeypatch, "/notes", id="n", first='{"b": 1}', c="[1.10]")
    assert got.body == b'{"a":{"b":1},"c":[1.10]}'
    assert made.call(monkeypatch, "/notes", id="n", first={"b": 1}).body == b'{"a":{"b":1}}'
    for given, told in (('{"b": "x"}', "- first/b: expected integer"), ("{", "- first: line 1")):
        with pytest.raises(Exception, match=told):
            made.call(monkeypatch, "/notes", id="n", first=given)


def test_a_required_field_may_be_null(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = {"type": "object", "required": ["due"], "properties": PROPERTIES}
    made = Generated(tmp_path, paths(post(schema)))
    assert made.call(monkeypatch, "/notes", id="n", null_fields=["due"]).body == b'{"due":null}'
    assert "Required, unless null_fields names it." in made.source("/notes")
    with pytest.raises(Exception, match="- due: is required"):
        made.call(monkeypatch, "/notes", id="n")


def test_a_body_that_cannot_be_arguments_is_told(tmp_path: Path) -> None:
    toolkit = 'tools: {"POST /notes/{id}": {body: arguments}}'
    with pytest.raises(Exception, match="toolkit-body"):
        Generated(tmp_path, paths(post({"type": "array", "items": PLAIN})), toolkit)


def test_repeats_are_told_and_examples_are_calls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toolkit = 'tools: {"POST /notes/{id}": {deduplicate: [/title]}}'
    schema = {"type": "object", "properties": PROPERTIES}
    example = {"title": "ab", "due": None}
    made = Generated(tmp_path, paths(post(schema, example=example)), toolkit)
    assert json.loads(made.call(monkeypatch, "/notes", id="n", body_id=1).body)["title"]
    assert '"title": "ab",\n  "null_fields": [\n    "due"\n  ]' in made.text("README.md")
