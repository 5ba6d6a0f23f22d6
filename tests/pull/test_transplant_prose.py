"""Our words stay in a vendor's document wherever both say the same, so that nothing else is news."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest

from generator.document.load import load
from generator.pull.structure import only, reached
from generator.pull.structure_diff import structure_differences
from generator.pull.transplant_prose import in_our_words

ROOT = Path(__file__).parents[2]


def test_words_of_ours_structure_of_theirs() -> None:
    ours: dict[str, Any] = {
        "description": "ours",
        "properties": {
            "description": {"type": "string", "title": "ours"},
            "gone": {"type": "string"},
        },
        "oneOf": [{"type": "string", "title": "ours"}, {"const": 1, "title": "ours too"}],
        "x-ours": True,
        "default": {"title": "a value"},
    }
    theirs = {
        "title": "theirs",
        "description": "theirs",
        "properties": {
            "new": {"title": "theirs"},
            "description": {"type": "number", "title": "theirs", "x-theirs": 1},
        },
        "oneOf": [{"const": 2}, {"type": "string", "description": "theirs"}, {"const": 1}],
        "default": {"title": "another value"},
        "required": ["new"],
    }
    assert in_our_words(ours, theirs) == {
        "description": "ours",
        "properties": {
            "description": {"type": "number", "title": "ours"},
            "new": {"title": "theirs"},
        },
        "oneOf": [
            {"type": "string", "title": "ours"},
            {"const": 1, "title": "ours too"},
            {"const": 2},
        ],
        "x-ours": True,
        "default": {"title": "another value"},
        "required": ["new"],
    }


def test_where_order_counts_it_is_theirs() -> None:
    ours = {"prefixItems": [{"type": "string", "title": "ours"}]}
    theirs = {"prefixItems": [{"type": "null"}, {"type": "string"}]}
    assert in_our_words(ours, theirs) == {
        "prefixItems": [{"type": "null"}, {"type": "string", "title": "ours"}]
    }


def vendor() -> dict[str, Any]:
    folder = os.environ.get("TOOLGEN_REFERENCE")
    if not folder:
        pytest.skip("TOOLGEN_REFERENCE does not name the folder of reference data")
    path = Path(folder) / "customerio-pipelines.vendor.json"
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def test_the_vendors_document_in_our_words_is_ours() -> None:
    path = ROOT / "specs" / "customerio_pipelines" / "openapi.yaml"
    ours = json.loads(json.dumps(load(path.read_bytes(), path.name).root))
    said = in_our_words(ours, vendor())
    assert only(said, reached(said)) == ours


def test_structure_is_theirs_whatever_the_edit() -> None:
    theirs = vendor()
    ours = copy.deepcopy(theirs)
    schemas = ours["components"]["schemas"]
    schemas["alias"]["required"].pop()
    schemas["track"]["oneOf"].reverse()
    schemas["context_page"]["properties"].popitem()
    ours["paths"].pop("/page")
    assert structure_differences(ours, theirs)
    assert structure_differences(in_our_words(ours, theirs), theirs) == ()
