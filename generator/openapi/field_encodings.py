"""Reads how the document wants the fields of a form, or the parts of a multipart body, written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, text
from generator.openapi.api import FieldEncoding
from generator.openapi.media_types import bare
from generator.openapi.unsupported import Unsupported

_PRINTABLE = re.compile(r"[ -~]*")
_HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+: [ -~]+", re.ASCII)
_STYLES = ("form", "spaceDelimited", "pipeDelimited", "deepObject")


@dataclass(frozen=True, slots=True)
class Offer:
    """One of the media types of a body: its Media Type Object, and where that stands."""

    root: Mapping[str, Any]
    media_type: str
    media: Mapping[str, Any]
    pointer: str


def encodings_of(offer: Offer) -> Iterator[FieldEncoding]:
    """What the document says of fields; of styles, those that OpenAPI has for them."""
    for name, entry in mapping(offer.media.get("encoding")).items():
        node = mapping(entry)
        style, explode = text(node.get("style")), node.get("explode")
        where = pointers.join([*pointers.split(offer.pointer), "encoding", name])
        if style and style not in _STYLES:
            raise Unsupported(f"the style {style} is not known in forms", where)
        encoding = FieldEncoding(
            name=name,
            content_type=text(node.get("contentType")).strip(),
            style=style,
            explode=explode if isinstance(explode, bool) else None,
            allow_reserved=node.get("allowReserved") is True,
            headers=tuple(_headers(offer, node, where)),
        )
        if not _PRINTABLE.fullmatch(encoding.content_type):
            raise Unsupported("the content type of a field is none", where)
        if encoding != FieldEncoding(name):
            yield encoding


def _headers(offer: Offer, node: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    """The headers of a part whose values the document says; they mean nothing outside multipart."""
    headers = mapping(node.get("headers")) if "multipart" in bare(offer.media_type) else {}
    for name, entry in headers.items():
        header = mapping(references.follow(offer.root, entry, where)[1])
        schema = mapping(references.follow(offer.root, header.get("schema"), where)[1])
        values = schema.get("enum", ())
        only = values[0] if isinstance(values, list) and len(values) == 1 else None
        value = schema.get("const", schema.get("default", only))
        if name.lower() == "content-type":
            continue
        if isinstance(value, str | int) and _HEADER.fullmatch(f"{name}: {value}"):
            yield name, str(value)
        elif header.get("required") is True:
            raise Unsupported(f"a part needs a header {name} whose value nothing says", where)
