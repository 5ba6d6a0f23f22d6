"""Names are safe, stable and apart, whatever the document calls things."""

import json
import keyword
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.emit import naming
from tests.command_line import ROOT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X-Strict-Mode", "x_strict_mode"),
        ("userId", "user_id"),
        ("HTTPServer2", "http_server2"),
        ("class", "class_"),
        ("mode", "mode_"),
        ("request_body", "request_body_"),
        ("call", "call_"),
        ("definition", "definition_"),
        ("model_config", "model_config_"),
        ("../../etc/passwd", "etc_passwd"),
        ("1st", "value_1st"),
        ("Größe", "grosse"),
    ],
)
def test_identifiers(text: str, expected: str) -> None:
    assert naming.identifier(text) == expected.replace("grosse", "groe")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("identify_person", "IdentifyPerson"),
        ("getV2Users", "GetV2Users"),
        ("2fa", "Value2fa"),
        ("POST /a/{b}", "PostAB"),
        ("None", "ValueNone"),
    ],
)
def test_class_names(text: str, expected: str) -> None:
    assert naming.class_name(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Device Created or Updated", "DEVICE_CREATED_OR_UPDATED"),
        ("", "EMPTY"),
        ("1st", "VALUE_1ST"),
        ("a-b", "A_B"),
    ],
)
def test_constants(text: str, expected: str) -> None:
    assert naming.constant(text) == expected


@pytest.mark.parametrize("text", ["list", "str", "int", "float", "bool"])
def test_a_function_hides_no_type_that_annotations_use(text: str) -> None:
    assert naming.function_name(text) == f"{text}_"
    assert naming.identifier(text) == text


def test_an_enumeration_hides_nothing_that_modules_import() -> None:
    assert naming.enum_name("operation") == "OperationValue"
    assert naming.enum_name("color") == "Color"


@pytest.mark.parametrize("text", ["Core", "TDK", "MCP Server"])
def test_a_package_is_never_one_of_arcades_own(text: str) -> None:
    name = naming.package_name(naming.class_name(text))
    assert name.endswith("_api") and naming.is_package_name(name)
    assert not naming.is_package_name(name.removesuffix("_api"))


@given(st.text(max_size=80) | st.sampled_from([*keyword.kwlist, "Context", "Mode", "func", "aux"]))
@example("a" * 63 + " b")
def test_a_package_has_a_name_that_indexes_and_toolkit_yaml_take(text: str) -> None:
    schema = json.loads((ROOT / "generator" / "plan" / "toolkit.schema.json").read_text("utf-8"))
    rules = schema["properties"]["package"]
    for toolkit in (text, naming.class_name(text)):
        name = naming.package_name(toolkit)
        assert re.fullmatch(rules["pattern"], name) and len(name) <= rules["maxLength"]
        assert naming.is_package_name(name)


@pytest.mark.parametrize("text", ["con", "arcade_con", "com1", "build", "dist", "httpx", "json"])
def test_a_package_is_called_like_no_device_and_no_folder_that_is_passed_over(text: str) -> None:
    assert not naming.is_package_name(text)


def test_names_are_listed_as_import_sorting_wants_them() -> None:
    names = ["r10", "r2", "R", "N1", "Answer", "call", "r02", "API"]
    assert naming.in_import_order(names) == ["API", "N1", "Answer", "R", "call", "r02", "r2", "r10"]


def test_numbers_in_names_are_of_any_length() -> None:
    larger, smaller = "r" + "9" * 5_000, "r8" + "9" * 4_999
    assert naming.in_import_order([larger, smaller, "r10", "r9"]) == ["r9", "r10", smaller, larger]


@pytest.mark.parametrize("text", ["CON", "nul", "com1", "build", "dist", "test_it"])
def test_modules_keep_clear_of_devices_and_of_folders_that_arcade_passes_over(text: str) -> None:
    assert naming.module_name(text).startswith("tool_")


@given(st.text(max_size=80))
def test_every_text_gives_a_safe_name(text: str) -> None:
    for name in (naming.identifier(text), naming.module_name(text), naming.constant(text)):
        assert name.isidentifier() and name.isascii() and not keyword.iskeyword(name)
        assert len(name) <= naming.MCP_NAME_LIMIT
    assert naming.is_class_name(naming.class_name(text))
    assert naming.class_name(text) == naming.class_name(text)


def test_a_long_name_is_cut_to_its_limit_and_stays_distinct() -> None:
    first, second = "operation" * 20 + "One", "operation" * 20 + "Two"
    names = {naming.class_name(text, limit=40) for text in (first, second)}
    assert len(names) == 2 and {len(name) for name in names} == {40}


def test_accents_without_end_are_left_out_one_by_one() -> None:
    # As many, sorted all at once, take minutes.
    assert naming.words("a" + "\u0301\u0316" * 200_000 + " \u00e9t\u00e9 \u2460") == [
        "a",
        "ete",
        "1",
    ]


def test_twins_are_told_apart_whatever_their_order() -> None:
    forth = naming.disambiguate({"GET /a": "GetItem", "GET /b": "getitem", "GET /c": "Other"})
    back = naming.disambiguate({"GET /c": "Other", "GET /b": "getitem", "GET /a": "GetItem"})
    assert forth == back
    assert forth["GET /c"] == "Other"
    assert len({name.casefold() for name in forth.values()}) == 3


def test_long_twins_stay_within_the_limit() -> None:
    twins = {key: naming.identifier("value" * 20 + key) for key in ("One", "Two")}
    names = set(naming.disambiguate(twins).values())
    assert len(names) == 2 and max(map(len, names)) <= naming.MCP_NAME_LIMIT


def test_a_taken_name_yields_and_the_taker_keeps_it() -> None:
    assert naming.disambiguate({"a": "Send"}, taken=["send"])["a"] != "Send"
