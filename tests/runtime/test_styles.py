"""Values are written as OpenAPI's own table of examples has them, in every place and of every type."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import Parameter  # type: ignore[import-not-found]
from runtime_under_test.parameters import Parts, encode  # type: ignore[import-not-found]

from .generated import Generated, operation
from .pipes import plain_endpoint

BLUE = "blue"
COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}

# The table "Style Examples" of the OpenAPI specification, for a parameter called `color`:
# style, explode, an empty string, a string, an array, an object; None where it has no example.
TABLE: list[tuple[str, bool, str | None, str | None, str | None, str | None]] = [
    ("matrix", False, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
    ("matrix", True, ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
    ("label", False, None, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("label", True, None, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("simple", False, None, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True, None, "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ("form", False, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ("spaceDelimited", False, None, None, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
    ("pipeDelimited", False, None, None, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ("deepObject", True, None, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]  # fmt: skip
PLACES = {"matrix": ["path"], "label": ["path"], "simple": ["path", "header"], "form": ["query", "cookie"]}  # fmt: skip
STRING = {"type": "string"}
LIST = {"type": "array", "items": STRING}
OBJECT = {"type": "object", "properties": {name: {"type": "integer"} for name in RGB}}


Row = tuple[str, str, bool, dict[str, Any], Any, str]


def _rows() -> Iterator[Row]:
    for style, explode, *written in TABLE:
        for place in PLACES.get(style, ["query"]):
            for value, schema, text in zip(VALUES, SCHEMAS, written, strict=True):
                if text is not None:
                    yield place, style, explode, schema, value, text


VALUES: tuple[Any, ...] = ("", BLUE, COLORS, RGB)
SCHEMAS: tuple[dict[str, Any], ...] = (STRING, STRING, LIST, OBJECT)
ROWS = list(_rows())


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """A tool for each row of the table, called after what it tells."""
    paths = {}
    for place, style, explode, schema, _, _ in ROWS:
        parameter = {"name": "color", "in": place, "style": style, "explode": explode}
        parameter |= {"schema": schema, "required": place == "path"}
        name = _name(place, style, explode, schema)
        path = f"/{name}" + ("/{color}/end" if place == "path" else "")
        paths[path] = {"get": operation(parameter, operationId=name)}
    return Generated(tmp_path_factory.mktemp("styles"), paths)


def _name(place: str, style: str, explode: bool, schema: Any) -> str:
    return f"{place}_{style.lower()}_{'exploded' if explode else 'joined'}_{schema['type']}"


@pytest.mark.parametrize(("place", "style", "explode", "schema", "value", "text"), ROWS)
def test_the_table_of_the_specification(
    package: Generated,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    style: str,
    explode: bool,
    schema: Any,
    value: Any,
    text: str,
) -> None:
    function = _name(place, style, explode, schema)
    given = json.dumps(value) if isinstance(value, dict) else value
    got = package.call(monkeypatch, f"/{function}", color=given)
    path, _, query = got.target.partition("?")
    sent = {
        "path": path.removeprefix(f"/{function}/").removesuffix("/end"),
        "query": query,
        "header": got.headers.get("color"),
        "cookie": got.headers.get("cookie", "").replace("; ", "&"),
    }
    assert sent[place] == text
    assert package.problems == []


def test_the_table_has_every_style_of_every_place() -> None:
    """So that none is left out by a slip of the lists above."""
    assert len(ROWS) == 4 * 2 + 3 * 2 + 3 * 2 * 2 + 4 * 2 * 2 + 2 + 2 + 1


QUERY: list[tuple[str, dict[str, Any], dict[str, Any], Any, str]] = [
    # name, parameter, schema, argument, query
    ("empty_list", {"explode": False}, LIST, [], ""),
    ("empty_list_exploded", {}, LIST, [], ""),
    ("empty_object", {"explode": False}, OBJECT, "{}", ""),
    ("allowed_empty_list", {"allowEmptyValue": True}, LIST, [], "p="),
    ("allowed_empty", {"allowEmptyValue": True}, {"type": "string", "minLength": 3}, "", "p="),
    ("reserved", {"allowReserved": True}, STRING, "http://a.b/c?d=e&f=#g+h i%2F,;@!$'()*[]",
     "p=http://a.b/c?d%3De%26f%3D%23g%2Bh%20i%252F,;@!$'()*[]"),
    ("reserved_list", {"allowReserved": True, "explode": False}, LIST, ["a:b", "c,d"], "p=a:b,c%2Cd"),
    ("deep", {"style": "deepObject"}, {"type": "object"}, '{"a":{"b":[1,2],"c":[{"d":true}]}}',
     "p%5Ba%5D%5Bb%5D%5B0%5D=1&p%5Ba%5D%5Bb%5D%5B1%5D=2&p%5Ba%5D%5Bc%5D%5B0%5D%5Bd%5D=true"),
    ("deep_list", {"style": "deepObject"}, LIST, ["a", "b"], "p%5B0%5D=a&p%5B1%5D=b"),
    ("objects", {}, {"type": "array", "items": {"type": "object"}}, '[{"f":"x"},{"f":1.50}]',
     "p=%7B%22f%22%3A%22x%22%7D&p=%7B%22f%22%3A1.50%7D"),
    ("nested", {}, {"type": "object"}, '{"a":{"b":1}}', "a=%7B%22b%22%3A1%7D"),
    ("union", {}, {"type": ["string", "integer"]}, "5", "p=5"),
    ("nullable", {}, {"type": ["integer", "null"]}, 5, "p=5"),
    ("one_or_more", {}, {"anyOf": [STRING, LIST]}, ["a"], "p=a"),
    ("one_or_more_joined", {"explode": False}, {"anyOf": [STRING, LIST]}, ["a", "b"], "p=a,b"),
    ("text_or_object", {}, {"oneOf": [STRING, OBJECT]}, "blue", "p=blue"),
    ("object_or_text", {}, {"oneOf": [STRING, OBJECT]}, '{"R":1}', "R=1"),
    ("anything", {}, {}, "any {text}", "p=any%20%7Btext%7D"),
    ("number", {}, {"type": "number"}, 5.0, "p=5"),
    ("content", {"content": {"application/json": {"schema": OBJECT}}}, {}, '{"R": 1.0}', "p=%7B%22R%22%3A1.0%7D"),
    ("content_string", {"content": {"application/json": {"schema": STRING}}}, {}, "a", "p=%22a%22"),
    ("content_list", {"content": {"application/json": {"schema": LIST}}}, {}, [], "p=%5B%5D"),
    ("content_boolean", {"content": {"application/vnd.x+json": {"schema": {"type": "boolean"}}}}, {}, True, "p=true"),
    ("content_text", {"content": {"text/csv": {"schema": STRING}}}, {}, "a,b", "p=a%2Cb"),
]  # fmt: skip


@pytest.fixture(scope="module")
def queries(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    paths = {}
    for name, parameter, schema, _, _ in QUERY:
        described = parameter if "content" in parameter else {"schema": schema, **parameter}
        parameter = {"name": "p", "in": "query", **described}
        paths[f"/{name}"] = {"get": operation(parameter, operationId=name)}
    return Generated(tmp_path_factory.mktemp("queries"), paths)


@pytest.mark.parametrize(("name", "parameter", "schema", "value", "query"), QUERY)
def test_queries(
    queries: Generated,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    parameter: Any,
    schema: Any,
    value: Any,
    query: str,
) -> None:
    assert queries.problems == []
    got = queries.call(monkeypatch, f"/{name}", p=value)
    assert got.target == (f"/{name}?{query}" if query else f"/{name}")


@pytest.mark.parametrize(
    ("path", "style", "value"),
    [
        ("/l/{p}", "label", "."),
        ("/l/{p}", "label", ""),
        ("/s/{p}", "simple", ".."),
        ("/s/{p}", "simple", []),
        ("/l/{p}", "label", []),
        ("/m/{p}", "matrix", []),
    ],
)
def test_no_style_lets_a_path_move(path: str, style: str, value: Any) -> None:
    endpoint = plain_endpoint("GET", path, Parameter("p", "p", "path", True, style))
    assert not isinstance(encode(endpoint, {"p": value}), Parts)


def test_a_header_in_two_spellings_is_the_operations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = {"name": "X-Request-Id", "in": "header", "schema": STRING}
    own = {"name": "x-request-id", "in": "header", "required": True, "schema": {"type": "integer"}}
    made = Generated(tmp_path, {"/x": {"parameters": [shared], "get": operation(own)}})
    got = made.call(monkeypatch, "/x", x_request_id=7)
    assert got.headers["x-request-id"] == "7"
    assert "x_request_id: Annotated[int, " in made.source("/x")
