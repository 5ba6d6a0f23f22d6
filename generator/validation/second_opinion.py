"""Asks openapi-spec-validator about a document that was already checked, and says where it differs.

The library takes minutes for large documents, so nothing but a request for it brings it in. Known
differences: it wants values of `enum` to differ in 3.0, holds defaults to formats, `not` and the
"exactly one" of `oneOf`, and takes Python's regular expressions where we take ECMA-262; it stops at
the first fault of a schema, and looks at no schema of request bodies, headers and callbacks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema_path.paths import SchemaPath
from openapi_spec_validator import (
    OpenAPIV2SpecValidator,
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from openapi_spec_validator.validation import exceptions, keywords
from openapi_spec_validator.validation.registries import KeywordValidatorRegistry
from openapi_spec_validator.validation.validators import SpecValidator

from generator.core import pointers
from generator.core.problems import Problem, Severity, in_order
from generator.document import references
from generator.document.located import Document, place_of
from generator.document.nodes import plain
from generator.validation.versions import version_of

_VALIDATORS: dict[str, type[SpecValidator]] = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}

_WORDS: dict[type[Exception], str] = {
    exceptions.DuplicateOperationIDError: "an operationId is given twice",
    exceptions.UnresolvableParameterError: "parameters and placeholders of the path differ",
    exceptions.ParameterDuplicateError: "a parameter is given twice",
    exceptions.ExtraParametersError: "a required name is not defined",
}


def second_opinion(document: Document, own: Iterable[Problem]) -> tuple[Problem, ...]:
    """What the library finds where none of our own problems stands, as warnings."""
    known = [each.pointer for each in own]
    found = {
        (pointer, words): _as_warning(document, pointer, words)
        for pointer, words in library_findings(document)
        if not any(is_about_the_same(pointer, each) for each in known)
    }
    return in_order(found.values())


def is_about_the_same(pointer: str, other: str) -> bool:
    """Whether one of two pointers names a part of the other's."""
    return pointers.contains(pointer, other) or pointers.contains(other, pointer)


def library_findings(document: Document) -> Iterator[tuple[str, str]]:
    """Pointers of all that the library finds in its full run, with a few words."""
    root = plain(document.root)
    version = version_of(root)
    if version is None:
        return
    cls = _VALIDATORS[version.number]
    for error in cls.schema_validator.iter_errors(root):
        yield _pointer(root, _deepest(error).absolute_path), _words(error)
    path = SchemaPath.from_dict(root, handlers=_NoHandlers(), resolved_cache_maxsize=128)
    validator = cls(path)
    registry = {name: _located(each) for name, each in validator.keyword_validators.items()}
    validator.keyword_validators_registry = KeywordValidatorRegistry(registry)
    for error in validator.root_validator(path):
        where = (*vars(error)["checked_at"], *_deepest(error).absolute_path)
        yield _pointer(root, where), _words(error)


class _NoHandlers(dict[str, Any]):
    """A handler that refuses, for every scheme: without one the library opens addresses itself."""

    def __contains__(self, scheme: object) -> bool:
        return True

    def __getitem__(self, scheme: str) -> Any:
        raise LookupError("references out of the document are not followed")


def _located(cls: type[Any]) -> type[Any]:
    """The class of a rule, changed so that its errors know which part they are about."""
    base: Callable[..., Iterator[ValidationError]] = cls.__call__
    suffix = ("default",) if issubclass(cls, keywords.ValueValidator) else ()

    def call(self: Any, *args: Any, **options: Any) -> Iterator[ValidationError]:
        parts = next((each.parts for each in args if isinstance(each, SchemaPath)), ())
        try:
            for error in base(self, *args, **options):
                vars(error).setdefault("checked_at", (*parts, *suffix))
                yield error
        except Exception:  # noqa: BLE001 - on what it cannot cope with it has no opinion
            return

    return type(cls.__name__, (cls,), {"__call__": call})


def _deepest(error: ValidationError) -> ValidationError:
    """The error itself, or what goes deepest of the errors that a union is made of."""
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error


def _pointer(root: Mapping[str, Any], path: Iterable[str | int]) -> str:
    return references.actual_pointer(root, path)


def _words(error: ValidationError) -> str:
    is_named = isinstance(error.validator, str)
    rule = f"the rule {error.validator} is broken" if is_named else "it is not as it should be"
    return _WORDS.get(type(error), rule)


def _as_warning(document: Document, pointer: str, words: str) -> Problem:
    return Problem(
        "second-opinion",
        f"openapi-spec-validator says: {words}",
        place_of(document.root, pointer),
        pointer,
        severity=Severity.WARNING,
    )
