"""A release is recorded, ships its changelog, and its calls go on working or are named."""

import json
import zipfile

import pytest

from tests.shop import CHANGELOG, SURFACE, Shop

RELEASED = "specs/shop/released.json"
DAY = {"SOURCE_DATE_EPOCH": "1700000000"}


def calls_file(shop: Shop, *calls: object) -> str:
    (shop.root / "calls.json").write_text(json.dumps({"calls": calls}))
    return "calls.json"


def order(**body: str) -> dict[str, object]:
    return {"mode": "execute", "request_body": json.dumps(body)}


def test_a_release_records_surface_and_changelog(shop: Shop) -> None:
    done = shop.run("release", "shop", **DAY)
    assert done.code == 0 and done.out.startswith(f"released    1.0.0, recorded in {RELEASED}\n")
    recorded = json.loads(shop.text(RELEASED))
    assert recorded["surface"] == json.loads(shop.text(SURFACE))
    assert "## 1.0.0 (2023-11-14)\n\n- First version:" in shop.text(CHANGELOG)
    assert "unreleased" not in shop.text(CHANGELOG)
    assert shop.run("check").code == shop.run("check", "--full").code == 0


@pytest.mark.parametrize("odd", ["²", "٣", "-1", "1e400"])
def test_a_date_that_is_no_number_is_today(shop: Shop, odd: str) -> None:
    assert shop.run("release", "shop", SOURCE_DATE_EPOCH=odd).code == 0
    (entry,) = json.loads(shop.text(RELEASED))["changelog"]
    assert "2025-01-01" < entry["date"] <= "9999-12-31" and len(entry["date"]) == 10


@pytest.mark.parametrize("odd", ["1" * 30, "253402300800", "9" * 5000])
def test_a_date_that_no_calendar_has_is_refused(shop: Shop, odd: str) -> None:
    refused = shop.run("release", "shop", SOURCE_DATE_EPOCH=odd)
    assert refused.code == 2 and "SOURCE_DATE_EPOCH is beyond the calendar" in refused.err
    assert not (shop.root / RELEASED).exists()


def test_the_changelog_drafts_what_is_not_released(shop: Shop) -> None:
    shop.run("release", "shop", **DAY)
    shop.spec("maxLength: 100", "maxLength: 200")
    assert shop.run("generate").code == 0
    draft, older = shop.text(CHANGELOG).split("## 1.0.0 (2023-11-14)")
    assert "## Unreleased\n" in draft and "note" in draft
    shop.version("1.1.0")
    assert shop.run("generate").code == 0
    assert shop.text(CHANGELOG) == (draft + "## 1.0.0 (2023-11-14)" + older).replace(
        "## Unreleased", "## 1.1.0 (unreleased)"
    )
    assert shop.run("release", "shop", SOURCE_DATE_EPOCH="1710000000").code == 0
    assert "## 1.1.0 (2024-03-09)\n" in shop.text(CHANGELOG)
    assert shop.text(CHANGELOG).count("\n## ") == 2


def test_a_second_release_needs_a_version_of_its_own(shop: Shop) -> None:
    shop.run("release", "shop")
    before = shop.text(RELEASED)
    assert "error[release-repeated] 1.0.0 is released already" in shop.run("release", "shop").err
    shop.spec("maxLength: 100", "maxLength: 200")
    shop.version("1.0.1")
    done = shop.run("release", "shop")
    assert done.code == 2
    assert "specs/shop/toolkit.yaml:3:1: error[release-version]" in done.err
    assert "expected: 1.1.0" in done.err
    assert shop.text(RELEASED) == before


def test_what_the_gate_refuses_is_not_released(shop: Shop) -> None:
    shop.spec("required: [id]", "required: [id, kind]")
    done = shop.run("release", "shop")
    assert done.code == 2 and "error[surface-breaking]" in done.err
    assert not (shop.root / RELEASED).exists()


def test_the_changelog_s_words_are_people_s_to_change(shop: Shop) -> None:
    shop.run("release", "shop", **DAY)
    text = shop.text(RELEASED)
    line = next(each for each in text.splitlines() if "First version" in each)
    (shop.root / RELEASED).write_text(text.replace(line, '"- Made with care."'))
    assert shop.run("check").code == 1
    assert shop.run("generate").code == 0
    assert "## 1.0.0 (2023-11-14)\n\n- Made with care.\n" in shop.text(CHANGELOG)


def test_examples_of_the_last_surface_go_on_validating_or_are_named(shop: Shop) -> None:
    shop.spec("kind: {type: string, enum: [new, used]}", "kind: {type: string, enum: [new]}")
    done = shop.run("check")
    assert done.code == 2
    assert "error[replay-refused]" in done.err
    assert "SendOrder: example 1, accepted in 1.0.0, is refused: request_body/kind" in done.err
    assert "example 2" not in done.err


