"""Tells an OpenAPI document from whatever else an address may answer, by its content alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.core.pointers import ROOT
from generator.core.problems import Place, Problem, ProblemsError, excerpt
from generator.document.load import Budget, load_quickly
from generator.document.located import Document, place_of
from generator.validation.versions import EXPECTED, member_of, version_of

_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?P<html>!doctype html|html|head|body)?", re.IGNORECASE
)

_USUAL = Budget()


@dataclass(frozen=True, slots=True)
class VendorDocument:
    """The vendor's document, with the bytes that it came in, and how many there might have been."""

    document: Document
    data: bytes
    budget: Budget = _USUAL

    @property
    def is_json(self) -> bool:
        """Whether it is written as JSON; it is YAML otherwise."""
        return looks_like_json(self.data)


def read_vendor_document(data: bytes, name: str, budget: Budget = _USUAL) -> VendorDocument:
    """The document that the bytes spell; raises ProblemsError where it is no OpenAPI document.

    `name` is what places call it. Neither its ending nor a media type says how it is written.
    """
    markup = _MARKUP.match(data)
    if markup:
        what = "a web page (HTML)" if markup["html"] else "XML or a web page"
        message = f"{name} is {what}, not an OpenAPI document"
        hint = "give the address of the document itself, not of a page that shows it or of a login"
        problem = Problem.unplaced("pull-html", message, hint, expected="OpenAPI as JSON or YAML")
        raise ProblemsError([problem])
    # The reader takes what ends in .json for nothing but JSON.
    is_odd = name.endswith(".json") and not looks_like_json(data)
    document = load_quickly(data, f"{name} (YAML)" if is_odd else name, budget)
    fault = _unfit(document)
    if fault:
        raise ProblemsError([fault])
    return VendorDocument(document, data, budget)


def looks_like_json(data: bytes) -> bool:
    """Whether the text begins as JSON does."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _unfit(document: Document) -> Problem | None:
    root = document.root
    member = member_of(root)
    place = place_of(root, "#/openapi") or Place(document.file, 1, 1)
    if version_of(root):
        if isinstance(root.get("paths"), dict):
            return None
        message = "the document has no paths"
        place = place_of(root, "#/paths") or place
        return Problem("pull-no-paths", message, place, ROOT, "paths, which become tools")
    if member == "swagger":
        hint = "a converter makes OpenAPI 3 of it; give its result with --from"
        message = f"the document is Swagger {excerpt(root[member])}"
        return Problem("pull-swagger", message, place, ROOT, EXPECTED, hint)
    if root.get(member) is not None:
        message = f"the document is OpenAPI {excerpt(root[member])}"
        return Problem("pull-version", message, place, "#/openapi", EXPECTED)
    message = "the document says nowhere that it is OpenAPI"
    return Problem("pull-not-openapi", message, place, ROOT, EXPECTED)
