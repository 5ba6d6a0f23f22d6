"""The one room for names: every identifier, file name and tool name is made, checked and kept apart here."""

import hashlib
import keyword
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

MCP_NAME_LIMIT = 64
"""Several MCP clients refuse longer names, the server's prefix included."""

FINGERPRINT_LENGTH = 5

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+[a-z]*")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)]
)
_HIDDEN = frozenset(["build", "dist"])
"""Arcade's tool discovery passes over path parts of these names."""

_ALIAS_HELPERS = frozenset(["arguments_of", "deprecated"])
"""What the module of a tool's earlier name calls by name."""

_RESERVED = frozenset(keyword.kwlist) | frozenset(["call", "tool"])
"""Keywords, and what a generated module calls by name."""

_SNAKE_CASE = re.compile(r"[a-z][a-z0-9_]*")
_ARGUMENTS = frozenset(
    ["context", "mode", "request_body"]
    # Arcade's executor takes these itself, beside the arguments of the tool,
    + ["definition", "func", "input_model", "output_model"]
    # and Pydantic's models, which Arcade makes of the arguments, have these members.
    + ["model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump"]
    + ["model_dump_json", "model_extra", "model_fields", "model_fields_set", "model_json_schema"]
    + ["model_parametrized_name", "model_post_init", "model_rebuild", "model_validate"]
    + ["model_validate_json", "model_validate_strings"]
)

_TYPES = frozenset(["bool", "float", "int", "list", "str"])
"""Built-in types that annotations use: a function of such a name would hide the type in its module."""

IMPORTED = frozenset(
    ["API", "Annotated", "Answer", "Behavior", "Body", "Credential", "Endpoint", "Enum", "Field"]
    + ["Limit", "Member", "Operation", "Parameter", "Server", "Strict", "ToolContext"]
    + ["ToolMetadata", "ToolMode"]
)
"""What generated modules import: an enumeration of such a name would hide the import."""


_PACKAGES = frozenset(
    f"arcade_{name}" for name in ("ai", "cli", "core", "evals", "mcp", "mcp_server", "serve", "tdk")
)
"""Arcade's own packages, which one of the same name would overwrite where it is installed."""


class PythonIdentifier(str):
    """A name that is safe as a Python variable, function or argument."""


class ClassName(str):
    """A name that is safe as a Python class, and as a tool's or toolkit's public name."""


class ModuleName(str):
    """A name that is safe as a Python module and as a file name on every system."""


def words(text: str) -> list[str]:
    """Split any text into lower-case ASCII words: `X-Strict-Mode` gives x, strict, mode."""
    return [*_words(text)]


@lru_cache(maxsize=1 << 14)  # a document has few names, and each is taken apart many times
def _words(text: str) -> tuple[str, ...]:
    if not text.isascii():
        # Character by character: sorting a long run of accents takes the square of its length.
        letters = "".join(unicodedata.normalize("NFKD", each) for each in text)
        text = letters.encode("ascii", "ignore").decode("ascii")
    return tuple(word.lower() for word in _WORD.findall(text))


def fingerprint(text: str) -> str:
    """Five letters that depend on `text` alone: what keeps twins apart, whatever their order."""
    number = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8])
    letters = []
    for _ in range(FINGERPRINT_LENGTH):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("a") + letter))
    return "".join(letters)


def identifier(text: str, *, fallback: str = "value") -> PythonIdentifier:
    """A snake_case identifier: never a keyword, nor an argument that something else would take."""
    name = "_".join(words(text)) or f"{fallback}_{fingerprint(text)}"
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    if name in _RESERVED or name in _ARGUMENTS:
        name += "_"
    return PythonIdentifier(name[:MCP_NAME_LIMIT])


def function_name(text: str) -> PythonIdentifier:
    """The name of a tool's function: an identifier that hides no type that its annotations use."""
    name = identifier(text, fallback="tool")
    return PythonIdentifier(f"{name}_") if name in _TYPES else name


def alias_function_name(text: str) -> PythonIdentifier:
    """The function of a tool's earlier name, which hides nothing that its module calls."""
    name = function_name(text)
    return PythonIdentifier(f"{name}_") if name in _ALIAS_HELPERS else name


