"""Remembers what was seen of a vendor's document, so that only what is new has to be read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.core.json_value import canonical
from generator.core.problems import Place, Problem, ProblemsError
from generator.pull.structure_diff import StructureChange, StructureDifference
from generator.workspace.atomic_file import replace_file
from generator.workspace.files import MOST_BYTES, read_plain

NAME = "seen.json"

_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_KEYS = frozenset({"url", "etag", "document", "ours", "accepted"})
_DIGESTS = ("document", "ours")


@dataclass(frozen=True, slots=True)
class Baseline:
    """What `--accept` or `--write` recorded last; empty where neither ran.

    `document` and `ours` are digests of the bytes of both documents. `accepted` are the differences
    there were then: a digest each, by its pointer in ours and what it was.
    """

    url: str = ""
    etag: str = ""
    document: str = ""
    ours: str = ""
    accepted: frozenset[tuple[str, str]] = frozenset()

    def is_current(self, document: str, ours: str) -> bool:
        """Whether neither document has changed since."""
        return bool(self.document) and (self.document, self.ours) == (document, ours)

    def etag_for(self, url: str, ours: str) -> str:
        """The ETag to ask with; none where an answer of 'unchanged' would not settle everything."""
        return self.etag if (self.url, self.ours) == (url, ours) else ""


def digest(data: bytes) -> str:
    """A digest as it is recorded."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def mark(difference: StructureDifference) -> tuple[str, str]:
    """What a difference is remembered by: where it is in ours, and what it is in theirs.

    What ours has there counts only where theirs has nothing, so that an edit of ours is no news.
    """
    removed = difference.change is StructureChange.REMOVED
    said = canonical(
        [difference.change.name.lower(), difference.ours if removed else difference.vendor]
    )
    return difference.pointer, digest(said.encode("ascii"))


def read_baseline(folder: Path, shown: str) -> Baseline:
    """What was recorded for the toolkit in this folder; raises ProblemsError for nonsense."""
    path = folder / NAME
    if not path.exists():
        return Baseline()
    try:
        raw = json.loads(read_plain(path, shown, MOST_BYTES))
    except (ValueError, RecursionError):
        raise ProblemsError([_invalid(shown, "it is not JSON")]) from None
    reason = _fault(raw)
    if reason:
        raise ProblemsError([_invalid(shown, reason)])
    accepted = frozenset((each["pointer"], each["difference"]) for each in raw["accepted"])
    return Baseline(raw["url"], raw["etag"], raw["document"], raw["ours"], accepted)


def write_baseline(folder: Path, baseline: Baseline) -> bool:
    """Record it; whether the file changed."""
    path = folder / NAME
    data = _text(baseline).encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return False
    replace_file(path, data)
    return True


def record(
    url: str, etag: str, vendor: bytes, ours: bytes, differences: Iterable[StructureDifference]
) -> Baseline:
    """What there is to remember of a comparison."""
    # An ETag goes into a header, so one that is not spelled as RFC 9110 has it is not kept.
    etag = etag if _ETAG.fullmatch(etag) else ""
    return Baseline(url, etag, digest(vendor), digest(ours), frozenset(map(mark, differences)))


def _text(baseline: Baseline) -> str:
    accepted = [
        {"pointer": pointer, "difference": said} for pointer, said in sorted(baseline.accepted)
    ]
    content: Mapping[str, Any] = {
        "url": baseline.url,
        "etag": baseline.etag,
        "document": baseline.document,
        "ours": baseline.ours,
        "accepted": accepted,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _fault(raw: Any) -> str:
    """What is wrong with the content; empty where nothing is."""
    if not isinstance(raw, dict) or set(raw) != _KEYS:
        return f"its keys are not {', '.join(sorted(_KEYS))}"
    if not all(isinstance(raw[key], str) for key in ("url", "etag")):
        return "url and etag are not both text"
    if raw["etag"] and not _ETAG.fullmatch(raw["etag"]):
        return "etag is not an ETag"
    if not all(isinstance(raw[key], str) and _DIGEST.fullmatch(raw[key]) for key in _DIGESTS):
        return "document and ours are not both digests"
    if not isinstance(raw["accepted"], list) or not all(map(_is_accepted, raw["accepted"])):
        return "accepted is not a list of differences"
    return ""


def _is_accepted(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and set(raw) == {"pointer", "difference"}
        and all(isinstance(each, str) for each in raw.values())
    )


def _invalid(shown: str, reason: str) -> Problem:
    hint = "toolgen pull --accept writes it anew; delete it first"
    message = f"what was seen last cannot be read: {reason}"
    return Problem("pull-seen-invalid", message, Place(shown, 1, 1), "#", hint=hint)
