"""Frozen values as JSON and back: dataclasses as lists of their fields, read by the types that they declare."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

Change = Callable[[Any], Any]


class Stored(Generic[T]):
    """How values of one type are written and read.

    Of a type in `known` there is one value, which every value holds and none is written with.
    Strings, numbers and what is declared as `Any` or a mapping are JSON as they are.
    """

    def __init__(self, kind: Any, known: Mapping[type, Any] | None = None) -> None:
        self._known = known or {}
        self._forms: dict[Any, tuple[Change, Change]] = {}
        self._write, self._read = self._form(kind)

    def written(self, value: T) -> Any:
        """The value as JSON."""
        return self._write(value)

    def read(self, written: Any) -> T:
        """The value again; raises KeyError, TypeError or ValueError for what was not written so."""
        found: T = self._read(written)
        return found

    def _form(self, kind: Any) -> tuple[Change, Change]:
        """What writes values of a type, and what reads them; `_same` where nothing has to be done."""
        if kind in self._known:
            one = self._known[kind]
            return _nothing, lambda _: one
        if is_dataclass(kind) and isinstance(kind, type):
            return self._of_dataclass(kind)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return (lambda value: value.value), kind
        origin, inner = get_origin(kind), get_args(kind)
        if origin is frozenset:
            return sorted, frozenset
        if origin is tuple:
            return self._of_tuple(inner)
        if origin in (Union, types.UnionType):
            return self._of_optional(inner)
        if isinstance(kind, type) and issubclass(kind, str) and kind is not str:
            return _same, kind
        return _same, _same

    def _of_dataclass(self, kind: type) -> tuple[Change, Change]:
        if kind not in self._forms:
            # Types may hold themselves: until this one is known, it is asked for when needed.
            self._forms[kind] = (
                lambda value: self._forms[kind][0](value),
                lambda written: self._forms[kind][1](written),
            )
            hints = get_type_hints(kind)
            forms = [self._form(hints[each.name]) for each in fields(kind)]
            self._forms[kind] = _writer(kind, forms), _reader(kind, forms)
        return self._forms[kind]

    def _of_tuple(self, inner: tuple[Any, ...]) -> tuple[Change, Change]:
        if len(inner) == 2 and inner[1] is ...:
            write, read = self._form(inner[0])
            if write is _same and read is _same:
                return list, tuple
            return (lambda values: [write(each) for each in values]), (
                lambda written: tuple([read(each) for each in written])
            )
        forms = [self._form(each) for each in inner]
        return (lambda values: [form[0](each) for form, each in zip(forms, values, strict=True)]), (
            lambda written: tuple(
                [form[1](each) for form, each in zip(forms, written, strict=True)]
            )
        )

    def _of_optional(self, inner: tuple[Any, ...]) -> tuple[Change, Change]:
        kinds = [each for each in inner if each is not types.NoneType]
        if len(kinds) != 1:
            return _same, _same
        write, read = self._form(kinds[0])
        if write is _same and read is _same:
            return _same, _same
        return (lambda value: None if value is None else write(value)), (
            lambda written: None if written is None else read(written)
        )


def _writer(kind: type, forms: list[tuple[Change, Change]]) -> Change:
    names = [each.name for each in fields(kind)]
    changes = _told(form[0] for form in forms)

    def write(value: Any) -> Any:
        values = [getattr(value, name) for name in names]
        for index, change in changes:
            values[index] = change(values[index])
        return values

    return write


def _reader(kind: type, forms: list[tuple[Change, Change]]) -> Change:
    names = [each.name for each in fields(kind)]
    changes = _told(form[1] for form in forms)
    by_name = any(each.kw_only for each in fields(kind))

    def read(written: Any) -> Any:
        values = list(written)
        if len(values) != len(names):
            raise ValueError(f"{kind.__name__} has {len(names)} fields")
        for index, change in changes:
            values[index] = change(values[index])
        return kind(**dict(zip(names, values, strict=True))) if by_name else kind(*values)

    return read


def _told(changes: Iterable[Change]) -> list[tuple[int, Change]]:
    """The fields that have to be changed, most of them not: by their place among all."""
    return [(index, each) for index, each in enumerate(changes) if each is not _same]


def _same(value: Any) -> Any:
    return value


def _nothing(_: Any) -> None:
    return None
