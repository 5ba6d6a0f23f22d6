"""What OpenAPI's discriminators say about schemas, in words of JSON Schema.

A union's discriminator confines a property to the values that name each branch. A base whose
subtypes take it up by ``allOf`` becomes, wherever something refers to it, the union of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.core.json_value import canonical, is_equal, node_at
from generator.core.schema_keywords import UNIONS
from generator.jsonschema.property_values import PropertyValues, items, normal

_SCHEMAS = (("components", "schemas"), ("definitions",))
_OWN_NAMES = ("x-discriminator-value", "x-ms-discriminator-value")
"""Extensions by which subtypes of Swagger 2.0 state a value other than their name."""

_SUBTYPES, _BARE = "Any", "Base"
"""With these before a schema's name, below its pointer, references lead to what is made of it: the
union of its subtypes, and what it says without its own union."""


@dataclass(frozen=True, slots=True)
class Discriminator:
    """The property that tells, and the schemas that its values name, as the document spells them."""

    name: str
    mapping: Mapping[str, str]


class Discriminators:
    """The discriminators of one document; what is derived from its named schemas is derived once."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._schemas = dict(_named(document))
        self._values = PropertyValues(document)
        self._children = self._allof_children()
        self._subtypes = {
            base: found
            for base, schema in self._schemas.items()
            if (found := self._subtypes_of(base, schema))
        }
        self._in_unions = False

    @property
    def any(self) -> bool:
        """Whether any was found that says something, in what was read so far."""
        return bool(self._subtypes) or self._in_unions

    def prepared(self, schema: Mapping[str, Any], pointer: str) -> Mapping[str, Any]:
        """The schema that stands at the pointer with what discriminators add to it; itself if nothing."""
        if "$ref" in schema:
            target = self._redirected(schema["$ref"], pointer)
            return schema if target is None else {**schema, "$ref": target}
        found = discriminator_of(schema)
        if found is None:
            return schema
        for union in UNIONS:
            if isinstance(schema.get(union), list):
                self._in_unions = True
                return {**schema, union: self._tagged(found, schema[union])}
        return schema

    def target(self, pointer: str) -> Mapping[str, Any] | None:
        """The schema behind a pointer that `prepared` made; None for the document's own."""
        base = pointer.rpartition("/")[0]
        if base in self._subtypes and pointer == _made(base, _SUBTYPES):
            return {"anyOf": list(self._variants(base))}
        if base in self._schemas and pointer == _made(base, _BARE):
            left_out = (*UNIONS, "discriminator")
            return {key: each for key, each in self._schemas[base].items() if key not in left_out}
        return None

    def lost(self, discriminator: Discriminator) -> Iterator[str]:
        """The keys of the mapping that lead to no schema."""
        for value, target in discriminator.mapping.items():
            if self._schema_at(self.resolved(target)) is None:
                yield value

    def resolved(self, target: str) -> str:
        """The pointer that a mapping means by a name, a pointer, or the address of a file."""
        address, _, fragment = target.partition("#")
        if fragment:
            return normal(f"#{fragment}")
        last = address.rpartition("/")[2]
        names = (target, last, last.partition(".")[0])
        return next((at for name in names if (at := self._named(name))), "")

    def _named(self, name: str) -> str:
        found = (pointers.join([*holder, name]) for holder in _SCHEMAS)
        return next((each for each in found if each in self._schemas), "")

    def _schema_at(self, pointer: str) -> Any:
        found = node_at(self._document, pointer) if pointer else None
        return found if isinstance(found, (dict, bool)) else None

    def _redirected(self, reference: Any, pointer: str) -> str | None:
        """Where a reference leads instead; None where it stays as it is."""
        target = normal(reference)
        holder = self._holder(pointer)
        if target in self._subtypes:
            is_own = holder in self._schemas or holder == target
            return None if is_own else _made(target, _SUBTYPES)
        schema = self._schemas.get(target)
        for union in UNIONS if holder and isinstance(schema, dict) else ():
            # A base that lists its subtypes, each of which takes up the base: that has no end.
            if any(_refers(branch, holder) for branch in items(schema, union)):
                return _made(target, _BARE)
        return None

    def _holder(self, pointer: str) -> str:
        """The named schema that takes up by ``allOf`` what stands at the pointer; "" for none.

        For a branch that `target` made it is the base.
        """
        parts = list(pointers.split(pointer))
        while len(parts) > 1 and parts[-2] == "allOf":
            del parts[-2:]
        here = pointers.join(parts)
        if here in self._schemas and here != pointer:
            return here
        base, made = pointers.join(parts[:-3]), pointers.join(parts[:-2])
        return base if base in self._subtypes and made == _made(base, _SUBTYPES) else ""

    def _allof_children(self) -> dict[str, list[str]]:
        """The named schemas that take up each by ``allOf``, in the document's order."""
        found: dict[str, list[str]] = {}
        for pointer, schema in self._schemas.items():
            for base in _bases(schema):
                found.setdefault(base, []).append(pointer)
        return found

    def _subtypes_of(self, base: str, schema: Any) -> dict[str, list[str]]:
        """The subtypes of a base by their pointers, each with the values that name it."""
        found = _in_parts(schema)
        if found is None or any(union in schema for union in UNIONS):
            return {}
        mapped = self._mapped(found)
        below = self._below(base)
        if any(each != base for each in mapped):
            return {each: mapped[each] for each in mapped if self._schema_at(each) is not None}
        return {each: [self._name(each)] for each in below} | (mapped if below else {})

    def _below(self, base: str) -> list[str]:
        """Everything that takes the base up, directly or not."""
        found: dict[str, None] = {}
        waiting = self._children.get(base, [])[::-1]
        while waiting:
            each = waiting.pop()
            if each not in found and each != base:
                found[each] = None
                waiting += self._children.get(each, [])[::-1]
        return list(found)

    def _variants(self, base: str) -> Iterator[dict[str, Any]]:
        found = _in_parts(self._schemas[base])
        assert found is not None, "only bases with a discriminator have subtypes"
        stated = self._values.of({"$ref": base}, found.name)
        told: list[Any] = []
        for pointer, names in self._subtypes[base].items():
            branch = {"$ref": pointer}
            values = self._told(branch, found.name, names)
            told += values
            yield _confined(branch, found.name, values)
        rest = [each for each in stated or () if not any(is_equal(each, one) for one in told)]
        if rest and base not in self._subtypes[base]:
            yield _confined({"$ref": base}, found.name, rest)

    def _tagged(self, found: Discriminator, branches: Sequence[Any]) -> list[Any]:
        """The branches, each confined to the values that name it."""
        mapped = self._mapped(found)
        return [self._tagged_branch(found.name, mapped, branch) for branch in branches]

    def _tagged_branch(self, name: str, mapped: Mapping[str, list[str]], branch: Any) -> Any:
        if not isinstance(branch, dict):
            return branch
        reference = _only_reference(branch)
        target = normal(reference)
        names = mapped.get(target) or self._names_of_inline(mapped, branch)
        if not names and target in self._schemas:
            names = [self._name(target)]
        # A branch that is written out has no name; it may still say which values tell it.
        own = self._values.of(branch, name) or [] if reference is None else []
        values = self._told(branch, name, names) if names else own
        return _confined(branch, name, values) if values else branch

    def _names_of_inline(
        self, mapped: Mapping[str, list[str]], branch: Mapping[str, Any]
    ) -> list[str]:
        """The values whose schema is written out in the branch, as bundlers do."""
        if "$ref" in branch:
            return []
        text = canonical(branch)
        return [
            name
            for target, names in mapped.items()
            if canonical(self._schema_at(target)) == text
            for name in names
        ]

    def _told(self, branch: Mapping[str, Any], name: str, names: Sequence[str]) -> list[Any]:
        """The values to confine a branch to: its own where it states others; none if not texts."""
        stated = self._values.of(branch, name)
        if stated is None:
            return list(names) if self._values.may_be_text(branch, name) else []
        both = [each for each in stated if each in names]
        return both or stated

    def _mapped(self, found: Discriminator) -> dict[str, list[str]]:
        """The pointers of the mapping's schemas with their values, in the mapping's order."""
        result: dict[str, list[str]] = {}
        for value, target in found.mapping.items():
            if pointer := self.resolved(target):
                result.setdefault(pointer, []).append(value)
        return result

    def _name(self, pointer: str) -> str:
        schema = self._schemas[pointer]
        stated = (schema.get(key) for key in _OWN_NAMES) if isinstance(schema, dict) else ()
        own = next((each for each in stated if isinstance(each, str)), None)
        return own or pointers.split(pointer)[-1]