def test_recorded_calls_go_on_working_or_are_named(shop: Shop) -> None:
    calls = [
        {"name": "weekly report", "tool": "GetOrder", "arguments": {"id": "7"}},
        {"name": "rush", "tool": "Shop.SendOrder", "arguments": order(id="x", kind="new")},
    ]
    assert shop.run("release", "shop", "--calls", calls_file(shop, *calls)).code == 0
    path = "{name: id, in: path, required: true, schema: {type: string}}"
    shop.spec(path, path.replace("id,", "ref,"))
    shop.spec("/orders/{id}", "/orders/{ref}")
    assert shop.run("generate").code == 0
    shop.spec(path.replace("id,", "ref,"), path.replace("id,", "ref,").replace("string", "integer"))
    done = shop.run("generate")
    assert done.code == 2
    assert "GetOrder: weekly report, accepted in 1.0.0, is refused" in done.err
    assert "rush" not in done.err
    shop.version("2.0.0")
    assert shop.run("generate").code == 0
    done = shop.run("release", "shop")
    assert done.code == 0
    assert "warning[release-call-refused]" in done.err and '"weekly report"' in done.err
    assert [each["name"] for each in json.loads(shop.text(RELEASED))["calls"]] == ["rush"]


def test_recorded_calls_are_held_to_what_the_api_asks_of_arguments(shop: Shop) -> None:
    urgent = "- {name: urgent, in: query, schema: {type: boolean}}"
    page = "- {name: page, in: query, schema: {type: integer, maximum: 99}}"
    shop.spec(urgent, f"{urgent}\n        {page}")
    first = {"name": "far", "tool": "SendOrder", "arguments": {**order(id="a"), "page": 80}}
    second = {"name": "near", "tool": "SendOrder", "arguments": {**order(id="a"), "page": 8}}
    shop.version("1.1.0")
    assert shop.run("generate").code == 0
    far = {"name": "no", "tool": "SendOrder", "arguments": {**order(id="a"), "page": 100}}
    done = shop.run("release", "shop", "--calls", calls_file(shop, far))
    assert (
        done.code == 2 and "arguments.page: the value is greater than the maximum of 99" in done.err
    )
    assert shop.run("release", "shop", "--calls", calls_file(shop, first, second)).code == 0
    shop.spec("maximum: 99", "maximum: 50")
    refused = shop.run("generate").err
    assert (
        "far, accepted in 1.1.0, is refused: arguments.page: " in refused and "near" not in refused
    )
    shop.version("2.0.0")
    shop.spec("maximum: 50", "maximum: 79")
    assert shop.run("generate").code == 0


def test_a_pattern_that_no_engine_takes_asks_nothing(shop: Shop) -> None:
    urgent = "- {name: urgent, in: query, schema: {type: boolean}}"
    odd = "- {name: odd, in: query, schema: {type: string, pattern: '\\Z'}}"
    shop.spec(urgent, f"{urgent}\n        {odd}")
    shop.version("1.1.0")
    assert shop.run("generate").code == 0
    call = {"name": "odd", "tool": "SendOrder", "arguments": {**order(id="a"), "odd": "x"}}
    assert shop.run("release", "shop", "--calls", calls_file(shop, call)).code == 0
    assert shop.run("check").code == 0


def test_a_recorded_call_that_never_worked_is_told_of(shop: Shop) -> None:
    call = {"name": "get", "tool": "GetOrder", "arguments": {"id": "7"}}
    assert shop.run("release", "shop", "--calls", calls_file(shop, call)).code == 0
    assert shop.run("lint").err == ""
    text = shop.text(RELEASED)
    (shop.root / RELEASED).write_text(
        text.replace('"tool": "GetOrder",\n      "arg', '"tool": "GetOrdr",\n      "arg')
    )
    assert shop.text(RELEASED) != text
    for command in ("lint", "generate", "check"):
        done = shop.run(command)
        assert done.code == 0
        assert 'warning[released-call-useless] the recorded call "get" never worked' in done.err
        assert "there is no such tool" in done.err
        assert f"{RELEASED}:" in done.err


def test_calls_are_told_apart_by_name(shop: Shop) -> None:
    one = {"name": "get", "tool": "GetOrder", "arguments": {"id": "7"}}
    two = {"name": "get", "tool": "GetOrder", "arguments": {"id": "8"}}
    done = shop.run("release", "shop", "--calls", calls_file(shop, one, two))
    assert done.code == 2
    assert 'error[release-call-twice] there are two calls "get" of "GetOrder"' in done.err
    assert not (shop.root / RELEASED).exists()
    assert shop.run("release", "shop", "--calls", calls_file(shop, one)).err == ""
    shop.spec("maxLength: 100", "maxLength: 200")
    shop.version("1.1.0")
    done = shop.run("release", "shop", "--calls", calls_file(shop, two))
    assert done.code == 0 and "warning[release-call-replaced]" in done.err
    shop.spec("maxLength: 200", "maxLength: 300")
    shop.version("1.2.0")
    assert shop.run("release", "shop", "--calls", calls_file(shop, two)).err == ""


