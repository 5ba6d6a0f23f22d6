"""Puts our own words into a vendor's document, so that only what it says anew makes a difference."""

from __future__ import annotations

from typing import Any

from generator.document.reference_walk import REF
from generator.pull.structure import Kind, is_prose, kind_of, skeleton
from generator.pull.structure_diff import UNORDERED, aligned


def in_our_words(ours: Any, theirs: Any, kind: Kind = Kind.FIELDS, keyword: str = "") -> Any:
    """Their document, or a part of it, with our prose wherever ours has such a part.

    What only theirs has keeps its own words, and comes last where order means nothing: that is
    what ours becomes once it is edited.
    """
    if isinstance(ours, dict) and isinstance(theirs, dict) and kind is not Kind.DATA:
        # A reference stands for another part, which has words of its own.
        is_same_part = (REF in ours) == (REF in theirs)
        return _object(ours, theirs, kind) if is_same_part else theirs
    if isinstance(ours, list) and isinstance(theirs, list) and kind is not Kind.DATA:
        return _list(ours, theirs, kind, keyword)
    return theirs


def _object(ours: dict[str, Any], theirs: dict[str, Any], kind: Kind) -> dict[str, Any]:
    kept = {
        key: (
            value
            if is_prose(kind, key)
            else in_our_words(value, theirs[key], *_read(kind, key, value))
        )
        for key, value in ours.items()
        if is_prose(kind, key) or key in theirs
    }
    added = {
        key: value for key, value in theirs.items() if key not in ours and not is_prose(kind, key)
    }
    return kept | added


def _read(kind: Kind, key: str, value: Any) -> tuple[Kind, str]:
    return kind_of(kind, key, value), key if kind is Kind.FIELDS else ""


def _list(ours: list[Any], theirs: list[Any], kind: Kind, keyword: str) -> list[Any]:
    if keyword not in UNORDERED and len(ours) == len(theirs):
        return [in_our_words(one, other, kind) for one, other in zip(ours, theirs, strict=True)]
    twins = aligned(
        [skeleton(each, kind) for each in ours], [skeleton(each, kind) for each in theirs]
    )
    said = {their: in_our_words(ours[our], theirs[their], kind) for our, their in twins.items()}
    added = [index for index in range(len(theirs)) if index not in said]
    order = [*said, *added] if keyword in UNORDERED else range(len(theirs))
    return [said.get(index, theirs[index]) for index in order]