def discriminator_of(schema: Mapping[str, Any]) -> Discriminator | None:
    """The schema's own discriminator; in Swagger 2.0 it is the property's name alone."""
    stated = schema.get("discriminator")
    if isinstance(stated, str):
        return Discriminator(stated, {})
    name = stated.get("propertyName") if isinstance(stated, dict) else None
    if not isinstance(stated, dict) or not isinstance(name, str):
        return None
    mapping = stated.get("mapping")
    texts = mapping.items() if isinstance(mapping, dict) else ()
    return Discriminator(name, {str(key): value for key, value in texts if isinstance(value, str)})


def _in_parts(schema: Any) -> Discriminator | None:
    """The discriminator of a schema, or of an ``allOf`` part that is written out in it."""
    if not isinstance(schema, dict):
        return None
    parts = (schema, *(part for part in items(schema, "allOf") if isinstance(part, dict)))
    return next((found for part in parts if (found := discriminator_of(part))), None)


def _named(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for holder in _SCHEMAS:
        schemas = node_at(document, pointers.join(holder))
        for name, schema in schemas.items() if isinstance(schemas, dict) else ():
            yield pointers.join([*holder, str(name)]), schema


def _bases(schema: Any) -> Iterator[str]:
    """The references that a schema takes up by ``allOf``."""
    for part in items(schema, "allOf"):
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            yield normal(part["$ref"])
        yield from _bases(part)


def _only_reference(branch: Mapping[str, Any]) -> Any:
    """The reference that is all of a branch but prose: itself, or the one part of its ``allOf``."""
    parts = items(branch, "allOf")
    only = parts[0] if len(parts) == 1 and isinstance(parts[0], dict) else branch
    return only.get("$ref")


def _confined(branch: Mapping[str, Any], name: str, values: Sequence[Any]) -> dict[str, Any]:
    if not values:
        return dict(branch)
    told = {"required": [name], "properties": {name: {"enum": list(values)}}}
    return {"allOf": [branch, told]}


def _made(base: str, what: str) -> str:
    return pointers.child(base, what + pointers.split(base)[-1])


def _refers(branch: Any, pointer: str) -> bool:
    return isinstance(branch, dict) and normal(branch.get("$ref")) == pointer
