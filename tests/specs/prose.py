"""The sentences of a document, so that a test can tell whether two documents share any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.pull.structure import NAMES, PROSE

RUN = 6


def sentences(node: Any, names: bool = False) -> Iterator[str]:
    """Every title, summary, description and text in an `x-` key; examples are data, not prose."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if not names and (key in PROSE or key.startswith("x-")):
                if key not in ("example", "examples"):
                    yield from _strings(value)
            else:
                yield from sentences(value, not names and key in NAMES)
    elif isinstance(node, list):
        for item in node:
            yield from sentences(item)


def comments(text: str) -> Iterator[str]:
    """What a YAML file says in lines of their own that are comments."""
    return (line.strip() for line in text.splitlines() if line.lstrip().startswith("#"))


def shared_runs(ours: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """Every run of six words in ours that occurs in theirs as well; case and marks do not count."""
    known = {run for sentence in theirs for run in _runs(sentence)}
    return sorted({run for sentence in ours for run in _runs(sentence) if run in known})


def _runs(sentence: str) -> Iterator[str]:
    words = re.findall(r"\w+", sentence.lower())
    return (" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
