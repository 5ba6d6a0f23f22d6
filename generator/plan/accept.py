"""Decides what a call asks for, of the media types that its answer is documented to have."""

from collections.abc import Sequence

_JSON = "application/json"
_LEAST = 1
"""Tenths: as much as the last of many types is wanted."""


def accept_header(types: Sequence[str]) -> str:
    """The documented types, JSON first, then what is JSON too, then text, then all others.

    Of several the first is wanted most and each next one less. Where any type is taken, JSON is.
    """
    if any(each in ("*/*", "application/*") for each in types):
        types = [_JSON, *types]
    ordered = sorted(dict.fromkeys(types), key=_rank)  # of a rank, in the document's order
    weights = [f";q=0.{max(10 - place, _LEAST)}" if place else "" for place in range(len(ordered))]
    return ", ".join(map("".join, zip(ordered, weights, strict=True))) or _JSON


def _rank(media_type: str) -> int:
    kind = media_type.partition(";")[0].strip().lower()
    if "*" in kind:
        return 4
    if kind == _JSON:
        return 0
    if kind.endswith(("+json", "/json")):
        return 1
    return 2 if kind.startswith("text/") else 3
