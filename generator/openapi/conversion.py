"""Brings documents of other versions into OpenAPI 3: a line for each version that is not OpenAPI 3 itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.document.located import Document
from generator.validation.versions import version_of


@dataclass(frozen=True, slots=True)
class Conversion:
    """How documents of a version become OpenAPI 3."""

    convert: Callable[[Document], Document]
    sections: Mapping[str, str]
    """Where such a document keeps what references lead to, by what OpenAPI calls it."""


def _swagger() -> Conversion:
    # Few documents are of this version any more.
    from generator.openapi import swagger

    return Conversion(swagger.convert_swagger, swagger.SECTIONS)


_CONVERSIONS = {"2.0": _swagger}

_SECTIONS = {
    "schema": "components/schemas",
    "response": "components/responses",
    "parameter": "components/parameters",
    "request body": "components/requestBodies",
    "header": "components/headers",
    "example": "components/examples",
    "link": "components/links",
    "callback": "components/callbacks",
    "security scheme": "components/securitySchemes",
}


def as_openapi_3(document: Document) -> Document:
    """The document as OpenAPI 3; the document itself where it is that, or none that is read."""
    conversion = _conversion_of(document.root)
    return conversion.convert(document) if conversion else document


def sections_of(root: Mapping[str, Any]) -> Mapping[str, str]:
    """Where a document keeps what references lead to, by what OpenAPI calls it."""
    conversion = _conversion_of(root)
    return conversion.sections if conversion else _SECTIONS


def _conversion_of(root: Mapping[str, Any]) -> Conversion | None:
    version = version_of(root)
    conversion = _CONVERSIONS.get(version.number) if version else None
    return conversion() if conversion else None
