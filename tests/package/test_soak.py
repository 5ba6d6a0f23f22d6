"""Thousands of calls, two hundred at once, one in five met by a fault: then both sides compare.

They are made in one process, through Arcade's server, through the protocol's SDK, and through two
processes of it over HTTP, one of which is killed meanwhile.

The caller's answers and the server's record must agree: what was accepted is there once, what was
not sent is not there, and whatever the server holds, some caller knows of. TOOLGEN_SOAK_SEED
chooses another run.
"""

import json
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp.types import CallToolResult

from tests.fake_customerio import TEST_KEY, FakeCustomerio, Fault, faults, seeded

from .environment import Environment
from .session import HttpServer, HttpSession, Session, error_text
from .tools import PACKAGE, TOOLS

SCRIPT = Path(__file__).with_name("soak_calls.py")
SEED = int(os.environ.get("TOOLGEN_SOAK_SEED", "20261123"))
CALLS = {"in process": 3_600, "Arcade": 450, "SDK": 450, "HTTP": 500}
KILLED_AFTER = 100
AT_ONCE = 200
AT_ONCE_BY_TWO = 40
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
        "name": KINDS[kind].mcp_name,
        "arguments": KINDS[kind].execute(json.dumps(body), dice.choice([None, "1"])),
        "marks": marks,
    }


@dataclass(frozen=True)
class Soaked:
    """Calls, what each was told, and the server to be looked at after it has stopped."""

    calls: list[dict[str, Any]]
    answers: list[dict[str, Any]]
    fake: FakeCustomerio

    @property
    def held(self) -> Counter[str]:
        """How many events the server holds, by mark."""
        return Counter(event["userId"] for event in self.fake.service.events.values())

    def marks(self, *outcomes: str) -> Counter[str]:
        """The marks of the calls that were told so, as often as they are in one."""
        return Counter(
            mark
            for answer, call in zip(self.answers, self.calls)
            if answer["outcome"] in outcomes
            for mark in call["marks"]
        )


@pytest.fixture(scope="module", params=CALLS)
def soaked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Soaked:
    """The same calls for the same seed."""
    dice = random.Random(SEED)
    calls = [make_call(number, dice) for number in range(CALLS[request.param])]
    environment = request.getfixturevalue(
        "by_sdk" if request.param in ("SDK", "HTTP") else "served"
    )
    fake = FakeCustomerio(max_seconds=SECONDS)
    fake.faults.chooser = seeded(SEED, FAULT_RATE, FAULTS)
    make = {"in process": in_process, "HTTP": over_http}.get(request.param, over_stdio)
    with fake:
        answers = make(environment, fake, calls, tmp_path_factory.mktemp("soak"))
    return Soaked(calls, answers, fake)


