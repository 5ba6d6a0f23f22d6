"""Tells errors of OpenAPI's schemas together: a member that one calls unevaluated may be so by another alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.validation.asked_names import own_names, speaking_of_the_same
from generator.validation.published_schemas import names_of, resource_of, rule_of, schema_at
from generator.validation.schema_errors import violations
from generator.validation.violation import Violation

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_Path: TypeAlias = tuple[str | int, ...]


def told_together(errors: Iterable[ValidationError]) -> Iterator[Violation]:
    """What errors of one value say.

    A member may stand where it does, and still be called unevaluated: where something in it is broken,
    or in what says that it may stand there, or in what decides that, such as `type` of a security
    scheme. Of these no more is told than what is broken.
    """
    listed = tuple(errors)
    broken = _Broken(listed)
    for error in listed:
        passed = broken.accounted_for(error) if _is_unevaluated(error) else frozenset()
        yield from violations(error, rule_of, names_of, passed)


class _Broken:
    """What is broken in the objects of a value, besides that members are unevaluated there."""

    def __init__(self, errors: Iterable[ValidationError]) -> None:
        self._members: dict[_Path, set[str]] = {}
        self._near: dict[_Path, list[ValidationError]] = {}
        for error in errors:
            path = tuple(error.instance_path)
            for depth, part in enumerate(path):
                self._members.setdefault(path[:depth], set()).add(str(part))
            if not _is_unevaluated(error):
                self._near.setdefault(path, []).append(error)
                self._near.setdefault(path[:-1], []).append(error)

    def accounted_for(self, unevaluated: ValidationError) -> frozenset[str]:
        """The members of the object that others of the errors account for, and that it may have."""
        path = tuple(unevaluated.instance_path)
        broken = self._members.get(path, set())
        near = self._near.get(path, ())
        if not broken and not near:
            return frozenset()
        holder = schema_at(unevaluated, unevaluated.schema_path[:-1])
        schemas = list(speaking_of_the_same(holder, resource_of(unevaluated)))
        known = frozenset(name for schema in schemas for name in own_names(schema))
        deciding = {name for schema in schemas for name in own_names(schema.get("if"))}
        if not deciding.isdisjoint(broken):
            return known
        return known & broken.union(*(_named_with(each, path) for each in near))


def _named_with(error: ValidationError, path: _Path) -> frozenset[str]:
    """The members that the schema names which fails for the object: none of them counts then."""
    at = list(error.schema_path)
    if tuple(error.instance_path) == path:
        return own_names(schema_at(error, at[:-1]))
    is_here = at[-3:-1] == ["properties", *error.instance_path[-1:]]
    return own_names(schema_at(error, at[:-3])) if is_here else frozenset()


def _is_unevaluated(error: ValidationError) -> bool:
    kind: Any = error.kind
    return bool(kind.name == "unevaluatedProperties")
