"""Prepares text from a document for agents and people: bounded, on one line, and watched for steering."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from generator.core.text import ELLIPSIS, shorten_at_word
from generator.emit.plain_text import comments, plain_text

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f"
    r"\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Also the tags and selectors that spell out text which nobody sees and models read."""

_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r".+?(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bNo)[.!?](?=\s+[^a-z\s]|$)")
"""Up to a full stop that does not end an abbreviation."""

LINE = 300
PARAGRAPH = 900

_STEERING = (
    re.compile(r"<\s*/?\s*(important|system|instructions?|assistant|secret)\b", re.IGNORECASE),
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


_ADDRESSED = re.compile(
    r"\b(agents?|assistants?|chatbots?|LLMs?|language models?|system prompt|you (must|should|are|will)|always|never)\b",
    re.IGNORECASE,
)
"""What comments that arrange a page, such as `theme: warning`, do not say; agents do not see them."""


def escape_invisible(text: str) -> str:
    """Text on one line, unprintable characters spelled out, white space folded."""
    text = str(text)
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most texts are so plain
    return escape_unprintable(_SPACE.sub(" ", text).strip())


def escape_unprintable(text: str) -> str:
    """Text with a visible escape for each control, bidirectional, zero-width, filling and tag character."""
    return _UNPRINTABLE.sub(lambda m: _escaped(ord(m[0])), text)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str, limit: int = LINE) -> str:
    """Text on one line, invisible characters spelled out, cut at a word where it is longer than `limit`."""
    return shorten_at_word(escape_invisible(text), limit)


def plain_line(text: str, limit: int = LINE) -> str:
    """The same of a text in Markdown or HTML, as plain sentences."""
    return one_line(plain_text(text), limit)


def first_sentence(text: str) -> str:
    """The first sentence of a text, in plain words, for where one line must do."""
    shown = escape_invisible(plain_text(text))
    match = _SENTENCE.match(shown)
    return one_line(match[0] if match else shown)


def with_full_stop(text: str) -> str:
    """The text with a full stop where it has no mark at its end."""
    return text if text.endswith((".", "!", "?", ":", ELLIPSIS)) else f"{text}."


@lru_cache(maxsize=1 << 12)  # documents say most of what they say of parameters many times
def steering_signs(text: str) -> tuple[str, ...]:
    """Why a text looks as if it wanted to steer an agent rather than describe an API."""
    return tuple(_steering_signs(text))


def _steering_signs(text: str) -> Iterator[str]:
    # ASCII has none of these.
    strange = "" if text.isascii() else text
    hidden = [each for each in strange if unicodedata.category(each) in ("Cf", "Co", "Cn", "Cs")]
    if hidden:
        codes = ", ".join(sorted({f"U+{ord(each):04X}" for each in hidden}))
        yield f"it holds invisible characters ({codes})"
    for pattern in _STEERING:
        if match := pattern.search(text):
            yield f"it reads like an instruction to an agent ({one_line(match[0], 60)})"
    for comment in comments(text):
        if match := _ADDRESSED.search(comment):
            yield f"a comment speaks to whoever reads it ({one_line(match[0], 60)})"
