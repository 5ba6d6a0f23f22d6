"""What docs/rules.md says of each rule, for programs that show it beside what was found."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator import FOLDER

_SECTION = re.compile(r"^### `([a-z0-9-]+)`\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)


@cache
def rule_pages() -> Mapping[str, str]:
    """The text of each rule's section, in Markdown, by the rule."""
    inside = Path(FOLDER, "_rules.md")
    page = inside if inside.is_file() else Path(FOLDER).parent / "docs" / "rules.md"
    return {rule: text.strip() for rule, text in _SECTION.findall(page.read_text("utf-8"))}


def said_of(rule: str) -> str:
    """The first paragraph of a rule's section; empty where it has none."""
    return " ".join(rule_pages().get(rule, "").partition("\n\n")[0].split())
