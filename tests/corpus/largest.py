"""Makes answers as large as a response schema lets them be: lists and maps of 500, long texts.

The first and the last of a list have all that the schema offers, with lists of 500 in them too;
those between have what is plain. Each text is another, so that none is taken for another.
"""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .values import FORMATS, Maker

MANY = 500
_LONG, _SHORT = 3_000, 24
_INNER, _DEEP = 3, 8
MOST_MADE = 60_000
Flats = dict[int, tuple[Any, dict[str, Any]]]
"""What schemas come to, by identity, each with the schema itself so that it stays alive."""


@dataclass(slots=True)
class LargestMaker(Maker):
    """Makes one answer."""

    lists: int = 0
    """How many lists the value stands in."""
    plain: bool = False
    """Whether it is one of the many between the first and the last of a list."""
    numbers: Any = field(default_factory=count)
    made: int = 0
    most: int = MOST_MADE
    """Values in one answer, from which on lists have one item."""
    flats: Flats = field(default_factory=dict)

    def flatten(self, schema: Any, depth: int = 0) -> dict[str, Any]:
        """As a `Maker` does, once for each schema: of lists of 500, all items have the same."""
        known = self.flats.get(id(schema))
        if known is None:
            known = self.flats[id(schema)] = schema, Maker.flatten(self, schema, depth)
        return known[1]

    def make(self, schema: Any, depth: int = 0) -> Any:
        """A value for the schema; None where it is too deep."""
        if depth > _DEEP:
            return None
        self.made += 1
        return Maker.make(self, schema, depth)

    def object(self, flat: dict[str, Any], depth: int) -> dict[str, Any]:
        """All members that an answer may hold, and as many others as it may."""
        properties = flat.get("properties", {})
        wanted = [*flat.get("required", []), *properties]
        wanted = [n for n in dict.fromkeys(wanted) if self._answered(properties.get(n, {}))]
        made = {name: self.make(properties.get(name, {}), depth + 1) for name in wanted}
        others = flat.get("additionalProperties")
        if isinstance(others, dict) and not self.plain and not properties:
            most = self._many(flat.get("maxProperties"))
            made |= {f"key {n}": self._nth_of(others, n, most, depth) for n in range(most)}
        return made

    def array(self, flat: dict[str, Any], depth: int) -> list[Any]:
        """As many items as there may be."""
        most = self._many(flat.get("maxItems"))
        items = flat.get("items", {})
        self.lists += 1
        first = [self.make(each, depth + 1) for each in flat.get("prefixItems", [])[:most]]
        rest = [self._nth_of(items, n, most, depth) for n in range(len(first), most)]
        self.lists -= 1
        return first + rest

    def string(self, flat: dict[str, Any], depth: int) -> str:
        """A text that no other is, where its form lets it be any."""
        if flat.get("pattern") or flat.get("format") in FORMATS:
            return Maker.string(self, flat, depth)
        most = int(flat.get("maxLength", _SHORT if self.plain else _LONG))
        words = f"text {next(self.numbers)} " * (1 if self.plain else 300)
        return words[:most].strip() or "a"[:most]

    def _many(self, most: Any) -> int:
        wanted = MANY if self.lists == 0 and self.made < self.most else _INNER
        if self.plain or self.made > self.most:
            wanted = 1
        elif self.lists == 1:
            wanted = MANY // 10
        return min(wanted, most) if isinstance(most, int) else wanted

    def _nth_of(self, items: Any, number: int, most: int, depth: int) -> Any:
        outer, self.plain = self.plain, self.plain or 0 < number < most - 1
        made = self.make(items, depth + 1)
        self.plain = outer
        return made

    def _answered(self, schema: Any) -> bool:
        """Whether an answer may hold it: not what is write only, not what nothing can be."""
        flat = self.flatten(schema)
        return not flat.get("writeOnly") and flat.get("not") not in ({}, True)
