"""The one room for literals: text from a document enters Python, JSON, TOML, Markdown and HTML only through here."""

import json
import re
from collections.abc import Iterable
from typing import Any

import tomli_w

_MARKDOWN = re.compile(r"([\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_]))")
"""What Markdown takes for markup; an underscore inside a word is not."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


class PythonLiteral(str):
    """Source text of a Python expression that evaluates to a constant."""


def python(value: Any) -> PythonLiteral:
    """A constant as Python source; control, bidirectional and other unprintable characters come out escaped."""
    if isinstance(value, str):
        return PythonLiteral(repr(str(value)))
    if isinstance(value, tuple):
        return python_tuple(python(item) for item in value)
    if value is None or isinstance(value, bool | int | float):
        return PythonLiteral(repr(value))
    raise TypeError(f"no literal for {type(value).__name__}")


def python_tuple(sources: Iterable[str]) -> PythonLiteral:
    """A tuple as Python source, from the sources of its items."""
    items = list(sources)
    comma = "," if len(items) == 1 else ""
    return PythonLiteral(f"({', '.join(items)}{comma})")


def python_text(value: str, width: int = 84) -> PythonLiteral:
    """A string as Python source, broken at spaces into adjacent literals that fit a screen."""
    pieces = _pieces(str(value), width)
    if len(pieces) == 1:
        return python(value)
    return PythonLiteral("(" + "\n".join(repr(piece) for piece in pieces) + ")")


def _pieces(value: str, width: int) -> list[str]:
    pieces, line = [], ""
    for word in re.findall(r"\S*\s|\S+", value):
        if line and len(line) + len(word) > width:
            pieces.append(line)
            line = ""
        line += word
    return [*pieces, line] if line or not pieces else pieces


def call(name: str, arguments: Iterable[tuple[str, str]]) -> PythonLiteral:
    """A call of one of the runtime's own types, from keyword names and sources already made here."""
    return PythonLiteral(f"{name}({', '.join(f'{key}={source}' for key, source in arguments)})")


def docstring(text: str) -> str:
    """A docstring: triple-quoted where that is exact, else an ordinary literal."""
    plain = text.isprintable() and "\\" not in text and '"' not in text
    return f'"""{text}"""' if plain and text else repr(str(text))


def json_text(value: Any) -> str:
    """Readable JSON in ASCII, with a final newline."""
    return json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def toml(value: Any) -> str:
    """A value as TOML source, on one line."""
    if isinstance(value, str):
        # The writer leaves these raw; TOML allows them escaped, and reviewers should see them.
        return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m[0]):04x}", _toml(value))
    return _toml(value)


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return tomli_w.dumps({"v": value}).removeprefix("v = ").rstrip("\n")


def visible(text: str) -> str:
    """Text with unprintable characters replaced by a visible escape, white space folded."""
    folded = re.sub(r"\s+", " ", str(text)).strip()
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m[0]):04x}", folded)


def markdown(text: str) -> str:
    """Text on one line that Markdown, and HTML rendered from it, shows as it stands.

    Spans in backquotes stay code; everything else loses its meaning as markup.
    """
    parts = re.split(r"`([^`]+)`", visible(text))
    return "".join(
        markdown_code(part) if index % 2 else _plain(part) for index, part in enumerate(parts)
    )


def _plain(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", text)
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"^(\d*)([#+.)-])", r"\1\\\2", escaped)


def markdown_code(text: str) -> str:
    """A code span, fenced with more backquotes than the text holds; a table's bars are escaped."""
    shown = visible(text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[:1] == "`" or shown[-1:] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"
