"""A body of more than its values may take is refused before any of them is made."""

import json
import sys
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk import ToolContext
from runtime_under_test import Body, Member
from runtime_under_test import request_body as bodies
from runtime_under_test.bodies import form, lines
from runtime_under_test.errors import InvalidCall, NotConfigured
from runtime_under_test.validation import json_text, room
from runtime_under_test.validation.room import Room, taken_by

from .pipes import event_endpoint, execute, run, written

calls: Any = sys.modules["runtime_under_test.call"]
SMALL = Room(1_000)


def held(value: Any) -> int:
    """The bytes of Python's values."""
    own = sys.getsizeof(value)
    own += 16 if isinstance(value, dict | list) else 0
    if isinstance(value, dict):
        return own + sum(map(held, value.values()))
    if isinstance(value, list):
        return own + sum(map(held, value))
    is_shared = value is None or isinstance(value, bool) or value in range(-5, 257)
    return 0 if is_shared and not isinstance(value, float | Decimal) else own


@pytest.mark.parametrize(
    "item",
    [
        "1",
        "1234567",
        "1.5",
        "1.10",
        "2e5",
        "[]",
        "{}",
        "[[[[[[]]]]]]",
        '{"a":{"a":{"a":1}}}',
        '{"id":12345,"name":"some name","ok":true}',
        '"some text"',
        '"[,[,[,{,\\"{,{\\\\"',
        '["\\\\\\\\","\\"",[]]',
        '{"a":[1,2,3,400],"b":{"c":null},"d":"x"}',
    ],
)
def test_what_values_take_is_known_from_their_text(item: str) -> None:
    text = f"[{','.join([item] * 5_000)}]"
    takes = held(json_text.parse(text)) + 2 * len(text)
    assert 0.75 * takes < taken_by(text) < 1.4 * takes


def test_names_that_no_other_object_has_take_room() -> None:
    text = json.dumps({f"{n:06}": 1 for n in range(5_000)}, separators=(",", ":"))
    value = json_text.parse(text)
    takes = held(value) + sum(map(sys.getsizeof, value)) + 2 * len(text)
    assert 0.75 * takes < taken_by(text) < 1.4 * takes


def test_it_is_known_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps([{"a": '{[,:\\"\\\\', "b\\": ['"', "\\", "x" * 40]}] * 50, indent=1)
    whole = taken_by(text)
    for stretch in range(1, 40):
        monkeypatch.setattr(room, "_STRETCH", stretch)
        assert abs(taken_by(text) - whole) <= 64


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"' + "x" * 999 + '"', "1,001 characters, at most 1,000 are read: send it in 2 calls"),
        ("[" + "[]," * 200 + "[]]", "so many small values that they take"),
        ("[" + "[[]]," * 100 + "1]", "so many small values that they take"),
        ('{"a":[' + "1.10," * 60 + "1]}", "so many small values that they take"),
        ("[" + "1," * 400 + "1]", ""),
        (json.dumps(["[[[[[[[[,,,,,,,,,,{{{{{{{{{{" * 30]), ""),
        (json.dumps([{"some": "text of a length", "n": 12345}] * 20), ""),
    ],
)
def test_what_takes_too_much_is_not_read(text: str, words: str) -> None:
    fault = SMALL.fault(text)
    assert fault.startswith(words) and bool(fault) == bool(words)


def test_what_an_agent_can_write_is_read() -> None:
    for value in (
        [{"a": n, "b": n} for n in range(25_000)],
        {"batch": [{"type": "track", "userId": f"u{n}", "event": "e"} for n in range(11_000)]},
        {"batch": [{"event": "e", "properties": {"a": [1.5, {"b": {}}]}} for n in range(8_500)]},
        [1.10 + n / 7 for n in range(400_000)],
        [{"id": n, "email": f"{n}@example.com", "tags": ["a"]} for n in range(17_000)],
    ):
        assert Room().fault(json.dumps(value, separators=(",", ":"))) == ""


@pytest.mark.parametrize("kind", ["json", "multipart", "form", "ndjson"])
def test_a_body_is_refused_before_it_is_parsed(
    kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "parse", pytest.fail)
    body = Body(written(tmp_path, "any.json", {}), kind=kind)
    refused = bodies.read(body, "[" + "[]," * 999 + "[]]", SMALL)
    assert isinstance(refused, bodies.Unfit) and "characters, at most" in refused.problems[0].text


def test_who_serves_says_how_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = event_endpoint(tmp_path, body=Body(written(tmp_path, "any.json", {"not": {}})))
    text = [["x" * 10] * 100]
    monkeypatch.setenv("PIPES_BODY_CHARACTERS", "1000")
    with pytest.raises(InvalidCall, match="at most 1,000 are read.*PIPES_BODY_CHARACTERS set to"):
        run(execute(endpoint, text))
    monkeypatch.setenv("PIPES_BODY_CHARACTERS", "20000")
    with pytest.raises(InvalidCall, match="the whole body"):
        run(execute(endpoint, text))
    monkeypatch.setenv("PIPES_BODY_CHARACTERS", "much")
    with pytest.raises(NotConfigured, match="PIPES_BODY_CHARACTERS must be a whole number"):
        run(execute(endpoint, text))


@pytest.mark.parametrize(("kind", "most"), [("form", 100_000), ("multipart", 10_000)])
def test_a_body_has_so_many_fields_and_parts(kind: Any, most: int, tmp_path: Path) -> None:
    body = Body(written(tmp_path, "any.json", {}), kind=kind, media_type="a/b")
    sent = bodies.read(body, json.dumps({"a": [1] * (most - 1), "b": 2}))
    assert isinstance(sent, bodies.Payload)
    refused = bodies.read(body, json.dumps({"a": 2, "b": [1] * most}))
    assert isinstance(refused, bodies.Unfit) and refused.problems[0].where == "/b"
    assert f"more than {most:,}" in refused.problems[0].text


