"""What toolkit.yaml says of a tool takes nothing away that its users have to know."""

import pytest

from generator.plan.model import Behavior

from .documents import LIST, config, document, planned

READING = {"200": {"description": "Fine."}}


@pytest.mark.parametrize(
    "said",
    [{}, {"summary": "Lists it."}, {"description": "All of it."}],
    ids=lambda each: str(each),
)
def test_a_deprecated_operation_is_told_as_one(said: dict[str, str]) -> None:
    given = document()
    given["paths"]["/tickets"]["get"]["deprecated"] = True
    package, _ = planned(given, config(list=said))
    listed = next(each for each in package.tools if each.key == LIST)
    assert all(words in listed.description for words in said.values())
    assert listed.description.endswith(". Deprecated: the API may drop it.")


@pytest.mark.parametrize(
    ("method", "operations", "destructive", "idempotent"),
    [
        ("get", ["read"], False, True),
        ("get", ["delete"], True, None),
        ("get", ["read", "create"], None, None),
        ("post", ["read"], False, True),
        ("post", ["create"], None, None),
        ("post", ["create", "delete"], True, None),
        ("put", ["update"], True, True),
        ("put", ["create"], None, True),
        ("patch", ["update"], None, None),
        ("delete", ["update"], True, True),
        ("delete", ["read"], False, True),
    ],
)
def test_hints_are_those_of_the_operations(
    method: str, operations: list[str], destructive: bool | None, idempotent: bool | None
) -> None:
    read_only = operations == ["read"]
    hinted = behavior(method, operations=operations)
    assert hinted == Behavior(tuple(operations), read_only, destructive, idempotent)


def test_hints_that_toolkit_yaml_gives_are_taken() -> None:
    hinted = behavior("get", operations=["delete"], destructive=False, idempotent=True)
    assert hinted == Behavior(("delete",), False, False, True)


def behavior(method: str, **said: object) -> Behavior:
    """What is said of the tool of one operation whose `behavior` in toolkit.yaml is this."""
    more = {"/it": {method: {"responses": READING}}}
    key = f"{method.upper()} /it"
    package, _ = planned(document(more=more), config(more={key: {"behavior": said}}))
    return next(each.behavior for each in package.tools if each.key == key)
