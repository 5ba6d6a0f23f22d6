"""Makes plain sentences of the Markdown and HTML that documents are written in."""

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_MOST = 20_000
"""Characters that are looked at: many times what is ever shown."""

_TAGS = (
    "a|abbr|article|aside|b|blockquote|br|caption|center|code|col|dd|del|details|div|dl|dt|em|figure|font"
    "|footer|h[1-6]|header|hr|i|img|ins|kbd|li|main|mark|nav|ol|p|pre|q|s|samp|section|small|span|strike"
    "|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|wbr"
)
_BLOCK = re.compile(
    r"</?(article|aside|blockquote|br|caption|dd|div|dl|dt|footer|h[1-6]|header|hr|main|nav|ol|p|pre|section"
    r"|table|tbody|tfoot|thead|tr|ul)(\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ITEM = re.compile(r"<li(\s[^<>]*)?>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]>\s*(?=<t[dh])", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_PAIRED = re.compile(
    r"<(/?)(address|button|form|iframe|label|link|meta|object|option|script|select|style|svg|time|title|video)(\s[^<>]*)?>",
    re.IGNORECASE,
)
"""Tags whose names may as well stand for a value, as in `<time>`: they are tags where one of them ends."""

_IMAGE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])")
_LINK = re.compile(r"\[([^\[\]]+)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_STRONG = re.compile(r"\*{2,3}(?=[^\s*])([^*]*[^\s*])\*{2,3}")
_EMPHASIS = re.compile(r"(?<![\w*])(\*|__?)(?=[^\s*_])([^*_]*[^\s*_])\1(?![\w*(])")
_LITERAL = re.compile(r"((?<!(?<!\\)`)`+[^`]+`+|\\[\\`*_{}\[\]()#+.!|<>~-])")
_ESCAPE = re.compile(r"^\\(.)$")

_FENCE = re.compile(r"\s*(```|~~~)")
_RULE = re.compile(r"\s*([-=*_:])(?:\s*\1){2,}+[\s:]*")
_ADMONITION = re.compile(r"\s*(:::.*|(?:>\s*)?\[!\w+\]\s*|\{%[^{}]*%\}\s*)")
_NO_CHARACTER = re.compile(r"&#[0-9]{1000,};?")
"""A number that is no character's, of more digits than Python reads."""

_BREAK = re.compile(r"\\\s*$", re.MULTILINE)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+((?:.*[^\s#])?)[\s#]*")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+(.*)")
_DASHES = re.compile(r":?-+:?")

_QUOTED = re.compile(r"^\s*>\s?")
_SPACE = re.compile(r"\s+")
_SPACED = re.compile(r" +([,;!?](?=\s|$)|\.(?=\s|$))")
_DOUBLED = re.compile(r"(?<!\.)([.;!?:,])[.;,](?![.\w])")
_BETWEEN = re.compile(r"(?<=[.!?])\s+")
"""What stands between two sentences."""

_ENDS = (".", "!", "?", ":", ";", ",")


@lru_cache(maxsize=1 << 12)  # documents say most of what they say of parameters many times
def plain_text(text: str) -> str:
    """The text on one line without markup: comments, tags, headings, links, images, code blocks, tables, doubled sentences."""
    without_tags = _untagged(without_comments(str(text)[:_MOST]))
    written = _NO_CHARACTER.sub("\ufffd", _BREAK.sub("", without_tags))
    lines = html.unescape(written).strip().splitlines()
    return said_once(_tidy(_unmarked(_joined(_lines(lines)))))


def without_comments(text: str) -> str:
    """The text without HTML comments; one that does not end takes the rest with it."""
    head, found, rest = text.partition("<!--")
    kept = [head]
    while found:
        _, _, after = rest.partition("-->")
        head, found, rest = after.partition("<!--")
        kept.append(head)
    return "".join(kept)


def comments(text: str) -> Iterator[str]:
    """What stands in the HTML comments of a text."""
    for each in text.split("<!--")[1:]:
        yield each.partition("-->")[0]


def _untagged(text: str) -> str:
    if "<" not in text:
        return text
    text = _CELL.sub(", ", _ITEM.sub("\n- ", text))
    text = _TAG.sub("", _BLOCK.sub("\n\n", text))
    ended = {each[2].casefold() for each in _PAIRED.finditer(text) if each[1]}
    return _PAIRED.sub(lambda each: "" if each[2].casefold() in ended else each[0], text)


def _lines(lines: Sequence[str]) -> Iterator[str]:
    """The lines without what only arranges them; a list's begin with a bullet, an empty one ends a paragraph."""
    fence = ""
    for at, line in enumerate(lines):
        opened = _FENCE.match(line)
        if opened and fence in ("", opened[1]):
            is_one_line = not fence and line.count(opened[1]) > 1
            fence = "" if fence or is_one_line else opened[1]
            yield line.replace(opened[1], "") if is_one_line else ""
        elif not fence and not _RULE.fullmatch(line) and not _ADMONITION.fullmatch(line):
            following = lines[at + 1] if at + 1 < len(lines) else ""
            if not _is_divider(following):
                yield from _line(line, is_last=at + 1 == len(lines))


def _is_divider(line: str) -> bool:
    """Whether the line parts the head of a table from its rows."""
    if "|" not in line:
        return False
    *cells, last = (each.strip() for each in line.strip().removeprefix("|").split("|"))
    dashed = (bool(_DASHES.fullmatch(each)) for each in cells)
    return bool(cells) and all(dashed) and (not last or bool(_DASHES.fullmatch(last)))


def _line(line: str, *, is_last: bool) -> Iterator[str]:
    line = _QUOTED.sub("", line)
    if _is_divider(line):
        return
    if heading := _HEADING.fullmatch(line):
        title = heading[1].rstrip(" :")
        yield from ("", title if is_last or not title else f"{title}:", "")
    elif bullet := _BULLET.fullmatch(line):
        yield f"- {bullet[1]}"
    elif line.strip().startswith("|"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        yield f"- {': '.join(filter(None, (cells[0], ', '.join(filter(None, cells[1:])))))}"
    else:
        yield line.strip()


def _joined(lines: Iterator[str]) -> str:
    """One line of all: paragraphs end with a full stop, what is listed is parted by semicolons."""
    said: list[str] = []
    in_list = is_apart = False
    for line in lines:
        words = line.removeprefix("- ").strip()
        if not words:
            is_apart = True
            continue
        is_item = line.startswith("- ")
        if said:
            is_new = is_apart or (is_item and not in_list)
            said.append(_between(said[-1], is_listed=is_item and in_list, is_apart=is_new))
        said.append(words)
        # The rest of an item may stand on lines of its own.
        in_list, is_apart = is_item or (in_list and not is_apart), False
    return "".join(said)


def _between(before: str, *, is_listed: bool, is_apart: bool) -> str:
    if before.endswith(_ENDS):
        return " "
    return "; " if is_listed else ". " if is_apart else " "


def _unmarked(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _STRONG.sub(r"\1", _ADDRESS.sub(r"\1", text))
    # Code is left as it is, and so is what a backslash says is no mark.
    parts = _LITERAL.split(text)
    return "".join(
        _EMPHASIS.sub(r"\2", part) if index % 2 == 0 else _ESCAPE.sub(r"\1", part)
        for index, part in enumerate(parts)
    )


def _tidy(text: str) -> str:
    """White space folded, and no mark twice."""
    text = _SPACE.sub(" ", text)
    return _DOUBLED.sub(r"\1", _SPACED.sub(r"\1", text)).strip()


def said_once(text: str) -> str:
    """The text without a sentence that was already said."""
    sentences = _BETWEEN.split(text)
    if len(sentences) == 1:
        return text
    kept: dict[str, str] = {}
    for each in sentences:
        kept.setdefault(each.strip(" .!?").casefold(), each)
    return " ".join(kept.values())
