"""Reads the schemas of requests from one document, and says what in them cannot be taken at its word."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from generator.core import pointers
from generator.core.memory import NO_MEMORY
from generator.core.patterns import is_pattern
from generator.core.problems import Problem, Severity
from generator.document.located import Document, placed
from generator.document.nodes import text
from generator.document.part_digests import DocumentMemory
from generator.jsonschema import (
    Conversions,
    Discriminators,
    SchemaError,
    overlapping,
    request_schema,
    says,
)
from generator.jsonschema.dialect import LETTERS, letters_of
from generator.openapi.body_limits import BodyLimits
from generator.openapi.budget import OperationBudget
from generator.openapi.sound_schemas import SoundSchemas
from generator.openapi.union_findings import discriminator_findings, overlap_findings, schemas_in
from generator.openapi.unsupported import Unsupported

T = TypeVar("T")

_SHORT = 2_000
"""So many letters of a body's examples count for none."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How literally schemas are taken, as people decided it."""

    strict_unions: bool = False
    """Whether a value that fits several branches of a ``oneOf`` is refused."""
    strict_formats: bool = False
    """Whether a value that breaks a ``format`` is refused."""


AS_MEANT = Reading()


@dataclass(frozen=True, slots=True)
class Notes:
    """What was asked for while something was read, and what was found meanwhile, without places."""

    asked: tuple[str, ...]
    told: tuple[tuple[str, Problem], ...]
    steps: int
    """How many steps its schemas took."""
    wants_more: bool
    """Whether one of them was given less than it might have been."""


class Schemas:
    """The schemas of one document; `problems` are what was found in those that were asked for, unless
    it is `silent`."""

    def __init__(self, document: Document, reading: Reading, *, silent: bool = False) -> None:
        self._silent = silent
        self.root = document.root
        self.reading = reading
        self.limits = BodyLimits(document.root)
        self._discriminators = Discriminators(document.root)
        self._conversions = Conversions()
        self._plain_conversions = Conversions()
        self._lengths: dict[int, tuple[Any, int]] = {}
        self._asked: dict[str, None] = {}
        self._told: dict[str, Problem] = {}
        self._budget = OperationBudget()

    def at(self, pointer: str, examples: Sequence[Any] = ()) -> dict[str, Any]:
        """The schema at `pointer` as self-contained JSON Schema 2020-12, read-only fields left out.

        Where it refuses an example for what a discriminator adds, the discriminator is ignored.
        Raises `Unsupported` where it cannot be used.
        """
        self._asked[pointer] = None
        try:
            schema = self._read(pointer, examples, self._discriminators)
            if not (examples and self._discriminators.any) or self._accepts(schema, examples):
                return schema
        except SchemaError as error:
            if not self._discriminators.any:
                raise self._unusable(pointer, error) from None  # as it would be the second time
            return self._without_discriminators(pointer, examples)
        plain = self._without_discriminators(pointer, examples)
        if not self._accepts(plain, examples):
            return schema
        message = "the discriminator is ignored: it would refuse an example of the document"
        self._tell("discriminator-ignored", message, pointer)
        return plain

    def fitting(self, schema: dict[str, Any]) -> Callable[[Any], bool]:
        """Whether a tool with the schema, which has no fault, will send a value."""

        @cache
        def validator() -> Any:
            # Most schemas have no example, and so none that is held to them.
            is_taken_widely = not self.reading.strict_unions and says(schema, "oneOf")
            taken = overlapping(schema) if is_taken_widely else schema
            return _validator(taken, formats=self.reading.strict_formats)

        return lambda value: bool(validator().is_valid(value))

    def count_letters(self, examples: Sequence[Any], pointer: str) -> None:
        """Counts long examples as steps of the body at the pointer: each body has them written.

        Raises `Unsupported` where they are more than it may take.
        """
        steps = max(0, sum(map(self._letters_of, examples)) - _SHORT) // LETTERS
        meter = self._budget.meter()
        try:
            meter.spend(steps)
        except SchemaError:
            message = f"its examples have more than {meter.limit * LETTERS + _SHORT:,} letters"
            raise Unsupported(message, pointer) from None
        finally:
            self._budget.spend(meter)

    def _letters_of(self, example: Any) -> int:
        # By the identity of what stands in the document, which is held so that none is used twice.
        if id(example) not in self._lengths:
            self._lengths[id(example)] = example, letters_of(example)
        return self._lengths[id(example)][1]

    def noted(self, read: Callable[[], T], steps: int) -> tuple[T, Notes]:
        """What `read` makes, whose schemas may take so many steps, and the notes of that; they count
        once they are taken."""
        before = self._asked, self._told
        self._asked, self._told = {}, {}
        self._budget = OperationBudget(steps)
        try:
            made = read()
            told = tuple(self._told.items())
            spent, wants_more = self._budget.spent, self._budget.was_short
            return made, Notes(tuple(self._asked), told, spent, wants_more)
        finally:
            self._asked, self._told = before

    def take(self, notes: Notes) -> None:
        """Takes the notes of what was read now, or once."""
        self._asked |= dict.fromkeys(notes.asked)
        for key, problem in notes.told:
            self._told.setdefault(key, problem)

    def tell_invalid_example(self, pointer: str, schema_pointer: str) -> None:
        """Remember that an example does not fit its own schema; told once a schema."""
        self._tell(
            "example-invalid",
            "the example does not fit its own schema, so that it is not shown",
            pointer,
            key=schema_pointer,
            hint="mend the example or the schema: one of them is not what the API takes",
        )

    def problems(self, memory: DocumentMemory | None = None) -> tuple[Problem, ...]:
        """What was found, unions and discriminators in all schemas that were asked for included."""
        sound = SoundSchemas(memory or DocumentMemory(NO_MEMORY, self.root), repr(self.reading))
        asked = list(schemas_in(self.root, sound.without(self._asked)))
        found = [*discriminator_findings(asked, self._discriminators)]
        if not self.reading.strict_unions:
            found += overlap_findings(self.root, asked)
        sound.keep(self._asked, [each.pointer for each in found])
        for finding in found:
            if not finding.is_repeated:
                self._tell(finding.code, finding.message, finding.pointer, hint=finding.hint)
        return tuple(placed(self.root, each) for each in self._told.values())

    def _accepts(self, schema: dict[str, Any], examples: Sequence[Any]) -> bool:
        return not fault_of(schema) and all(map(self.fitting(schema), examples))

    def _without_discriminators(self, pointer: str, examples: Sequence[Any]) -> dict[str, Any]:
        try:
            return self._read(pointer, examples, None)
        except SchemaError as error:
            raise self._unusable(pointer, error) from None

    def _unusable(self, pointer: str, error: SchemaError) -> Unsupported:
        where = pointer if error.pointer == pointers.ROOT else error.pointer
        why = ", and others took what the document may" if self._budget.is_short else ""
        return Unsupported(f"{error}{why}", where)

    def _read(
        self, pointer: str, examples: Sequence[Any], discriminators: Discriminators | None
    ) -> dict[str, Any]:
        meter = self._budget.meter()
        try:
            return request_schema(
                self.root,
                pointer,
                openapi_version=text(self.root.get("openapi")),
                discriminators=discriminators,
                examples=examples,
                meter=meter,
                conversions=self._conversions if discriminators else self._plain_conversions,
            )
        finally:
            self._budget.spend(meter)

    def _tell(
        self, code: str, message: str, pointer: str, *, key: str = "", hint: str = ""
    ) -> None:
        if self._silent:
            return
        problem = Problem(code, message, None, pointer, hint=hint, severity=Severity.WARNING)
        self._told.setdefault(f"{code} {key or pointer}", problem)


