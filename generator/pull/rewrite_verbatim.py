"""Makes the new content of a verbatim document, in the form that the old one has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.core.problems import Place, Problem, ProblemsError
from generator.document.load import load
from generator.document.located import MarkedDict
from generator.pull.vendor_document import VendorDocument, looks_like_json


def taken_over(vendor: VendorDocument, path: Path, ours: bytes) -> bytes:
    """The bytes for our file: theirs as they are, or in the form that ours has, JSON or YAML.

    Raises ProblemsError where YAML of the other form would not say the same.
    """
    wants_json = looks_like_json(ours)
    if wants_json == vendor.is_json:
        return vendor.data
    root = vendor.document.root
    text = f"{json.dumps(root, indent=2, ensure_ascii=False)}\n" if wants_json else _yaml(root)
    data = text.encode("utf-8")
    if not _say_the_same(vendor, data, path.name):
        message = f"{path.name} is YAML and theirs is JSON, which cannot be written as YAML here"
        hint = "save their document as it is"
        raise ProblemsError([Problem("pull-form", message, Place(path.name, 1, 1), "", "", hint)])
    return data


def without_places(node: Any) -> Any:
    """A document without its places."""
    return json.loads(json.dumps(node))


def same_text(ours: MarkedDict, vendor: MarkedDict) -> bool:
    """Whether both documents say the same to the last word, whatever their form."""
    return _spelled(ours) == _spelled(vendor)


def _yaml(root: MarkedDict) -> str:
    import yaml

    dumped: str = yaml.safe_dump(
        without_places(root), sort_keys=False, allow_unicode=True, width=100
    )
    return dumped


def _say_the_same(vendor: VendorDocument, data: bytes, name: str) -> bool:
    """The writer knows YAML 1.1 and our reader 1.2, so the result is read again."""
    try:
        return same_text(vendor.document.root, load(data, name, vendor.budget).root)
    except ProblemsError:
        return False


def _spelled(root: MarkedDict) -> str:
    return json.dumps(root, sort_keys=True)
