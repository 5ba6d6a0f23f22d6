"""Adds fields to a digest so that no two lists of them run together."""

from __future__ import annotations

import hashlib


def add_fields(digest: hashlib._Hash, *fields: str | bytes) -> None:
    """Add each field with its length before it; text as UTF-8, undecodable names of files as they are."""
    for field in fields:
        data = field.encode("utf-8", "surrogateescape") if isinstance(field, str) else field
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
