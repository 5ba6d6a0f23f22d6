"""Words for how a vendor's document differs from ours, and for what to edit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from generator.core import pointers
from generator.core.problems import escaped
from generator.core.text import amount, shorten
from generator.document.located import Document, place_of
from generator.pull.structure_diff import StructureChange, StructureDifference

_SHORT = 88
_MOST_LINES = 60


def differences_text(
    differences: Sequence[StructureDifference], ours: Document, vendor: Document, *, edits: bool
) -> str:
    """A block of lines a difference: its place in ours and in theirs, both values, the edit.

    `edits` says what to write by hand, for a document in our own words.
    """
    return "".join(
        "".join(f"{escaped(line)}\n" for line in _block(each, ours, vendor, edits))
        for each in differences
    )


def _block(
    difference: StructureDifference, ours: Document, vendor: Document, edits: bool
) -> Iterator[str]:
    here, there = place_of(ours.root, difference.pointer), _vendor_place(difference, vendor)
    yield f"{here or ours.file}: {difference.change.value} {difference.pointer}"
    if difference.change is not StructureChange.ADDED:
        yield f"  ours    {_short(difference.ours)}"
    if difference.change is not StructureChange.REMOVED:
        yield f"  theirs  {_short(difference.vendor)}"
    if there:
        yield f"  see     {there}"
    if edits:
        yield from _edit(difference)


def _vendor_place(difference: StructureDifference, vendor: Document) -> str:
    place = place_of(vendor.root, difference.vendor_pointer)
    return str(place) if place and difference.change is not StructureChange.REMOVED else ""


def _edit(difference: StructureDifference) -> Iterator[str]:
    """What to do by hand; values too long for a line follow as YAML, ready to be pasted."""
    parent, _, _ = difference.pointer.rpartition("/")
    name = (pointers.split(difference.pointer) or ("",))[-1]
    if difference.change is StructureChange.REMOVED:
        yield "  edit    remove it"
        return
    if difference.change is StructureChange.CHANGED:
        value, words = difference.vendor, "write what is theirs"
    elif difference.is_item:
        value, words = [difference.vendor], f"add this item to {difference.pointer}"
    else:
        value, words = {name: difference.vendor}, f"add this to {parent}"
    block = [] if _fits(difference.vendor) else _yaml_lines(value)
    yield (
        f"  edit    {words}, and describe it in words of your own"
        if block
        else f"  edit    {words}"
    )
    yield from (f"          {line}" for line in block[:_MOST_LINES])
    if len(block) > _MOST_LINES:
        left = len(block) - _MOST_LINES
        yield f"          # and {amount(left, 'more line')}: see theirs"


def _fits(value: Any) -> bool:
    return len(_json(value)) <= _SHORT


def _short(value: Any) -> str:
    return shorten(_json(value), _SHORT)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _yaml_lines(value: Any) -> list[str]:
    import yaml

    text: str = yaml.dump(value, Dumper=_dumper(), sort_keys=False, width=100)
    return text.splitlines()


def _dumper() -> Any:
    """PyYAML's safe dumper without anchors, which would turn equal parts into aliases."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return Dumper
