"""Generated tools send what their documents mean, note where that is not the letter, and keep to it where asked."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk import ToolContext
from arcade_tdk.errors import ToolExecutionError
from runtime_under_test.validation.leniency import (  # type: ignore[import-not-found]
    with_overlaps,
)

from .built import imported
from .pipes import run
from .wire import Wire, answer

CASES = Path(__file__).parents[1] / "cases"
Send = Callable[..., tuple[Any, Any]]
KEEPER = {"id": "k", "kind": "keeper"}


@pytest.fixture
def lenient(tmp_path: Path) -> Iterator[Any]:
    with imported("lenient", tmp_path) as tools:
        yield tools


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Any]:
    with imported("strict", tmp_path) as tools:
        yield tools


@pytest.fixture
def parcels(tmp_path: Path) -> Iterator[Any]:
    with imported("discriminators", tmp_path) as tools:
        yield tools


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Send:
    """The tool's answer and the body that arrived."""

    def sent(tool: Any, body: Any, status: int = 200) -> tuple[Any, Any]:
        async def work() -> tuple[Any, Any]:
            async with Wire((answer(status),)) as wire:
                for name in ("GARDEN_BASE_URL", "PARCELS_BASE_URL"):
                    monkeypatch.setenv(name, wire.url)
                given = await tool(ToolContext(), mode="execute", request_body=json.dumps(body))
                [request] = wire.received
                return given, json.loads(request.body)

        return run(work())

    return sent


def refusal(tool: Any, body: Any) -> str:
    call = tool(ToolContext(), mode="execute", request_body=json.dumps(body))
    with pytest.raises(ToolExecutionError, match="not_sent") as caught:
        asyncio.run(call)
    return str(caught.value)


def test_a_value_that_fits_several_branches_is_sent_with_a_note(lenient: Any, send: Send) -> None:
    given, arrived = send(lenient.add_bed, {"plant": "Leek", "size": 4})
    assert arrived == {"plant": "Leek", "size": 4}
    [note] = given["notes"]
    assert note.startswith("/size: ") and "fits more than one" in note


def test_a_value_that_fits_no_branch_is_refused_all_the_same(lenient: Any) -> None:
    assert "/size" in refusal(lenient.add_bed, {"plant": "Leek", "size": "big"})


def test_a_value_that_breaks_a_format_is_sent_with_a_note(lenient: Any, send: Send) -> None:
    given, arrived = send(lenient.add_bed, {"plant": "Leek", "gate": "north"})
    assert arrived["gate"] == "north"
    assert given["notes"] == ["/gate: expected the format uuid; sent as it is"]


def test_an_error_of_the_api_has_the_notes_too(lenient: Any, send: Send) -> None:
    with pytest.raises(ToolExecutionError, match="/gate: expected the format uuid; sent as it is"):
        send(lenient.add_bed, {"plant": "Leek", "gate": "north"}, status=422)


def test_a_value_by_the_letter_has_no_notes(lenient: Any, send: Send) -> None:
    given, _ = send(lenient.add_bed, {"plant": "Leek", "size": 4.5})
    assert "notes" not in given


def test_a_fault_beside_what_is_only_noted_is_told_alone(lenient: Any) -> None:
    said = refusal(lenient.add_bed, {"plant": "Leek" * 9, "gate": "north", "size": 4})
    assert "/plant" in said and "/gate" not in said and "/size" not in said


def test_the_letter_is_kept_where_toolkit_yaml_asks_for_it(strict: Any, send: Send) -> None:
    assert "fits more than one" in refusal(strict.add_bed, {"plant": "Leek", "size": 4})
    assert "the format uuid" in refusal(strict.add_bed, {"plant": "Leek", "gate": "north"})
    given, _ = send(strict.add_bed, {"plant": "Leek", "size": 4.5})
    assert "notes" not in given


def test_what_another_part_asks_for_is_asked_for_although_read_only(
    lenient: Any, send: Send
) -> None:
    _, arrived = send(lenient.add_bed, {"plant": "Leek", "keeper": KEEPER})
    assert arrived["keeper"] == KEEPER
    assert "`id`" in refusal(lenient.add_bed, {"plant": "Leek", "keeper": {"kind": "keeper"}})


@pytest.mark.parametrize(
    ("tool", "body"),
    [
        ("add_carrier", {"vehicle": "Bike", "bags": 2}),
        ("add_carrier", {"vehicle": "truck", "seats": 2}),
        ("add_carrier", {"vehicle": "boat", "knots": 2.5}),
        ("add_stop", {"kind": "Door", "next": {"kind": "locker", "number": 3}}),
        ("add_label", {"label": {"paper": "Roll", "width": 3}}),
        ("add_rate", {"kind": "flat", "price": 3}),
    ],
)
def test_what_a_discriminator_tells_is_sent(parcels: Any, send: Send, tool: str, body: Any) -> None:
    assert send(getattr(parcels, tool), body)[1] == body


@pytest.mark.parametrize(
    ("tool", "body", "said"),
    [
        ("add_carrier", {"vehicle": "Van"}, '"Bike", "van", "truck", "boat"'),
        ("add_carrier", {"vehicle": "van", "seats": "two"}, "/seats"),
        ("add_stop", {"kind": "Lockr"}, '"Door", "locker"'),
        ("add_stop", {"kind": "Door", "next": {"kind": "locker"}}, "/next"),
        ("add_label", {"label": {"paper": "A4", "corner": "top"}}, "/label/corner"),
    ],
)
def test_what_a_discriminator_rules_out_is_refused(
    parcels: Any, tool: str, body: Any, said: str
) -> None:
    assert said in refusal(getattr(parcels, tool), body)


def test_no_negation_is_read_leniently_and_no_data_is_touched() -> None:
    schema = {
        "not": {"oneOf": [{}, {}]},
        "properties": {"oneOf": {"enum": [{"oneOf": [1]}]}, "a": {"oneOf": [{}], "anyOf": [{}]}},
    }
    assert with_overlaps(schema) == {
        "not": {"oneOf": [{}, {}]},
        "properties": {
            "oneOf": {"enum": [{"oneOf": [1]}]},
            "a": {"anyOf": [{}], "allOf": [{"anyOf": [{}]}]},
        },
    }
