"""Prints values as Python source: a dataclass as a call of the class that the printed package has of its name."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any

from generator.emit import literals

GROUP_DIGITS = "group digits"
"""Metadata of a dataclass's field whose numbers are printed in groups of three digits."""


@dataclass(slots=True)
class ValuePrinter:
    """Prints values, and remembers what the source that it printed has to import.

    `shared` are values that stand elsewhere under a name, which is printed in their stead.
    """

    shared: Mapping[Any, str] = field(default_factory=dict)
    classes: set[str] = field(default_factory=set)
    """The names of the classes that were called."""
    names: set[str] = field(default_factory=set)
    """Those of `shared` that were used."""

    def source(self, value: Any) -> str:
        """The source of any value that the plan holds; strings are broken at spaces where they are long."""
        if isinstance(value, str):
            return literals.python_text(value)
        if isinstance(value, tuple):
            return literals.python_tuple([self.source(item) for item in value])
        if is_dataclass(value):
            return self._reference(value) or self._call(value)
        return literals.python(value)

    def _reference(self, value: Any) -> str:
        for each, name in self.shared.items():
            # Values of other classes are not equal, and a look into the mapping would hash all in them.
            if type(each) is type(value) and each == value:
                self.names.add(name)
                return name
        return ""

    def _call(self, value: Any) -> str:
        name = type(value).__name__
        self.classes.add(name)
        held = [(each, getattr(value, each.name)) for each in _fields(value.__class__)]
        given = [self._argument(*each) for each in held if not _is_default(*each)]
        return f"{name}({', '.join(given)})"

    def _argument(self, described: Field[Any], held: Any) -> str:
        source = f"{held:_}" if GROUP_DIGITS in described.metadata else self.source(held)
        return f"{described.name}={source}" if described.kw_only else source


@cache  # a package has many values of few classes
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def _is_default(described: Field[Any], held: Any) -> bool:
    return described.default is not MISSING and bool(held == described.default)