def test_names_on_lines_are_kept_once(tmp_path: Path) -> None:
    body = Body(written(tmp_path, "any.json", {}), kind="ndjson")
    values = lines.parse(body, '{"some name": 1}\n' * 50)
    assert len({id(name) for each in values for name in each}) == 1


def test_a_long_field_is_quoted_in_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, most = form.quote, 0

    def quote(text: str, safe: str = "/") -> str:
        nonlocal most
        most = max(most, len(text))
        return str(real(text, safe=safe))

    monkeypatch.setattr(form, "quote", quote)
    body = Body(written(tmp_path, "any.json", {}), kind="form", media_type="a/b")
    text = "é \U0001f600" * 20_000
    sent = bodies.read(body, json.dumps({"a": text}, ensure_ascii=False))
    assert sent.content.decode() == f"a={real(text, safe='')}" and most <= 10_000


def test_of_wrong_lines_the_first_are_told(tmp_path: Path) -> None:
    body = Body(written(tmp_path, "any.json", {}), kind="ndjson")
    refused = bodies.read(body, "1\nx\n" * 5_000)
    assert isinstance(refused, bodies.Unfit) and refused.more
    assert len(refused.problems) == 100
    assert refused.problems[-1].text.startswith("line 200 of the text")


@pytest.mark.parametrize("kind", ["a/b", "application/json-seq"])
@pytest.mark.parametrize(
    "line", ["{}", '{{"a":[{},"é"]}}', '"{}\\n\u2028"', "{}.10", "[[{}],true]"]
)
def test_lines_are_written_as_they_were_read(tmp_path: Path, kind: str, line: str) -> None:
    body = Body(written(tmp_path, "any.json", {}), kind="ndjson", media_type=kind)
    texts = [line.format(n) for n in range(2_500)]
    sent = bodies.read(body, "\n".join(texts))
    begin = "\x1e" if kind.endswith("seq") else ""
    assert sent.content == "".join(f"{begin}{each}\n" for each in texts).encode()


def test_short_lines_are_read_without_a_second_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "parse", pytest.fail)
    body = Body(written(tmp_path, "any.json", {}), kind="ndjson")
    text = '1\n {"a": [1.10, {"b": null}]} \n\n\x1e"x"\r\n' + "[" * 100 + "]" * 100
    assert lines.parse(body, text)[:3] == [1, {"a": [Decimal("1.10"), {"b": None}]}, "x"]


@pytest.mark.parametrize(
    "line",
    [
        "[" * 101 + "]" * 101,
        '"\\ud800"',
        '"\ud800"',
        "NaN",
        "1 2",
        "",
        '{"a":1,"a":2}',
        "01",
        "1e999",
        "{",
    ],
)
def test_what_is_wrong_with_a_short_line_is_told_as_of_any_text(tmp_path: Path, line: str) -> None:
    body = Body(written(tmp_path, "any.json", {}), kind="ndjson")
    made = lines.parse(body, f"1\n{line}\n2")
    if not line:
        assert made == [1, 2]
        return
    with pytest.raises(json_text.Malformed) as whole:
        json_text.parse(line)
    assert [each.text for each in made.problems] == [f"line 2 of the text: {whole.value}"]


def test_arguments_that_are_long_are_not_looked_at_on_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: list[bool] = []
    real = calls._prepare

    def prepare(*given: Any) -> Any:
        where.append(threading.current_thread() is threading.main_thread())
        return real(*given)

    monkeypatch.setattr(calls, "_prepare", prepare)
    members = (Member("a", "a"), Member("b", "b"))
    body = Body(written(tmp_path, "never.json", {"not": {}}), members=members)
    for arguments in ({"a": "x"}, {"a": "x" * 5_000}, {"b": ["x"] * 5_000}):
        with pytest.raises(InvalidCall):
            run(
                calls.call(
                    event_endpoint(tmp_path, body=body, strict=None), ToolContext(), arguments
                )
            )
    assert where == [True, False, False]


@pytest.mark.parametrize("unit", ["[],", "{},", "[[]],", '{"a":1},', "1.10,", '"",', "1,", '"a",'])
def test_a_body_takes_ten_times_its_characters_or_as_much_as_the_longest_has(unit: str) -> None:
    """Of what is read; more of the same than goes into the room is refused."""
    room = Room(50_000)
    longest = 50_000 // len(unit) - 2
    while room.fault(f"[{unit * longest}1]"):
        longest -= 100
    text = f"[{unit * longest}1]"
    assert held(json_text.parse(text)) + 2 * len(text) <= 1.34 * max(10 * len(text), room.most)
    assert room.fault(f"[{unit * 50_000}1]")


@pytest.mark.parametrize("number", ["1", "0.1", "1e9", "-1.5E-9"])
def test_a_number_without_end_is_not_read(number: str) -> None:
    digits = number[-1] * 200_000
    for most in (10_000_000, 10**9):
        for text in (f"{number}{digits}", f'{{"a":[1,{number}{digits}]}}'):
            assert Room(most).fault(text).startswith("a number of more than 65,536 characters")
        assert not Room(most).fault(f'{{"a":"{number}{digits}"}}')
        assert not Room(most).fault(f"{number}{number[-1] * 60_000}")
        assert not Room(most).fault(f"[{f'{number},' * 60_000}1]"[:180_000])
