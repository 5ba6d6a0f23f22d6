"""The one room for names: every identifier, file name and tool name is made, checked and kept apart here."""

import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

MCP_NAME_LIMIT = 64
"""Several MCP clients refuse longer names, the server's prefix included."""

FINGERPRINT_LENGTH = 5

PROPERTY_NAME = re.compile(r"[a-zA-Z0-9_.-]{1,64}")
"""What clients accept as the name of a tool's argument."""

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+[a-z]*")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)]
)
_HIDDEN = frozenset(["build", "dist"])
"""Arcade's tool discovery passes over path parts of these names."""

_RESERVED = frozenset(keyword.kwlist) | frozenset(["call", "tool"])
"""Keywords, and what a generated module calls by name."""

_ARGUMENTS = frozenset(["context", "mode", "request_body"])


class PythonIdentifier(str):
    """A name that is safe as a Python variable, function or argument."""


class ClassName(str):
    """A name that is safe as a Python class, and as a tool's or toolkit's public name."""


class ModuleName(str):
    """A name that is safe as a Python module and as a file name on every system."""


def words(text: str) -> list[str]:
    """Split any text into lower-case ASCII words: `X-Strict-Mode` gives x, strict, mode."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return [word.lower() for word in _WORD.findall(ascii_text)]


def fingerprint(text: str) -> str:
    """Five letters that depend on `text` alone: what keeps twins apart, whatever their order."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
    letters = []
    for _ in range(FINGERPRINT_LENGTH):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("a") + letter))
    return "".join(letters)


def identifier(text: str, *, fallback: str = "value") -> PythonIdentifier:
    """A snake_case identifier: never a keyword or one of the tools' own arguments."""
    name = "_".join(words(text)) or f"{fallback}_{fingerprint(text)}"
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    if name in _RESERVED or name in _ARGUMENTS:
        name += "_"
    return PythonIdentifier(name[:MCP_NAME_LIMIT])


def class_name(text: str, *, fallback: str = "Value", limit: int = MCP_NAME_LIMIT) -> ClassName:
    """A PascalCase name of at most `limit` characters; a longer one is cut and marked with a fingerprint."""
    name = "".join(word.capitalize() for word in words(text))
    name = name or fallback + fingerprint(text).capitalize()
    if name[0].isdigit() or keyword.iskeyword(name):
        name = fallback + name
    if len(name) > limit:
        name = name[: limit - FINGERPRINT_LENGTH] + fingerprint(text).capitalize()
    return ClassName(name)


def constant(text: str) -> PythonIdentifier:
    """An UPPER_CASE name for an enum member; an empty value is EMPTY, `1st` is VALUE_1ST."""
    name = "_".join(words(text)).upper()
    if not name:
        name = "EMPTY" if not text else f"VALUE_{fingerprint(text)}".upper()
    if name[0].isdigit():
        name = f"VALUE_{name}"
    return PythonIdentifier(name)


def module_name(text: str) -> ModuleName:
    """A snake_case module name that no file system, and no tool discovery, treats specially."""
    name = identifier(text, fallback="tool")
    if name.rstrip("_") in _DEVICES | _HIDDEN or name.startswith("test_"):
        name = PythonIdentifier(f"tool_{name}")
    return ModuleName(name)


def is_identifier(text: str) -> bool:
    """Whether a name that a person chose is safe as it stands as a snake_case argument or module."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]*", text)) and text not in _RESERVED


def is_class_name(text: str) -> bool:
    """Whether a name that a person chose is safe as it stands as a tool, toolkit or class."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9]*", text)) and not keyword.iskeyword(text)


def apart(names: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Keep names apart that are equal when case is ignored.

    `names` maps a stable key to the name wanted for it. Every one of a set of twins gets its key's
    fingerprint, so that adding, removing or reordering others never renames it.
    """
    reserved = {name.casefold() for name in taken}
    wanted = Counter(name.casefold() for name in names.values())
    return {
        key: (
            _marked(name, fingerprint(key))
            if wanted[name.casefold()] > 1 or name.casefold() in reserved
            else name
        )
        for key, name in names.items()
    }


def _marked(name: str, mark: str) -> str:
    """The name with a mark at its end, in the name's own style: Pascal, CONSTANT or snake case."""
    if name.isupper():
        return f"{name}_{mark.upper()}"
    return name + mark.capitalize() if name[:1].isupper() else f"{name}_{mark}"
