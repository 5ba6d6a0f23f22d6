"""Prepares text from a document for agents and people: bounded, on one line, and watched for steering."""

import re
import unicodedata
from collections.abc import Iterator

from generator.core.text import ELLIPSIS, shorten_at_word
from generator.emit import literals

LINE = 300
PARAGRAPH = 900

_STEERING = (
    re.compile(r"<\s*/?\s*(important|system|instructions?|assistant|secret)\b", re.IGNORECASE),
    re.compile(r"<!--"),
    re.compile(
        r"\b(ignore|disregard|forget)\b.{0,40}\b(previous|prior|above|earlier|other)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(call|use|run|invoke)\b.{0,40}\btool\b.{0,20}\b(first|before)\b", re.IGNORECASE),
    re.compile(r"\bdo not (tell|mention|reveal|inform)\b", re.IGNORECASE),
    re.compile(
        r"\b(api[ _-]?key|secret|token|password)s?\b.{0,60}\b(send|include|append|pass|paste)\b.{0,40}\b(to|into|in)\b.{0,20}\b(http|url|address)",
        re.IGNORECASE,
    ),
)


def line(text: str, limit: int = LINE) -> str:
    """Text on one line, invisible characters spelled out, cut at a word where it is longer than `limit`."""
    return shorten_at_word(literals.visible(text), limit)


def first_sentence(text: str) -> str:
    """The first sentence of a text, for where one line must do."""
    shown = literals.visible(text)
    match = re.match(r".+?[.!?](?=\s|$)", shown)
    return line(match[0] if match else shown)


def ended(text: str) -> str:
    """The text with a full stop where it has no mark at its end."""
    return text if text.endswith((".", "!", "?", ":", ELLIPSIS)) else f"{text}."


def suspicious(text: str) -> Iterator[str]:
    """Why a text looks as if it wanted to steer an agent rather than describe an API."""
    hidden = [each for each in text if unicodedata.category(each) in ("Cf", "Co", "Cn", "Cs")]
    if hidden:
        codes = ", ".join(sorted({f"U+{ord(each):04X}" for each in hidden}))
        yield f"it holds invisible characters ({codes})"
    for pattern in _STEERING:
        if match := pattern.search(text):
            yield f"it reads like an instruction to an agent ({line(match[0], 60)})"
