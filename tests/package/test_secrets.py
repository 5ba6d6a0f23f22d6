"""A canary key and canary persons go through everything that can fail; none of it sings.

Looked at: every answer, and everything that the server process writes with DEBUG logging on.
"""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.fake_customerio import FakeCustomerio, faults

from .session import Session
from .test_faults import TABLE, Seen, Served, meet_in, row_names, served_both
from .tools import PACKAGE, TOOLS

KEY = "canary+key/4b1f9d=77c2"
PERSON = "canary.person@example.net"
PHONE = "+44 20 7946 0417"
# Arcade's server with its own switch for it, which lets every library's log through, and ours.
SERVE_LOUDLY = {
    "served": ("-m", "arcade_mcp_server", "stdio", "-p", PACKAGE, "--debug"),
    "by_sdk": ("-m", PACKAGE, "--log-level", "debug"),
}


def forms_of(secret: str) -> set[str]:
    """How a secret may look in a text: raw, percent-encoded, in base64 with and without a colon."""
    raw = [secret.encode(), f"{secret}:".encode(), f":{secret}".encode()]
    encoded = {base64.b64encode(each).decode().rstrip("=") for each in raw}
    urls = {base64.urlsafe_b64encode(each).decode().rstrip("=") for each in raw}
    return {secret, repr(secret)[1:-1], quote(secret, safe=""), *encoded, *urls}


KEY_FORMS = forms_of(KEY)
PERSON_FORMS = {PERSON, PHONE, quote(PERSON, safe=""), PERSON.upper()}


@pytest.fixture(scope="module")
def both_loud(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Served]]:
    """The toolkit with the canary key and DEBUG logging in either way, and an API that knows the key."""
    with served_both(request, tmp_path_factory, SERVE_LOUDLY, KEY, max_seconds=600) as found:
        yield found


@pytest.fixture(scope="module", params=SERVE_LOUDLY)
def way(request: pytest.FixtureRequest) -> str:
    """One of the two."""
    return str(request.param)


@pytest.fixture(scope="module")
def loud(both_loud: dict[str, Served], way: str) -> Session:
    return both_loud[way].session


@pytest.fixture(scope="module")
def loud_fake(both_loud: dict[str, Served], way: str) -> FakeCustomerio:
    return both_loud[way].fake


@pytest.fixture(scope="module")
def met(both_loud: dict[str, Served]) -> dict[str, dict[str, Seen]]:
    """What came of each row in each way."""
    return {name: meet_in(both_loud, row, of_canary) for name, row in zip(row_names(), TABLE)}


def found_in(text: str, forms: set[str]) -> list[str]:
    """Which forms a text holds."""
    return sorted(form for form in forms if form in text)


def of_canary(body: dict[str, Any]) -> dict[str, Any]:
    """A body about the canary person, still as right or wrong as it was."""
    if "batch" in body:
        return {**body, "batch": [of_canary(item) for item in body["batch"]]}
    named: dict[str, Any] = {
        name: PERSON for name in ("userId", "anonymousId", "groupId") if name in body
    }
    if "properties" in body:
        named["properties"] = {**body["properties"], "phone": PHONE}
    if "traits" in body:
        named["traits"] = {**body["traits"], "email": PERSON, "phone": PHONE}
    return {**body, **named}


def test_the_canary_key_works(loud: Session, loud_fake: FakeCustomerio) -> None:
    """Otherwise nothing below would prove anything."""
    loud_fake.clear()
    for tool in TOOLS:
        body = json.dumps(of_canary(tool.body))
        result = loud.call(tool.mcp_name, **tool.execute(body, "1"))
        assert not result.is_error, result
        assert PERSON in json.dumps(loud_fake.service.requests[-1].json)


def test_no_fault_shows_key_or_person(way: str, met: dict[str, dict[str, Seen]]) -> None:
    assert len(met) == len(TABLE)
    for row, seen in met.items():
        for name, answer in seen[way].answers.items():
            found = found_in(answer.model_dump_json(), KEY_FORMS | PERSON_FORMS)
            assert found == [], (row, name)


@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_an_echo_of_the_request_does_not_show_the_key(
    loud: Session, loud_fake: FakeCustomerio, status: int
) -> None:
    for tool in TOOLS:
        loud_fake.clear()
        loud_fake.faults.add(faults.echo(status), times=4)
        body = json.dumps(tool.body)
        result = loud.call(tool.mcp_name, **tool.execute(body, "1"))
        text = result.model_dump_json()
        assert "RawRequest" in text
        assert found_in(text, KEY_FORMS) == []


WRONG_BODIES: dict[str, Any] = {
    "wrong types": {"userId": [PERSON], "event": {"name": PERSON}, "traits": PERSON},
    "wrong keys": {"user_id": PERSON, "Event": PERSON, "email": PERSON},
    "no time": {"userId": PERSON, "event": "e", "timestamp": PERSON},
    "list": [PERSON],
    "text": PERSON,
    "batch": {"batch": [PERSON, {"type": PERSON}, {"type": "track", "userId": [PERSON]}]},
    "too long": {"userId": PERSON, "event": "e", "properties": {"note": PERSON * 2000}},
}
WRONG_TEXTS: dict[str, str] = {
    **{name: json.dumps(body) for name, body in WRONG_BODIES.items()},
    "half": f'{{"userId": "{PERSON}", "traits": ',
    "no quotes": f"{{userId: {PERSON}}}",
    "not finite": f'{{"userId": "{PERSON}", "n": NaN}}',
    "surrogate": f'{{"userId": "{PERSON}\\ud800"}}',
}


@pytest.mark.parametrize("text", WRONG_TEXTS.values(), ids=WRONG_TEXTS.keys())
def test_no_refusal_repeats_what_it_was_given(loud: Session, text: str) -> None:
    for tool in TOOLS:
        result = loud.call(tool.mcp_name, mode="execute", request_body=text)
        if result.is_error:
            assert found_in(result.model_dump_json(), PERSON_FORMS | KEY_FORMS) == []
    refusals = [
        loud.call(tool.mcp_name, mode="execute", request_body=text).is_error for tool in TOOLS
    ]
    assert any(refusals)


def test_the_log_holds_neither_key_nor_person(loud: Session) -> None:
    """Runs last in this module, after all that could have been logged."""
    log = Path(loud.log).read_text(encoding="utf-8", errors="replace")
    assert "DEBUG" in log
    assert found_in(log, KEY_FORMS) == []
    assert found_in(log, PERSON_FORMS) == []
