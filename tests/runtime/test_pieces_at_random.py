"""Values that are looked at part by part fit the schemas that they fit as a whole, and no others."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import jsonschema_rs
import pytest
from runtime_under_test.validation import json_text, pieces, unique, weight

NAMES = ("a", "b", "aa", "x/y", "c~d")
DEFS = ("d0", "d1", "d/2")
NUMBERS = (0, 1, 1.0, 2, -1, 0.0, -0.0, 1.1, 100, 10**25, 1e25)
EXACT = tuple(map(Decimal, ("1.10", "0.00", "1e2", "1.0E+25", "0E-30", "0E+5", "1e-5000")))
PLAIN = (*NUMBERS, *EXACT, "", "a", "b", "aa", "long " * 9, None, True, False)
SIMPLE: tuple[Any, ...] = (
    True,
    True,
    False,
    {},
    {"type": ["integer", "string"]},
    {"const": 1},
    {"maximum": 1},
)
COUNTS = ("minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains")
CHILD = ("items", "contains", "additionalProperties", "unevaluatedItems", "unevaluatedProperties")
SAID = {"x-a": 5, "contentMediaType": "a/b", "format": "date", "maxLength": 2, "discriminator": {}}
OTHERS = ("type", "enum", "const", "required", "dependentRequired", "prefixItems", "uniqueItems")
MEMBERS = ("properties", "patternProperties", "propertyNames", "dependentSchemas")
IN_PLACE = ("$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else")
KEYWORDS = (
    *COUNTS,
    *CHILD[:3],
    *CHILD,
    *SAID,
    *OTHERS,
    "uniqueItems",
    *MEMBERS,
    *MEMBERS,
    *IN_PLACE,
)
NAMING: tuple[Any, ...] = ({"maxLength": 2}, {"pattern": "^a"}, False, {"enum": ["a", "b"]})
TYPES: tuple[Any, ...] = ("array", "object", ["array", "object"], ["array", "integer"])


def value(rng: Random, levels: int = 4) -> Any:
    """Some value, mostly a list or an object."""
    kind = rng.random()
    if levels == 0 or kind < 0.35:
        return rng.choice(PLAIN)
    inner = [value(rng, levels - 1) for _ in range(rng.randrange(7))]
    return inner if kind < 0.7 else {rng.choice(NAMES): each for each in inner}


def keyword(rng: Random, name: str, levels: int) -> Any:
    """What some schema may say by that keyword."""

    def inner() -> Any:
        return schema(rng, levels - 1)

    def several() -> list[Any]:
        return [inner() for _ in range(rng.randrange(1, 4))]

    made: dict[str, Callable[[], Any]] = {
        "$ref": lambda: f"#/$defs/{rng.choice(DEFS).replace('/', '~1')}",
        "type": lambda: rng.choice(TYPES),
        "enum": lambda: [value(rng, 2) for _ in range(3)],
        "const": lambda: value(rng, 2),
        "required": lambda: rng.sample(NAMES, rng.randrange(3)),
        "dependentRequired": lambda: {rng.choice(NAMES): rng.sample(NAMES, 1)},
        "uniqueItems": lambda: rng.random() < 0.7,
        "propertyNames": lambda: rng.choice(NAMING),
        "properties": lambda: dict(zip(rng.sample(NAMES, 3), several(), strict=False)),
        "patternProperties": lambda: dict(zip(("^a", "b$", "~"), several(), strict=False)),
        "dependentSchemas": lambda: {rng.choice(NAMES): inner()},
    }
    if name in SAID:
        return SAID[name]
    if name in COUNTS:
        return rng.choice((0, 1, 2, 3, 1.0, 5))
    is_list = name in ("prefixItems", "allOf", "anyOf", "oneOf")
    return made.get(name, several if is_list else inner)()


def schema(rng: Random, levels: int) -> Any:
    """Some schema, which may refer to some of `DEFS`, and so to itself."""
    if levels == 0 or rng.random() < 0.12:
        return rng.choice(SIMPLE)
    names = [rng.choice(KEYWORDS) for _ in range(rng.randrange(1, 4))]
    return {name: keyword(rng, name, levels) for name in names}


def pairs(seed: int) -> Iterator[tuple[dict[str, Any], Any]]:
    """Schemas, and values for each of them."""
    rng = Random(seed)
    for _ in range(60):
        rule = {"allOf": [schema(rng, 4)], "$defs": {name: schema(rng, 3) for name in DEFS}}
        yield from ((rule, value(rng)) for _ in range(12))


def looked_at(rule: dict[str, Any], given: Any) -> tuple[bool, int]:
    """What is said in pieces, which is what the whole says, and how often that was asked."""
    asked = 0
    whole = jsonschema_rs.Draft202012Validator(rule).is_valid

    def counted(each: Any) -> bool:
        nonlocal asked
        asked += 1
        return whole(each)

    said = pieces.InPieces(rule, lambda part: jsonschema_rs.Draft202012Validator(part).is_valid)
    found = said.fits(counted, given)
    assert found == whole(given), (rule, given)
    return found, asked


@pytest.mark.parametrize("seed", range(20))
def test_parts_say_what_the_whole_says(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "HEAVY", 3)
    monkeypatch.setattr(weight, "_CHARACTERS", 2)
    monkeypatch.setattr(pieces, "_RUN", 2)
    in_pieces = {True: 0, False: 0}
    for rule, given in pairs(seed):
        found, asked = looked_at(rule, given)
        in_pieces[found] += not asked
    assert min(in_pieces.values()) > 50, "both answers, and many of each"


def test_numbers_are_the_same_for_a_long_list_as_for_a_short_one() -> None:
    texts = ("12345678901234567890.5", "9007199254740993", "1." + "0" * 40 + "1", "1e-400", "0.10")
    numbers = [*PLAIN, *map(json_text.parse, (*texts, "0.1", "5e-324", "1.7976931348623157e308"))]
    numbers += [
        float(2**53),
        2**53 + 1,
        1e22,
        10**22,
        12345678901234567890.5,
        int(1.7e308),
        1.7e308,
    ]
    short = jsonschema_rs.Draft202012Validator({"uniqueItems": True})
    for one, other in combinations(numbers, 2):
        for both in ([one, other], [[one], [other]], [{"a": one}, {"a": other}]):
            assert unique.is_unique(both) == short.is_valid(both), both


@pytest.mark.parametrize("seed", range(20))
def test_a_text_that_is_light_stands_for_a_value_that_is(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(seed)
    told = 0
    for _ in range(200):
        given = value(rng)
        text = json.dumps(given, default=str, separators=(",", ":"), ensure_ascii=False)
        monkeypatch.setattr(weight, "HEAVY", rng.randrange(2, 40))
        light = weight.is_light(text)
        told += light
        assert not light or not weight.is_heavy(json.loads(text)), text
    assert told > 50
    lines = "\n".join("1" for _ in range(weight.HEAVY + 1))
    assert not weight.is_light(lines)