def _is_number(value: Any) -> bool:
    return type(value) is int and abs(value) <= _LARGEST


def _is_count(value: Any) -> bool:
    return _is_number(value) and value >= 0


def _are_names(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(each, str) for each in value)
        and len(set(value)) == len(value)
    )


_LARGEST = 2**31
_PLAIN: Mapping[str, Callable[[Any], bool]] = {
    "type": lambda value: (
        isinstance(value, str) and value in ("string", "integer", "number", "boolean", "object")
    ),
    "description": lambda value: isinstance(value, str),
    "required": _are_names,
    "properties": lambda value: isinstance(value, dict) and all(map(_is_plain, value.values())),
    "additionalProperties": lambda value: isinstance(value, bool),
    "pattern": lambda value: isinstance(value, str) and is_pattern(value),
    "enum": lambda value: (
        isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)
    ),
    **dict.fromkeys(("minimum", "maximum"), _is_number),
    **dict.fromkeys(("minLength", "maxLength"), _is_count),
}
"""What any validator reads, by keyword: most arguments have no more, and the validator is slow to import."""


def _is_plain(schema: Any) -> bool:
    return isinstance(schema, dict) and all(
        key in _PLAIN and _PLAIN[key](value) for key, value in schema.items()
    )


def fault_of(schema: dict[str, Any]) -> str:
    """Why the validator that checks bodies before they are sent cannot read the schema; "" if it can."""
    if _is_plain(schema):
        return ""
    import jsonschema_rs

    try:
        _validator(schema, formats=False)
    except jsonschema_rs.ValidationError as error:
        where = pointers.join([str(part) for part in error.instance_path])
        wrong = "is not a regular expression" if error.kind.name == "format" else "is not valid"
        return f"in its schema as sent, {where} {wrong}"
    except ValueError:  # the validator's only other one: schemas and values deeper than it goes
        return "its schema as sent, with the values in it, is nested too deep for the validator"
    return ""


def _validator(schema: dict[str, Any], *, formats: bool) -> Any:
    import jsonschema_rs

    # The engine that also knows look-around; the runtime takes it where the linear one cannot do.
    patterns = jsonschema_rs.FancyRegexOptions()
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=formats, pattern_options=patterns
    )