def enum_name(text: str) -> ClassName:
    """The name of an enumeration: a class name that hides nothing that generated modules import."""
    name = class_name(text)
    return ClassName(f"{name}Value") if name in IMPORTED else name


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
    """An UPPER_CASE name for an enum member; an empty value is EMPTY, `1st` is VALUE_1ST.

    A name of more than 64 characters is cut and marked with a fingerprint.
    """
    name = "_".join(words(text)).upper()
    if not name:
        name = "EMPTY" if not text else f"VALUE_{fingerprint(text)}".upper()
    if name[0].isdigit():
        name = f"VALUE_{name}"
    if len(name) > MCP_NAME_LIMIT:
        name = _with_suffix(name, fingerprint(text))
    return PythonIdentifier(name)


def module_name(text: str) -> ModuleName:
    """A snake_case module name that no file system, and no tool discovery, treats specially."""
    name = identifier(text, fallback="tool")
    if name.rstrip("_") in _DEVICES | _HIDDEN or name.startswith("test_"):
        name = PythonIdentifier(f"tool_{name}")
    return ModuleName(name)


def package_name(toolkit: str) -> ModuleName:
    """The name of a toolkit's package, never that of one of Arcade's own; distributions and programs are
    called so too, whose names end in no underscore."""
    name = f"arcade_{module_name(toolkit)}".rstrip("_")
    return ModuleName(f"{name}_api" if name in _PACKAGES else name)


def is_package_name(text: str) -> bool:
    """Whether a name that a person chose for a package hides none that packages need or Python has, and
    is one for folders and pages on every system."""
    needed = ("arcade", "httpx", "jsonschema_rs", "pydantic")
    taken = _PACKAGES | frozenset(needed) | sys.stdlib_module_names | _DEVICES | _HIDDEN
    page = text.removeprefix("arcade_")
    return text not in taken and page not in _DEVICES and not keyword.iskeyword(text)


def is_identifier(text: str) -> bool:
    """Whether a name that a person chose is safe as it stands as a snake_case argument or module."""
    return bool(_SNAKE_CASE.fullmatch(text)) and text not in _RESERVED and text not in _ARGUMENTS


def is_class_name(text: str) -> bool:
    """Whether a name that a person chose is safe as it stands as a tool, toolkit or class."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z0-9]*", text)) and not keyword.iskeyword(text)


def disambiguate(names: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Keep names apart that are equal when case is ignored.

    `names` maps a stable key to the name wanted for it. Every one of a set of twins gets its key's
    fingerprint, so that adding, removing or reordering others never renames it.
    """
    reserved = {name.casefold() for name in taken}
    wanted = Counter(name.casefold() for name in names.values())
    return {
        key: (
            _with_suffix(name, fingerprint(key))
            if wanted[name.casefold()] > 1 or name.casefold() in reserved
            else name
        )
        for key, name in names.items()
    }


def _with_suffix(name: str, suffix: str) -> str:
    """The name with a suffix at its end, in the name's own style: Pascal, CONSTANT or snake case."""
    cut = name[: MCP_NAME_LIMIT - len(suffix) - 1].rstrip("_")
    if isinstance(name, ClassName):
        return name[: MCP_NAME_LIMIT - len(suffix)] + suffix.capitalize()
    return f"{cut}_{suffix.upper() if name.isupper() else suffix}"


def in_import_order(names: Iterable[str]) -> list[str]:
    """Names as ruff expects them in imports and `__all__`: constants, then classes, then the rest."""
    return sorted(names, key=_import_rank)


@lru_cache(maxsize=1 << 10)  # modules of tools import the same names
def _import_rank(name: str) -> tuple[int, tuple[object, ...], tuple[object, ...]]:
    kind = 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2
    return kind, natural(name.lower()), natural(name)


@lru_cache(maxsize=1 << 10)  # and import from the same modules
def natural(text: str) -> tuple[object, ...]:
    """A key that sorts `r2` before `r10`: runs of digits count as numbers, unless they begin with 0.

    Of such numbers the longer one is the larger one; Python makes none of more than 4,300 digits.
    """
    parts = re.split(r"([0-9]+)", text)
    return tuple(
        part if index % 2 == 0 else (0, 0, part) if part[0] == "0" else (1, len(part), part)
        for index, part in enumerate(parts)
    )
