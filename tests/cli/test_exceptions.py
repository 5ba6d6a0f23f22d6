"""What toolkit.yaml says of single rules: warnings that are accepted, and changes that are judged otherwise."""

import json
from datetime import date

import pytest

from generator.cli import exceptions
from generator.cli.exceptions import accepted
from generator.core.problems import Problem, ProblemsError, Severity
from generator.workspace.sources import SourceFile
from tests.shop import CONFIG, Shop

ERROR = Severity.ERROR
NOTE = ("maxLength: 100", "maxLength: 50")
UNION = (
    "kind: {type: string, enum: [new, used]}",
    "kind: {oneOf: [{type: string}, {minLength: 1}]}",
)
AT = "#/paths/~1orders/post/*/kind"


def configure(shop: Shop, more: str) -> None:
    (shop.root / "specs/shop/toolkit.yaml").write_text(CONFIG + more, "utf-8")


def codes(shop: Shop, *arguments: str) -> tuple[int, list[str]]:
    done = shop.run("lint", "--format", "json", *arguments)
    return done.code, [each["code"] for each in json.loads(done.out)["problems"]]


@pytest.fixture
def faulty(shop: Shop) -> Shop:
    shop.spec(*UNION)
    assert codes(shop) == (0, ["union-overlap"])
    return shop


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", []),
        (f", at: '{AT}'", []),
        (", until: 2999-12-31", []),
        (", at: '#/components/*'", ["union-overlap", "exception-unused"]),
        (", until: 2020-02-29", ["union-overlap", "exception-expired"]),
    ],
)
def test_a_warning_is_ignored_where_and_as_long_as_said(
    faulty: Shop, more: str, found: list[str]
) -> None:
    configure(faulty, f"ignore: [{{ rule: union-overlap, reason: They mean it.{more} }}]\n")
    assert codes(faulty) == (0, found)
    assert codes(faulty, "--strict")[0] == int(bool(found))
    assert faulty.run("generate", "--force").code == 0
    assert ("union-overlap" in faulty.run("check").err) is bool(found)


def test_an_exception_needs_a_reason_and_a_day_that_there_is(faulty: Shop) -> None:
    configure(faulty, "ignore: [{ rule: union-overlap }]\n")
    assert "reason" in faulty.run("lint").err
    configure(faulty, "ignore: [{ rule: union-overlap, reason: So., until: 2027-02-30 }]\n")
    done = faulty.run("lint")
    assert done.code == 1
    assert "2027-02-30 is no day of the calendar" in done.err


def test_errors_are_not_ignored(shop: Shop) -> None:
    configure(shop, "ignore: [{ rule: toolkit-operation, reason: No. }]\n")
    shop.spec("/orders/{id}:", "/others/{id}:")
    config = shop.root / "specs/shop/toolkit.yaml"
    config.write_text(config.read_text().replace("POST /orders", "POST /gone"), "utf-8")
    assert "error[toolkit-operation]" in shop.run("lint").err


@pytest.mark.parametrize(
    ("at", "code", "said"),
    [("", 0, ""), ("SendOrder request_body.*", 0, ""), ("GetOrder*", 1, "exception-unused")],
)
def test_a_change_is_judged_as_people_say(shop: Shop, at: str, code: int, said: str) -> None:
    shop.spec(*NOTE)
    assert shop.run("diff", "HEAD", ".").code == 1
    where = f", at: '{at}'" if at else ""
    configure(
        shop,
        f"levels: [{{ rule: bound-tightened, level: risky, reason: Nobody wrote more.{where} }}]\n",
    )
    done = shop.run("diff", "HEAD", ".")
    assert done.code == code
    assert (f"warning[{said}]" in done.err) if said else done.err == ""
    assert ("risky[bound-tightened]" in done.out) is (code == 0)
    assert shop.run("diff", "HEAD", ".", "--fail-on", "risky").code == 1


def test_a_level_ends_as_well(shop: Shop) -> None:
    shop.spec(*NOTE)
    level = "rule: bound-tightened, level: prose, reason: So., until: 2020-01-01"
    configure(shop, f"levels: [{{ {level} }}]\n")
    done = shop.run("diff", "HEAD", ".")
    assert done.code == 1
    assert "warning[exception-expired]" in done.err
    assert "exception-expired" in shop.run("lint").err


def test_places_are_held_to_no_more_globs_than_takes_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problems = [
        Problem(code, "m", None, f"#/paths/{each}", severity=severity)
        for each in range(10)
        for code, severity in (("a-b", Severity.WARNING), ("c-d", Severity.WARNING), ("a-b", ERROR))
    ]

    def left(*at: str) -> list[str]:
        ignore = [{"rule": "a-b", "reason": "r", **({"at": each} if each else {})} for each in at]
        raw = {"toolkit": "Shop", "package": "arcade_shop", "version": "1.0.0", "ignore": ignore}
        data = json.dumps({**raw, "title": "t", "description": "d"}).encode()
        file = SourceFile("toolkit.yaml", data)
        return [each.pointer for each in accepted(problems, file, date(2026, 1, 1))]

    assert len(left("#/paths/3")) == 29
    assert len(left("")) == 20
    assert left("#/paths/3", "#/paths/3").count("#/ignore/1") == 1
    monkeypatch.setattr(exceptions, "_MOST_ASKED", 25)
    assert len(left("#/paths/1", "#/paths/2", "")) == 20
    with pytest.raises(ProblemsError) as caught:
        left("#/paths/1", "#/paths/2", "#/paths/3")
    assert [each.pointer for each in caught.value.problems] == ["#/ignore/2"]
