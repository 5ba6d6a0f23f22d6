"""An enumeration too long for every listing is told to who asks, and held to all the same."""

import re
from typing import Any

import pytest

from generator.plan.argument_texts import MOST_LISTED

from .generated import Generated, operation

FEW = [f"field{number}" for number in range(MOST_LISTED)]
MANY = [*FEW, "owner.name"]
VERY_MANY = [f"{'x' * 90}{number}" for number in range(400)]
PATHS = {
    f"/{name}": {"get": operation({"name": "p", "in": "query", "schema": schema}, operationId=name)}
    for name, schema in {
        "few": {"type": "string", "enum": FEW},
        "many": {"type": "string", "enum": MANY},
        "lists": {"type": "array", "items": {"type": "string", "enum": MANY}},
        "sizes": {"type": "string", "enum": VERY_MANY},
        "named": {"type": "string", "enum": [*MANY, "more"]},
    }.items()
}
NAMED = """\
enums:
  - name: Named
    description: Named.
    from: $.paths['/named'].get.parameters[0].schema
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return Generated(tmp_path_factory.mktemp("long"), PATHS)


def refused(package: Generated, patch: pytest.MonkeyPatch, name: str, value: Any) -> str:
    with pytest.raises(Exception) as found:
        package.call(patch, f"/{name}", p=value)
    return str(found.value)


@pytest.mark.parametrize(("name", "value"), [("many", "owner.name"), ("lists", MANY)])
def test_each_of_the_values_is_sent(
    package: Generated, monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    assert "owner.name" in package.call(monkeypatch, f"/{name}", p=value).target


def test_the_listed_tool_names_a_few(package: Generated) -> None:
    said = " ".join(package.text("tools/many.py").split()).replace('" "', "")
    assert "One of 31 values, such as field0, field1, field2, field3, field4;" in said
    assert "owner.name" not in said + package.text("enums.py")
    assert "field29" in package.text("enums.py")


@pytest.mark.parametrize(("name", "value"), [("many", "?"), ("lists", ["owner.name", "?"])])
def test_another_value_is_not_sent_and_told_all(
    package: Generated, monkeypatch: pytest.MonkeyPatch, name: str, value: Any
) -> None:
    text = refused(package, monkeypatch, name, value)
    assert text.startswith("not_sent: ")
    assert f"- p: takes one of {', '.join(MANY)}\n" in text


def test_what_is_told_has_a_bound(package: Generated, monkeypatch: pytest.MonkeyPatch) -> None:
    text = refused(package, monkeypatch, "sizes", "?")
    assert re.search(r", and 29\d more\n", text)
    assert len(text) < 13_000


def test_an_enumeration_that_people_named_is_listed(tmp_path: Any) -> None:
    named = Generated(tmp_path, PATHS, NAMED)
    assert "p: Annotated[Named | None" in " ".join(named.text("tools/named.py").split())
