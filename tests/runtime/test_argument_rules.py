"""What the API asks of an argument is checked before anything is sent, and told without the value."""

import json
from typing import Any

import pytest

from .generated import Generated, operation

NODE = {"type": "object", "properties": {"more": {"$ref": "#/components/schemas/Node"}}}
SORT = {
    "type": "array",
    "items": {"type": "object", "required": ["field"], "properties": {"field": {"type": "string"}}},
}
# name, schema, what is sent, what is not, and how that is told
RULES: list[tuple[str, Any, list[Any], list[Any], str]] = [
    ("least", {"type": "integer", "minimum": 1}, [1], [0], "- p: expected a number not below 1"),
    ("most", {"type": "number", "exclusiveMaximum": 1}, [0.5], [1.0], "- p: expected a number below 1"),
    ("multiple", {"type": "number", "multipleOf": 0.01}, [19.99, 4.35], [0.001], "a multiple of 0.01"),
    ("length", {"type": "string", "minLength": 2, "maxLength": 3}, ["ab"], ["a", "abcd"], "characters"),
    ("pattern", {"type": "string", "pattern": "^a+$"}, ["aa"], ["ab"], "the pattern ^a+$"),
    ("ahead", {"type": "string", "pattern": "^(?!x)"}, ["aa"], ["xa"], "the pattern"),
    ("values", {"type": "integer", "enum": [3, 4]}, [3], [5], "expected one of 3, 4"),
    ("constant", {"type": "string", "const": "flat"}, ["flat"], ["deep"], 'expected "flat"'),
    ("items", {"type": "array", "items": {"type": "integer", "maximum": 9}}, [[1, 9]], [[1, 10]], "- p/1: "),
    ("count", {"type": "array", "items": {"type": "string"}, "maxItems": 1}, [["a"]], [["a", "b"]], "at most 1 items"),
    ("unique", {"type": "array", "items": {"type": "string"}, "uniqueItems": True}, [["a"]], [["a", "a"]], "differ"),
    ("either", {"anyOf": [{"type": "integer", "minimum": 5}, {"enum": ["all"]}]}, ["7", "all"], ["3", "some"], "- p: "),
    ("objects", SORT, ['[{"field":"a"}]'], ['[{}]', '{"field":"a"}'], "- p"),
    ("malformed", SORT, [], ["[{"], "- p: line 1, column 3: expected"),
    ("text", {"oneOf": [{"type": "string", "maxLength": 3}, {"type": "object"}]}, ["{a", "{}"], ["{abc"], "- p: "),
    ("node", {"$ref": "#/components/schemas/Node"}, ['{"more":{"more":{}}}'], ['{"more":{"more":1}}'], "- p/more/more"),
    ("date", {"type": "string", "format": "date-time"}, ["yesterday"], [], ""),
    ("null", {"type": ["string", "null"], "minLength": 2}, ["ab"], ["a"], "characters"),
]  # fmt: skip
SENT = [(name, value) for name, _, sent, _, _ in RULES for value in sent]
REFUSED = [(name, value, told) for name, _, _, refused, told in RULES for value in refused]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    paths = {
        f"/{name}": {
            "get": operation({"name": "p", "in": "query", "schema": schema}, operationId=name)
        }
        for name, schema, *_ in RULES
    }
    components = {"schemas": {"Node": NODE}}
    return Generated(tmp_path_factory.mktemp("rules"), paths, components=components)


@pytest.mark.parametrize(("name", "value"), SENT)
def test_what_the_rules_allow_is_sent(
    package: Generated, monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    assert package.call(monkeypatch, f"/{name}", p=value).target


@pytest.mark.parametrize(("name", "value", "told"), REFUSED)
def test_what_they_do_not_allow_is_told(
    package: Generated, monkeypatch: pytest.MonkeyPatch, name: str, value: Any, told: str
) -> None:
    with pytest.raises(Exception) as refused:
        package.call(monkeypatch, f"/{name}", p=value)
    text = str(refused.value)
    assert text.startswith("not_sent: 1 problem in the call.\n- p")
    assert told in text


def test_values_are_not_told(package: Generated, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Exception) as refused:
        package.call(monkeypatch, "/pattern", p="s3cret")
    assert "s3cret" not in str(refused.value)


def test_descriptions_say_the_rules(package: Generated) -> None:
    def said(name: str) -> str:
        return package.source(f"/{name}")

    assert "At least 1." in said("least") and "Pattern ^a+$" in said("pattern")
    assert "At least 2 characters. At most 3 characters." in said("length")
    assert "A multiple of 0.01." in said("multiple")
    assert "Each item: At most 9." in said("items")
    assert "No item twice." in said("unique")
    assert "JSON text; its schema:" in said("objects") and '"required":["field"]' in said("objects")


def test_only_tools_with_rules_have_a_file_of_them(package: Generated) -> None:
    files = {path.stem for path in package.built.files if path.parent.name == "arguments"}
    assert len(files) == len(RULES) - 1
    assert "rules=" not in package.source("/date")
    rules = json.loads(package.text(f"schemas/arguments/{package.module('/null')}.json"))
    assert rules["p"] == {"type": ["string", "null"], "minLength": 2}
