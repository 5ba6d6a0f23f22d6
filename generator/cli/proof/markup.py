"""Reads Markdown, HTML and SVG as the elements that a browser would make of them."""

import json
import re
from collections.abc import Hashable, Sequence
from html.parser import HTMLParser
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from generator.cli.proof.reading import Reading

_FOLLOWED = ("href", "src", "action", "formaction", "data", "srcset", "xlink:href")
_INLINE = ("code", "br")
"""What texts may have of their own: a span of code is what their backquotes become."""

_REGISTRY_NAME = re.compile(r" mcp-name: [A-Za-z0-9.-]+/[A-Za-z0-9-]+ ")

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def read_markdown(text: str) -> Reading:
    """As it is shown, with what HTML there is in it."""
    return read_html(_MARKDOWN.render(text))


def read_html(text: str) -> Reading:
    """Its elements, comments, scripts and links."""
    page = _Page()
    page.feed(text)
    page.close()
    return Reading(tuple(page.shape), frozenset(page.parts), tuple(page.links), tuple(page.faults))


class _Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[str] = []
        self.parts: set[Hashable] = set()
        self.links: list[str] = []
        self.faults: list[str] = []
        self.inside = ""
        self.is_data = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """An element: what it is, and where it leads."""
        if tag not in _INLINE:
            self.shape.append(tag)
        self.parts.add((tag, tuple(sorted(name for name, _ in attrs))))
        given = dict(attrs)
        self.links += [given[name] or "" for name in _FOLLOWED if name in given]
        self.faults += [f"{tag} has {name}" for name in given if name.startswith("on")]
        self.parts |= {("style", given["style"])} if "style" in given else set()
        self.inside = tag
        self.is_data = (given.get("type") or "").endswith("json")

    def handle_endtag(self, tag: str) -> None:
        """The end of an element."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Text, which a browser runs inside of a script."""
        if self.inside == "script" and self.is_data:
            _ = json.loads(data)
        elif self.inside in ("script", "style"):
            self.parts.add((self.inside, data))

    def handle_comment(self, data: str) -> None:
        """A comment, which nobody sees; whoever publishes chooses the name that registries look for."""
        named = _REGISTRY_NAME.fullmatch(data)
        self.parts.add(("comment", "of a registry" if named else data))

    def handle_decl(self, decl: str) -> None:
        """A declaration, such as the type of the document."""
        self.parts.add(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        """A processing instruction."""
        self.faults.append(f"an instruction: {data[:60]!r}")

    def unknown_decl(self, data: str) -> None:
        """Another declaration, such as CDATA."""
        self.faults.append(f"a declaration: {data[:60]!r}")


def read_svg(text: str) -> Reading:
    """Its elements and links."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - our own, with no entities
    except ElementTree.ParseError as error:
        return Reading(faults=(f"no XML: {error}",))
    shape = tuple((each.tag, tuple(sorted(each.keys()))) for each in root.iter())
    links = tuple(
        each.attrib[name] for each in root.iter() for name in _FOLLOWED if name in each.attrib
    )
    return Reading(shape, frozenset(shape), links)
