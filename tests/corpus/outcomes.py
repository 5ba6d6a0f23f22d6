"""What became of calls: one word for each, from what was recorded and what the judge says."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFORMING = "conforming"
OVERLAP = "overlap"
"""Conforms but for a oneOf whose branches overlap in the vendor's own document."""
READ_ONLY = "read only"
"""Conforms but for members that are readOnly, which a request should not hold, but may."""
WRONG = "wrong"
NOT_JUDGED = "not judged"
NOT_ACCEPTED = "not accepted"
"""Sent, answered with a documented success, and still an error to the caller."""
REFUSED = "refused"
"""Not sent, although made from the tool's own schema."""
UNMADE = "unmade"
"""No arguments could be made for it here."""
INVALID = "invalid example"
"""The vendor's own schema does not take it, sent or not."""
REFUSED_EXAMPLE = "refused example"


PHRASES = (
    "fits exactly one alternative",
    "expected the format",
    "no body could be made",
    "is valid under each of",
    "is not valid under any of the given schemas",
    "Tried to write read-only property",
    "could not be resolved",
    "discriminating property",
    "is a required property",
    "Additional properties",
    "Unevaluated properties",
    "is not of type",
    "is not one of",
    "for not nullable",
    "does not match",
    "is too short",
    "is too long",
    "is not a 'date-time'",
    "is not a 'time'",
    "is not a 'uuid'",
    "a body of",
    "Security",
    "Path not found",
    "expected",
)
"""What our tools and the judges say, most telling first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One call: what it was, what became of it, and what was said about it."""

    call: str
    word: str
    operation: str
    said: str = ""

    @property
    def kind(self) -> str:
        """Which known words were said; nothing else is told, since faults quote documents."""
        found = [phrase for phrase in PHRASES if phrase in self.said]
        return "; ".join(found[:3]) or "in other words"


def outcomes(calls: Path, verdicts: Path) -> Iterator[Outcome]:
    """Every call's outcome."""
    with calls.open(encoding="utf-8") as recorded, verdicts.open(encoding="utf-8") as judged:
        records = (record for record in map(json.loads, recorded) if "kind" in record)
        for record, verdict in zip(records, map(json.loads, judged), strict=True):
            word, said = _word(record, verdict)
            yield Outcome(record["kind"], word, record.get("operation", ""), said)


def counted(found: list[Outcome]) -> dict[str, int]:
    """How many calls each word was said of."""
    return dict(Counter(outcome.word for outcome in found))


def _word(record: dict[str, Any], verdict: dict[str, str]) -> tuple[str, str]:
    if "unmade" in record:
        return UNMADE, record["unmade"]
    if "refused" in record and not record.get("requests"):
        return _refused(record, verdict)
    if fault := verdict["fault"]:
        own = _fault(verdict.get("example", ""))
        return (INVALID if own == WRONG else _fault(fault)), fault
    if "refused" in record:
        return NOT_ACCEPTED, record["refused"]
    return CONFORMING, ""


def _refused(record: dict[str, Any], verdict: dict[str, str]) -> tuple[str, str]:
    if record["kind"] != "example":
        return REFUSED, record["refused"]
    own = verdict.get("example", "")
    if own.startswith("not judged"):
        return NOT_JUDGED, own
    if "is valid under each of" in own:
        return REFUSED_EXAMPLE, f"oneOf overlaps; {record['refused']}"
    return (INVALID, own) if own else (REFUSED_EXAMPLE, record["refused"])


def _fault(fault: str) -> str:
    if not fault:
        return CONFORMING
    if fault.startswith("not judged"):
        return NOT_JUDGED
    if "is valid under each of" in fault:
        return OVERLAP
    return READ_ONLY if _only_read_only(fault) else WRONG


def _only_read_only(fault: str) -> bool:
    """Whether every single fault is that of a member that is read only."""
    told = fault.split("; $")[1:]
    return bool(told) and all("Tried to write read-only" in each for each in told)
