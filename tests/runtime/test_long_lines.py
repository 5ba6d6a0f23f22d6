"""Long JSON lines are read a stretch at a time, not kept, and say what they would say as a whole."""

import json
import random
from typing import Any

import pytest
from runtime_under_test import doubts, json_reading
from runtime_under_test.content import Content, read
from runtime_under_test.long_lines import read_long_lines
from runtime_under_test.long_list import LongList, short
from runtime_under_test.response import Response

LINES, EVENTS = "application/x-ndjson", "text/event-stream"


def answered(text: str, kind: str = LINES) -> Content:
    response = Response(status=200, most=10**7, media_type=kind, content=bytearray(text.encode()))
    return read(response, lambda text: text)


@pytest.mark.parametrize("seed", range(20))
def test_stretches_make_no_difference(seed: int) -> None:
    rng = random.Random(seed)
    values = [rng.choice([1, 2.5, None, "a\u2028b", {"a": [1]}, ["x" * 40]]) for _ in range(60)]
    gaps = ["\n", "\r\n", "\n\n \n", "\n\x1e"]
    text = "".join(json.dumps(each, ensure_ascii=False) + rng.choice(gaps) for each in values)
    for stretch in (1, 7, 30, 100, 10_000):
        found = read_long_lines(text, json_reading._of_lines, stretch, long=stretch)
        assert isinstance(found, LongList) or len(text) <= stretch
        assert short(found) == values and list(found)[-3:] == values[-3:]
        assert found[17] == values[17]
    wrong = text + '{"a":'
    with pytest.raises(ValueError, match="Expecting"):
        read_long_lines(wrong, json_reading._of_lines, 30, long=30)


def test_what_is_long_is_not_kept_and_read_a_stretch_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[int] = []
    real = json_reading._of_lines

    def of_lines(text: str, *given: bool) -> list[Any]:
        taken.append(len(text))
        return real(text, *given)

    monkeypatch.setattr(json_reading, "_of_lines", of_lines)
    found = answered('{"a":1}\n' * 50_000)
    assert isinstance(found.value, LongList) and len(found.value) == 50_000
    assert max(taken) <= 65_536 and sum(taken) == 400_000
    assert found.value[-1] == {"a": 1} and sum(taken) < 500_000


def test_lines_that_are_nested_too_deep_are_text() -> None:
    fits = "[" * 98 + "]" * 98
    assert answered(f"{fits}\n" * 2_000).kind == "json"
    assert answered(f"{fits}\n" * 2_000 + f"[[{fits}]]\n").kind == "text"


@pytest.mark.parametrize("kind", [EVENTS, LINES])
def test_what_tells_nothing_is_not_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "data: " if kind == EVENTS else "{}}\n"  # which is no JSON, and so a text
    end = "\n\n" if kind == EVENTS else "\n"
    text = head.join(["", *[f'{{"a": "{n}"}}{end}' for n in range(5)]])
    read_texts: list[str] = []
    real = doubts.read

    def noted(text: str, once: bool) -> Any:
        read_texts.append(text)
        return real(text, once=once)

    monkeypatch.setattr(doubts, "read", noted)
    response = Response(status=200, media_type=kind)
    assert not doubts._said(kind, Content("text", text))
    assert len(read_texts) <= 1
    for telling in ('{"ok": false}', '{"\\u006fk": false}'):
        found = Content("text", text + head + telling + end)
        assert "is false in value" in doubts.doubt(response, found, "")
    assert len(read_texts) <= 5


def test_of_an_event_without_an_end_so_many_lines_are_kept() -> None:
    most = doubts._MOST_LINES
    lines = [f"{n}," for n in range(most - 1)]
    event = "\ndata:".join(["", '{"a":[', *lines, '1],"ok":false}'])
    assert list(doubts._events(event)) == [None]
    fits = "\ndata:".join(["", '{"a":[', *lines[1:], '1],"ok":false}'])
    assert next(doubts._events(fits))["ok"] is False
