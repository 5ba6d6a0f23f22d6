"""Each correction in overlay.yaml gives its reason, and is needed."""

from __future__ import annotations

from typing import Any

from generator.core.problems import ProblemsError
from generator.document import load, located
from generator.overlay.apply import apply
from tests.specs.conftest import plain


def without_action(corrections: load.Document, index: int) -> load.Document:
    root = located.copied(corrections.root)
    del root["actions"][index]
    del root["actions"].places[index]
    return load.Document(root, corrections.file)


def test_every_action_gives_a_reason(corrections: load.Document) -> None:
    wordless = [
        action["target"]
        for action in corrections.root["actions"]
        if len(action.get("description", "").split()) < 4
    ]
    assert wordless == []


def test_every_action_is_needed(
    written: load.Document, corrections: load.Document, corrected: dict[str, Any]
) -> None:
    idle = []
    for index, action in enumerate(corrections.root["actions"]):
        try:
            result = apply(written, without_action(corrections, index))
        except ProblemsError:
            continue
        if plain(result) == corrected:
            idle.append(action["target"])
    assert idle == []
