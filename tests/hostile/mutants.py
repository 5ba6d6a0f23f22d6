"""Breaks a document in ways that know what documents look like, the same for the same seed."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from generator.cli.proof.payloads import PAYLOADS

Path = tuple[str | int, ...]

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 1.5, -0.0, 1e308, 10**30, 2**63, "", "x", "y" * 3_000, [], {}, [[]],
    [None], [""], {"": None}, [{}], {"$ref": "#"}, {"$ref": "#/"}, {"$ref": "#/components/schemas"},
    {"$ref": "other.yaml#/a"}, {"$ref": "https://hostile.example/a.json"}, {"$dynamicRef": "#node"},
    {"$ref": 7}, {"not": {}}, {"allOf": []}, {"oneOf": [True, False]}, {"enum": []}, {"type": []},
    {"const": None}, {"pattern": "(a+)+$"}, {"pattern": "(?<=a)b"}, {"pattern": "["}, {"minItems": 10**12},
    {"maxLength": 10**400}, {"default": {}}, {"$defs": {"a": {"$ref": "#/$defs/a"}}},
)  # fmt: skip
"""What does not belong where it is put."""

KEYWORDS = (
    "type", "enum", "const", "properties", "items", "prefixItems", "required", "allOf", "anyOf", "oneOf",
    "not", "if", "then", "else", "$ref", "$dynamicRef", "$dynamicAnchor", "$anchor", "$id", "$defs",
    "additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties", "contains",
    "dependentSchemas", "dependentRequired", "default", "examples", "example", "format", "pattern",
    "minimum", "maxItems", "uniqueItems", "readOnly", "writeOnly", "discriminator", "x-max-bytes",
    "x-enum-descriptions", "nullable", "deprecated", "description", "title", "in", "name", "style",
    "explode", "schema", "content", "parameters", "requestBody", "responses", "security", "servers",
    "operationId", "tags", "encoding", "headers", "summary",
)  # fmt: skip


def nodes(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value below, with the path to it."""
    yield path, value
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )
    for key, each in inner:
        yield from nodes(each, (*path, key))


def at(value: Any, path: Path) -> Any:
    """What stands there."""
    for step in path:
        value = value[step]
    return value


def copied(value: Any) -> Any:
    """The same, sharing nothing."""
    if isinstance(value, dict):
        return {key: copied(each) for key, each in value.items()}
    return [copied(each) for each in value] if isinstance(value, list) else value


def _put(root: Any, path: Path, new: Any) -> None:
    at(root, path[:-1])[path[-1]] = new


def _pointer(path: Path) -> str:
    return "#" + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _replace(root: Any, path: Path, random: Random) -> None:
    _put(root, path, copied(random.choice(ODD)))


def _say_a_payload(root: Any, path: Path, random: Random) -> None:
    _put(root, path, PAYLOADS[random.choice([*PAYLOADS])])


def _remove(root: Any, path: Path, random: Random) -> None:
    del at(root, path[:-1])[path[-1]]


def _take_from_elsewhere(root: Any, path: Path, random: Random) -> None:
    _put(root, path, copied(random.choice([each for _, each in nodes(root)])))


def _refer(root: Any, path: Path, random: Random) -> None:
    _put(root, path, {"$ref": _pointer(random.choice([where for where, _ in nodes(root)]))})


def _refer_outward(root: Any, path: Path, random: Random) -> None:
    _put(root, path, {"$ref": _pointer(path[: random.randrange(len(path))])})


def _wrap(root: Any, path: Path, random: Random) -> None:
    what = at(root, path)
    form = random.choice(("allOf", "anyOf", "oneOf", "not", "items", "properties", ""))
    wrapped: dict[str, Any] = {
        "not": {"not": what},
        "items": {"type": "array", "items": what},
        "properties": {"properties": {random.choice(KEYWORDS): what}},
        "": [what],
    }
    _put(root, path, wrapped.get(form, {form: [what, copied(what)]}))


def _rename(root: Any, path: Path, random: Random) -> None:
    holder = at(root, path[:-1])
    if isinstance(holder, dict):
        new = random.choice((*KEYWORDS, *PAYLOADS.values(), str(path[-1]).swapcase()))
        items = [(new if key == path[-1] else key, each) for key, each in holder.items()]
        holder.clear()
        holder.update(items)


def _add_keyword(root: Any, path: Path, random: Random) -> None:
    if isinstance(what := at(root, path), dict):
        what[random.choice(KEYWORDS)] = copied(random.choice(ODD))
    elif isinstance(what, list):
        what.append(copied(random.choice(ODD)))


def _nest(root: Any, path: Path, random: Random) -> None:
    what: Any = at(root, path)
    for _ in range(random.choice((3, 30, 150))):
        what = {random.choice(("allOf", "anyOf")): [what]}
    _put(root, path, what)


def _repeat(root: Any, path: Path, random: Random) -> None:
    what = at(root, path)
    if isinstance(what, list) and what:
        what += [copied(what[-1]) for _ in range(random.choice((1, 5, 300)))]
    elif isinstance(what, dict) and what:
        key = random.choice([*what])
        what |= {f"{key}{number}": copied(what[key]) for number in range(random.choice((1, 5, 60)))}


Change = Callable[[Any, Path, Random], None]
CHANGES: tuple[Change, ...] = (
    _replace, _say_a_payload, _remove, _take_from_elsewhere, _refer, _refer_outward, _wrap, _rename,
    _add_keyword, _nest, _repeat,
)  # fmt: skip


def mutant(value: Any, random: Random) -> Any:
    """The value with one to four changes."""
    root = copied(value)
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        places = [path for path, _ in nodes(root) if path]
        if not places or len(places) > 60_000:
            break
        random.choice(CHANGES)(root, random.choice(places), random)
    return root


_TOKENS = (
    b"&a ", b"*a", b"<<: *a", b"!!binary ", b"!!python/object/apply:os.system [x]", b"!!set ", b"|\n", b">-\n",
    b"\t", b"? ", b"---\n", b"...\n", b"\xef\xbb\xbf", b"\0", b"\xff", b"{", b"}", b"[", b"]", b"'", b'"', b"#",
    b": ", b"- ", b"%YAML 1.1\n", b"\r", b"\x85", b"\xe2\x80\xa8", b"yes", b"0o17", b"1e999", b".nan", b"2024-01-01",
    b"&a [*a]", b"\\ud800", b"9" * 400, b"{" * 300,
)  # fmt: skip


def mutant_bytes(data: bytes, random: Random) -> bytes:
    """The bytes with one to four changes that a person or a disk could make."""
    for _ in range(random.choice((1, 1, 2, 4))):
        start = random.randrange(len(data) + 1)
        end = min(len(data), start + random.choice((0, 1, 1, 8, 60)))
        middle = random.choice(
            (b"", random.choice(_TOKENS), data[start:end] * 2, data[start:end][::-1])
        )
        data = data[: random.choice((start, len(data), len(data)))][:start] + middle + data[end:]
    return data[: random.randrange(len(data))] if data and random.random() < 0.1 else data