def in_process(
    environment: Environment, fake: FakeCustomerio, calls: list[dict[str, Any]], folder: Path
) -> list[dict[str, Any]]:
    """What the calls are told by the tools' functions themselves."""
    done = subprocess.run(
        [str(environment.python), str(SCRIPT)],
        input=json.dumps({"calls": calls, "at_once": AT_ONCE}),
        cwd=environment.home,
        env=environment.variables(**settings(fake)),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def over_stdio(
    environment: Environment, fake: FakeCustomerio, calls: list[dict[str, Any]], folder: Path
) -> list[dict[str, Any]]:
    """What they are told by the server that is installed."""
    log = folder / "server.log"
    with Session(environment, log, "-m", PACKAGE, **settings(fake)) as session:
        return told(session, calls)


def over_http(
    environment: Environment, fake: FakeCustomerio, calls: list[dict[str, Any]], folder: Path
) -> list[dict[str, Any]]:
    """What they are told by two processes, one of which is killed when it is busy."""
    log = folder / "server.log"
    with HttpServer(environment, log, "--workers", "2", **settings(fake)) as server:
        killer = threading.Thread(target=kill_one, args=(server, fake), daemon=True)
        killer.start()
        with HttpSession(server.url, folder / "client.log") as session:
            answers = told(session, calls, AT_ONCE_BY_TWO)
            killer.join(60)
            assert not killer.is_alive()
            again = told(session, calls[:1])
        assert again[0]["outcome"] != "lost"
        lost = [each for each in answers if each["outcome"] == "lost"]
        assert 0 < len(lost) <= AT_ONCE_BY_TWO
    return answers


def kill_one(server: HttpServer, fake: FakeCustomerio) -> None:
    """Kills the worker that is at work on calls, and waits until another has taken its place."""
    while len(fake.service.requests) < KILLED_AFTER or len(workers(server)) < 2:
        time.sleep(0.02)
    before = workers(server)
    os.kill(busiest(before), signal.SIGKILL)
    while len(workers(server)) == len(before):
        time.sleep(0.1)


def busiest(processes: list[int]) -> int:
    """The one that takes most CPU; which one gets a client's connection is nobody's choice."""
    begun = {each: ticks(each) for each in processes}
    time.sleep(0.1)
    return max(processes, key=lambda each: ticks(each) - begun[each])


def ticks(process: int) -> int:
    """The CPU that a process took, in hundredths of a second."""
    said = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(said[11]) + int(said[12])


def workers(server: HttpServer) -> list[int]:
    """The processes that have begun to serve, by what the log says."""
    lines = [json.loads(each) for each in server.said.splitlines() if each.endswith("}")]
    words = [line["message"] for line in lines if "Started server process" in line["message"]]
    return [int(each.partition("[")[2].rstrip("]")) for each in words]


def told(
    session: Session, calls: list[dict[str, Any]], at_once: int = AT_ONCE
) -> list[dict[str, Any]]:
    """What each call was told; `lost` where its server went away."""
    made = [(call["name"], call["arguments"]) for call in calls]
    return [outcome(each) for each in session.call_many(made, at_once)]


def outcome(result: CallToolResult | Exception) -> dict[str, Any]:
    """The answer, or the first word of an error's text."""
    if isinstance(result, Exception):
        return {"outcome": "lost"}
    if result.is_error:
        return {"outcome": error_text(result).partition(":")[0]}
    answer: dict[str, Any] = result.structured_content or {}
    return answer


def settings(fake: FakeCustomerio) -> dict[str, str]:
    """The environment of who serves."""
    return {"CUSTOMERIO_API_KEY": TEST_KEY, "CUSTOMERIO_BASE_URL": fake.url}


def test_every_call_was_answered(soaked: Soaked, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = Counter(answer["outcome"] for answer in soaked.answers)
    service = soaked.fake.service
    met = Counter(request.fault for request in service.requests if request.fault)
    with capsys.disabled():
        print(f"\nsoak, seed {SEED}: {len(soaked.answers)} calls, {dict(sorted(outcomes.items()))}")
        print(f"  {len(service.requests)} requests, {met.total()} of them met a fault,")
        print(f"  {len(service.events)} events held, {soaked.fake.connections} connections")
    assert len(soaked.answers) == len(soaked.calls)
    del outcomes["lost"]
    assert set(outcomes) == {"accepted", "accepted_unverified", "not_sent", "rejected", "unknown"}
    names = {fault.name for fault in FAULTS}
    assert set(met) <= names and len(names - set(met)) <= (0 if len(soaked.calls) > 1_000 else 4)


def test_what_was_accepted_is_there_once_by_its_id(soaked: Soaked) -> None:
    held, events = soaked.held, soaked.fake.service.events
    for answer, call in zip(soaked.answers, soaked.calls):
        if answer["outcome"].startswith("accepted"):
            found = [events[each]["userId"] for each in answer["message_ids"]]
            assert found == call["marks"]
            assert [held[mark] for mark in call["marks"]] == [1] * len(call["marks"])


@pytest.mark.parametrize("outcome", ["not_sent", "rejected"])
def test_what_was_refused_is_absent(soaked: Soaked, outcome: str) -> None:
    refused = soaked.marks(outcome)
    assert refused
    assert set(refused) & set(soaked.held) == set()


def test_what_was_not_sent_reached_nobody(soaked: Soaked) -> None:
    arrived = {
        item["userId"]
        for request in soaked.fake.service.requests
        for item in (request.json.get("batch") or [request.json])
    }
    assert set(soaked.marks("not_sent")) & arrived == set()


def test_nothing_that_the_server_holds_is_unaccounted_for(soaked: Soaked) -> None:
    known = soaked.marks("accepted", "accepted_unverified", "unknown", "lost")
    assert set(soaked.held) <= set(known)
    assert max(soaked.held.values()) == 1