def test_an_argument_may_be_called_as_a_part_of_a_call(shop: Shop) -> None:
    urgent = "- {name: urgent, in: query, schema: {type: boolean}}"
    odd = "- {name: arguments, in: query, schema: {type: string, maxLength: 9}}"
    shop.spec(urgent, f"{urgent}\n        {odd}")
    assert shop.run("generate").code == 0
    call = {"name": "odd", "tool": "SendOrder", "arguments": {**order(id="a"), "arguments": "x"}}
    assert shop.run("release", "shop", "--calls", calls_file(shop, call)).code == 0


def test_a_record_in_the_first_format_holds_calls_to_no_more_than_it_says(shop: Shop) -> None:
    urgent = "- {name: urgent, in: query, schema: {type: boolean}}"
    page = "- {name: page, in: query, schema: {type: integer, maximum: 5}}"
    shop.spec(urgent, f"{urgent}\n        {page}")
    shop.version("1.1.0")
    assert shop.run("generate").code == 0
    call = {"name": "far", "tool": "SendOrder", "arguments": {**order(id="a"), "page": 4}}
    assert shop.run("release", "shop", "--calls", calls_file(shop, call)).code == 0
    stored = json.loads(shop.text(RELEASED))
    stored["calls"][0]["arguments"]["page"] = 80
    stored["surface"]["format"] = 1
    del stored["surface"]["answer_levels"]
    for each in stored["surface"]["tools"]["SendOrder"]["arguments"]:
        each.pop("schema", None)
    (shop.root / RELEASED).write_text(json.dumps(stored, indent=2) + "\n")
    done = shop.run("generate")
    assert (done.code, done.err) == (0, "")


def test_names_are_kept_over_two_renames_since_a_release(shop: Shop) -> None:
    assert shop.run("release", "shop").code == 0
    before = "id"
    for after, operation in (("ref", "fetchOrder"), ("number", "readOrder")):
        path = "{name: %s, in: path"
        shop.spec(path % before, path % after)
        shop.spec(f"/orders/{{{before}}}", f"/orders/{{{after}}}")
        shop.spec(
            "operationId: " + {"ref": "getOrder", "number": "fetchOrder"}[after],
            f"operationId: {operation}",
        )
        before = after
        done = shop.run("generate")
        assert (done.code, done.err) == (0, "")
    names = json.loads(shop.text(SURFACE))["names"]["GET /orders/{number}"]
    kept = {"path:number": "id", "answer_fields": "fields"}
    assert names == {"arguments": kept, "tool": "GetOrder"}


def test_examples_do_not_hide_recorded_calls(shop: Shop) -> None:
    bodies = ", ".join(f"e{each}: {{value: {{id: b{each}}}}}" for each in range(5))
    shop.spec(
        "examples:", f"examples:\n              {bodies.replace(', e', chr(10) + ' ' * 14 + 'e')}"
    )
    calls = [
        {"name": f"rush {each}", "tool": "SendOrder", "arguments": order(id="x")}
        for each in range(5)
    ]
    assert shop.run("release", "shop", "--calls", calls_file(shop, *calls)).code == 0
    shop.spec("required: [id]", "required: [id, kind]")
    err = shop.run("check").err
    assert all(f"rush {each}, accepted in 1.0.0, is refused" in err for each in range(5))
    assert "example 1, example 2, example 3 and 3 more, accepted in 1.0.0, are refused" in err


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ({"tool": "Nothing", "arguments": {}}, "there is no such tool"),
        ({"tool": "GetOrder", "arguments": {}}, '"id" is a required property'),
        ({"tool": "GetOrder", "arguments": {"id": 7}}, "arguments/id"),
        ({"tool": "GetOrder", "arguments": {"id": "7", "it": "8"}}, "it"),
        ({"tool": "SendOrder", "arguments": {"mode": "execute"}}, "request_body is missing"),
        ({"tool": "SendOrder", "arguments": {"mode": "do"}}, "arguments/mode"),
        ({"tool": "SendOrder", "arguments": order(kind="new")}, "request_body: "),
        ({"tool": "SendOrder", "arguments": {"mode": "execute", "request_body": "{"}}, "no JSON"),
        ({"tool": "GetOrder"}, "this is no recorded call"),
        ("GetOrder", "this is no recorded call"),
    ],
)
def test_a_call_that_never_worked_is_not_recorded(shop: Shop, call: object, why: str) -> None:
    done = shop.run("release", "shop", "--calls", calls_file(shop, call))
    assert done.code == 2
    assert why in done.err
    assert not (shop.root / RELEASED).exists()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"surface": 1}', '{"surface": {}}', '{"calls": {}, "surface": {}}',
     '{"surface": {}, "changelog": [{"version": "x"}]}', '{"surfaces": {}}'],
)  # fmt: skip
def test_a_record_that_is_none_is_told_with_its_place(shop: Shop, text: str) -> None:
    (shop.root / RELEASED).write_text(text)
    done = shop.run("generate")
    assert done.code == 2
    assert f"{RELEASED}:1:" in done.err


def test_the_changelog_is_in_the_wheel(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("dist")
    import subprocess
    import sys

    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    folder = shop.root / "generated/arcade_shop"
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("arcade_shop/CHANGELOG.md").decode("utf-8")
    assert text == shop.text(CHANGELOG)
