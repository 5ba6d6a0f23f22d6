"""Five thousand calls, two hundred at once, one in five met by a fault: then both sides compare.

The caller's answers and the server's record must agree: what was accepted is there once, what was
not sent is not there, and whatever the server holds, some caller knows of. TOOLGEN_SOAK_SEED
chooses another run.
"""

import json
import os
import random
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.fake_customerio import TEST_KEY, FakeCustomerio, Fault, faults, seeded

from .environment import Environment
from .tools import TOOLS

SCRIPT = Path(__file__).with_name("soak_calls.py")
SEED = int(os.environ.get("TOOLGEN_SOAK_SEED", "20261123"))
CALLS = 5_000
AT_ONCE = 200
FAULT_RATE = 0.2
SECONDS = 400
FAULTS: tuple[Fault, ...] = (
    faults.answer(400, {"meta": {"errors": ["no"]}}),
    faults.answer(401),
    faults.answer(429, b"", retry_after="0.1"),
    faults.answer(429, b"", retry_after="120"),
    faults.answer(408),
    faults.answer(500),
    faults.answer(500).but_kept(),
    faults.answer(501).but_kept(),
    faults.html(502),
    faults.answer(503, b"", retry_after="0"),
    faults.redirect(307, "http://127.0.0.1:9/"),
    faults.reset_after_read(),
    faults.reset_after_read().but_kept(),
    faults.close_after_read().but_kept(),
    faults.reset_mid_response(),
    faults.stale_connection(),
    faults.truncated(),
    faults.wrong_gzip(),
    faults.not_http(),
    faults.slow(0.2),
)
KINDS = {tool.kind: tool for tool in TOOLS}


def make_item(kind: str, mark: str) -> dict[str, Any]:
    """A right body of a kind, findable by its mark."""
    body: dict[str, Any] = {"userId": mark}
    if kind == "track":
        body["event"] = "Soaked"
    elif kind == "group":
        body["groupId"] = f"group of {mark}"
    elif kind == "alias":
        body["previousId"] = f"former {mark}"
    return body


def make_call(number: int, dice: random.Random) -> dict[str, Any]:
    """A call with marks for its events; one in ten is wrong, one in three names its messages."""
    kind = dice.choice(list(KINDS))
    marks = [f"mark-{number}"]
    if kind == "batch":
        marks = [f"mark-{number}-{position}" for position in range(dice.randint(1, 8))]
        kinds = [dice.choice(list(KINDS)[:-1]) for _ in marks]
        items = [{"type": each, **make_item(each, mark)} for each, mark in zip(kinds, marks)]
        body: dict[str, Any] = {"batch": items}
    else:
        body = make_item(kind, marks[0])
        items = [body]
    if dice.random() < 1 / 3:
        for item, mark in zip(items, marks):
            item["messageId"] = f"message of {mark}"
    if dice.random() < 0.1:
        items[-1]["timestamp"] = 1_767_323_045
    return {
        "tool": KINDS[kind].function,
        "arguments": KINDS[kind].execute(json.dumps(body), dice.choice([None, "1"])),
        "marks": marks,
    }


@pytest.fixture(scope="module")
def calls() -> list[dict[str, Any]]:
    """The same calls for the same seed."""
    dice = random.Random(SEED)
    return [make_call(number, dice) for number in range(CALLS)]


@pytest.fixture(scope="module")
def soaked() -> FakeCustomerio:
    """The server of the run, kept to be looked at after it has stopped."""
    return FakeCustomerio(max_seconds=SECONDS)


@pytest.fixture(scope="module")
def answers(
    served: Environment, soaked: FakeCustomerio, calls: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What each call was told."""
    soaked.faults.chooser = seeded(SEED, FAULT_RATE, FAULTS)
    with soaked:
        done = subprocess.run(
            [str(served.python), str(SCRIPT)],
            input=json.dumps({"calls": calls, "at_once": AT_ONCE}),
            cwd=served.home,
            env=served.variables(CUSTOMERIO_API_KEY=TEST_KEY, CUSTOMERIO_BASE_URL=soaked.url),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def held(soaked: FakeCustomerio) -> Counter[str]:
    """How many events the server holds, by mark."""
    return Counter(event["userId"] for event in soaked.service.events.values())


def test_every_call_was_answered(
    answers: list[dict[str, Any]],
    calls: list[dict[str, Any]],
    soaked: FakeCustomerio,
    capsys: pytest.CaptureFixture[str],
) -> None:
    outcomes = Counter(answer["outcome"] for answer in answers)
    met = Counter(request.fault for request in soaked.service.requests if request.fault)
    with capsys.disabled():
        print(f"\nsoak, seed {SEED}: {len(answers)} calls, {dict(sorted(outcomes.items()))}")
        print(f"  {len(soaked.service.requests)} requests, {met.total()} of them met a fault,")
        print(f"  {len(soaked.service.events)} events held, {soaked.connections} connections")
    assert len(answers) == len(calls)
    assert set(outcomes) == {"accepted", "accepted_unverified", "not_sent", "rejected", "unknown"}
    assert set(met) == {fault.name for fault in FAULTS}


def test_what_was_accepted_is_there_once_by_its_id(
    answers: list[dict[str, Any]], calls: list[dict[str, Any]], soaked: FakeCustomerio
) -> None:
    marks = held(soaked)
    for answer, call in zip(answers, calls):
        if answer["outcome"].startswith("accepted"):
            events = [soaked.service.events[each] for each in answer["message_ids"]]
            assert [event["userId"] for event in events] == call["marks"]
            assert [marks[mark] for mark in call["marks"]] == [1] * len(call["marks"])


@pytest.mark.parametrize("outcome", ["not_sent", "rejected"])
def test_what_was_refused_is_absent(
    answers: list[dict[str, Any]],
    calls: list[dict[str, Any]],
    soaked: FakeCustomerio,
    outcome: str,
) -> None:
    marks = held(soaked)
    refused = [call for answer, call in zip(answers, calls) if answer["outcome"] == outcome]
    assert refused
    assert [call for call in refused if any(marks[mark] for mark in call["marks"])] == []


def test_what_was_not_sent_reached_nobody(
    answers: list[dict[str, Any]], calls: list[dict[str, Any]], soaked: FakeCustomerio
) -> None:
    unsent = {
        mark
        for answer, call in zip(answers, calls)
        if answer["outcome"] == "not_sent"
        for mark in call["marks"]
    }
    arrived = {
        item["userId"]
        for request in soaked.service.requests
        for item in (request.json.get("batch") or [request.json])
    }
    assert unsent & arrived == set()


def test_nothing_that_the_server_holds_is_unaccounted_for(
    answers: list[dict[str, Any]], calls: list[dict[str, Any]], soaked: FakeCustomerio
) -> None:
    known = Counter(
        mark
        for answer, call in zip(answers, calls)
        if answer["outcome"] in ("accepted", "accepted_unverified", "unknown")
        for mark in call["marks"]
    )
    assert set(held(soaked)) <= set(known)
    assert max(held(soaked).values()) == 1
