"""Puts our own words into a vendor's document, so that only what it says anew makes a difference."""

from __future__ import annotations

from typing import Any

from generator.document.reference_walk import REF
from generator.pull.structure import KeyRole, is_prose, role_of, skeleton
from generator.pull.structure_diff import UNORDERED, aligned


def in_our_words(ours: Any, vendor: Any, role: KeyRole = KeyRole.FIELDS, keyword: str = "") -> Any:
    """Their document, or a part of it, with our prose wherever ours has such a part.

    What only theirs has keeps its own words, and comes last where order means nothing: that is
    what ours becomes once it is edited.
    """
    if isinstance(ours, dict) and isinstance(vendor, dict) and role is not KeyRole.DATA:
        # A reference stands for another part, which has words of its own.
        is_same_part = (REF in ours) == (REF in vendor)
        return _object(ours, vendor, role) if is_same_part else vendor
    if isinstance(ours, list) and isinstance(vendor, list) and role is not KeyRole.DATA:
        return _list(ours, vendor, role, keyword)
    return vendor


def _object(ours: dict[str, Any], vendor: dict[str, Any], role: KeyRole) -> dict[str, Any]:
    kept = {
        key: (
            value
            if is_prose(role, key)
            else in_our_words(value, vendor[key], *_read(role, key, value))
        )
        for key, value in ours.items()
        if is_prose(role, key) or key in vendor
    }
    added = {
        key: value for key, value in vendor.items() if key not in ours and not is_prose(role, key)
    }
    return kept | added


def _read(role: KeyRole, key: str, value: Any) -> tuple[KeyRole, str]:
    return role_of(role, key, value), key if role is KeyRole.FIELDS else ""


def _list(ours: list[Any], vendor: list[Any], role: KeyRole, keyword: str) -> list[Any]:
    if keyword not in UNORDERED and len(ours) == len(vendor):
        return [in_our_words(one, other, role) for one, other in zip(ours, vendor, strict=True)]
    twins = aligned(
        [skeleton(each, role) for each in ours], [skeleton(each, role) for each in vendor]
    )
    said = {their: in_our_words(ours[our], vendor[their], role) for our, their in twins.items()}
    added = [index for index in range(len(vendor)) if index not in said]
    order = [*said, *added] if keyword in UNORDERED else range(len(vendor))
    return [said.get(index, vendor[index]) for index in order]
