"""Renames in toolkit.yaml: old names go on as deprecated ones, for as long as was promised."""

from typing import Any

import pytest

from generator.core.problems import ProblemsError
from generator.plan.model import FIELDS, ArgumentType

from .documents import LIST, READ, config, document, names_after, planned, refused


def renamed(until: str = "2.0.0", version: str = "1.1.0") -> Any:
    return config(
        version,
        read={"name": "OpenTicket", "aliases": [{"name": "ReadTicket", "until": until}]},
        list={"arguments": {"limit": {"name": "most", "aliases": [_alias("limit", until)]}}},
    )


def _alias(name: str, until: str = "2.0.0") -> dict[str, str]:
    return {"name": name, "until": until}


def test_an_old_name_is_a_deprecated_tool() -> None:
    [read, _] = planned(document(), renamed())[0].tools
    [alias] = read.aliases
    assert (alias.name, alias.module, alias.until) == ("ReadTicket", "read_ticket", "2.0.0")
    assert alias.deprecation == "Use OpenTicket; this name goes away in version 2.0.0."


def test_an_old_argument_is_optional_and_makes_the_new_one_so() -> None:
    wanted = config(
        read={"arguments": {"ticket": {"name": "number", "aliases": [_alias("ticket")]}}}
    )
    [read, _] = planned(document(), wanted)[0].tools
    own = [each for each in read.arguments if each.key != FIELDS]
    assert [(each.name, each.required, each.deprecated_for) for each in own] == [
        ("number", False, ""),
        ("ticket", False, "number"),
    ]
    assert {each.type for each in own} == {ArgumentType("integer")}
    assert read.arguments[0].description.endswith("Required.")


@pytest.mark.parametrize("version", ["1.0.0", "1.99.99", "2.0.0rc1"])
def test_it_works_below_the_version_it_ends_with(version: str) -> None:
    package, warnings = planned(document(), renamed(version=version))
    assert [len(tool.aliases) for tool in package.tools] == [1, 0]
    assert [each.code for each in warnings] == []


@pytest.mark.parametrize("version", ["2.0.0", "2.0.1", "10.0.0"])
def test_it_is_gone_from_then_on_and_toolkit_yaml_is_told(version: str) -> None:
    package, warnings = planned(document(), renamed(version=version))
    assert [len(tool.aliases) for tool in package.tools] == [0, 0]
    assert [[each.key for each in tool.arguments if each.until] for tool in package.tools] == [
        [],
        [],
    ]
    assert [each.code for each in warnings] == ["alias-ended", "alias-ended"]


@pytest.mark.parametrize("until", ["1.2.0", "2.0.1", "2.1.0", "0.0.1", "0.0.0", "2", "2.0.0rc1"])
def test_it_ends_only_with_a_version_that_may_break_calls(until: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        renamed(until=until)
    assert {each.code for each in caught.value.problems} == {"toolkit-invalid"}
    assert all("2.0.0, or 0.4.0" in each.hint for each in caught.value.problems)


def test_before_1_0_0_a_minor_version_will_do() -> None:
    package, _ = planned(document(), renamed("0.4.0", "0.3.7"))
    assert package.tools[0].aliases
    package, _ = planned(document(), renamed("0.4.0", "0.4.0"))
    assert not package.tools[0].aliases


def test_an_alias_cannot_be_removed_before_its_time() -> None:
    had = names_after(document(), renamed())
    without = config("1.2.0", read={"name": "OpenTicket"})
    with pytest.raises(ProblemsError) as caught:
        planned(document(), without, had)
    promise = "was promised until version 2.0.0, and is gone from version 1.2.0"
    assert {each.message for each in caught.value.problems} == {
        f"the alias ReadTicket of {READ} {promise}",
        f"the alias limit of most of {LIST} {promise}",
    }


def test_an_alias_can_be_removed_when_its_time_has_come() -> None:
    had = names_after(document(), renamed())
    package, _ = planned(document(), config("2.0.0", read={"name": "OpenTicket"}), had)
    assert not package.tools[0].aliases


def test_a_promise_is_not_shortened_but_may_be_extended() -> None:
    had = names_after(document(), renamed("3.0.0"))
    problem = refused(document(), renamed("2.0.0"), had)["alias-shortened"]
    assert problem.message.endswith("promised until version 3.0.0, and would now end with 2.0.0")
    planned(document(), renamed("4.0.0"), had)


def test_renaming_back_keeps_the_promise() -> None:
    had = names_after(document(), renamed())
    back = config(
        read={"name": "ReadTicket", "aliases": [_alias("OpenTicket")]},
        list={"arguments": {"limit": {"name": "limit", "aliases": [_alias("most")]}}},
    )
    package, _ = planned(document(), back, had)
    assert [alias.name for alias in package.tools[0].aliases] == ["OpenTicket"]


def test_an_alias_goes_with_its_operation() -> None:
    had = names_after(document(), renamed())
    gone = document()
    del gone["paths"]["/tickets/{ticket}"], gone["paths"]["/tickets"]["get"]["parameters"]
    package, _ = planned(gone, config("1.2.0"), had)
    assert [tool.key for tool in package.tools] == [LIST]


@pytest.mark.parametrize("name", ["ListTickets", "Listtickets", "OpenTicket"])
def test_an_alias_is_no_name_that_a_tool_has(name: str) -> None:
    wanted = config(read={"name": "OpenTicket", "aliases": [_alias(name)]})
    problem = refused(document(), wanted, names_after(document()))["name-taken"]
    assert problem.pointer.endswith("/aliases/0")


def test_an_alias_is_not_given_twice() -> None:
    more = {"name": "OpenTicket", "aliases": [_alias("Old"), _alias("Old", "3.0.0")]}
    assert "name-taken" in refused(document(), config(read=more))


@pytest.mark.parametrize("name", ["limit", "context", "class"])
def test_an_argument_alias_is_no_name_that_cannot_be_one(name: str) -> None:
    wanted = config(list={"arguments": {"limit": {"aliases": [_alias(name)]}}})
    problem = refused(document(), wanted, names_after(document()))["name-argument"]
    assert problem.pointer.endswith("/arguments/limit/aliases")


def test_a_long_alias_is_refused() -> None:
    wanted = config(read={"aliases": [_alias("R" * 60)]})
    assert "name-too-long" in refused(document(), wanted)


def test_a_new_operation_leaves_an_old_name_to_its_alias() -> None:
    more = {
        "/new": {
            "get": {"operationId": "readTicket", "responses": {"200": {"description": "Fine."}}}
        }
    }
    package, _ = planned(document(more=more, read="x"), renamed())
    named = {tool.key: tool.name for tool in package.tools}
    assert named["GET /new"] == "ReadNewTicket"
    assert package.tools[0].aliases[0].name == "ReadTicket"
