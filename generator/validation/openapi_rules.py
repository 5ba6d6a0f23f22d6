"""Uses openapi-spec-validator so that each finding says where it is and no reference is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import jsonschema_rs
from jsonschema.exceptions import ValidationError
from jsonschema_path.paths import SchemaPath
from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)
from openapi_spec_validator.validation import exceptions, keywords
from openapi_spec_validator.validation.registries import KeywordValidatorRegistry
from openapi_spec_validator.validation.validators import SpecValidator

from generator.validation.error_words import Finding, findings

_VALIDATORS: dict[str, type[SpecValidator]] = {
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
    "3.2": OpenAPIV32SpecValidator,
}

_Path = tuple[str | int, ...]

# The library's own errors: where in the part they belong, what is wrong, what would be right.
_WORDS: dict[type[Exception], tuple[_Path, str, str]] = {
    exceptions.DuplicateOperationIDError: (
        ("operationId",),
        "another operation has this operationId",
        "an operationId of its own",
    ),
    exceptions.UnresolvableParameterError: (
        (),
        "path parameters and the placeholders in the path are not the same",
        "one required parameter for each {placeholder}",
    ),
    exceptions.ParameterDuplicateError: (
        (),
        "two parameters have the same name and place",
        "each parameter once",
    ),
    exceptions.ExtraParametersError: (
        ("required",),
        "required names a property that is not defined",
        "names from properties",
    ),
}


class _NoHandlers(dict[str, Any]):
    """A handler that refuses, for every scheme: without one the library opens addresses itself."""

    def __contains__(self, scheme: object) -> bool:
        return True

    def __getitem__(self, scheme: str) -> Any:
        raise LookupError("references out of the document are not followed")


class _Unchecked(ValidationError):
    """Stands for a part that the library could not cope with."""


class _Paths(keywords.PathsValidator):
    """Passes over extensions, which the library takes for paths."""

    def __call__(self, paths: SchemaPath) -> Iterator[ValidationError]:
        for url, item in paths.items():
            if isinstance(url, str) and not url.startswith("x-"):
                yield from self.path_validator(url, item)


def prepare(version: str) -> None:
    """Loads what documents of a version such as "3.1.0" need, so that no file is opened later."""
    list(_VALIDATORS[version[:3]].schema_validator.iter_errors({}))


def check_form(document: Any) -> Iterator[Finding]:
    """What the schema of OpenAPI itself says about a document; references are not followed."""
    schema_validator = _validator_class(document).schema_validator
    schema: dict[str, Any] = dict(cast("dict[str, Any]", schema_validator.schema))
    # A hundred times as fast, but its errors say less about themselves.
    if jsonschema_rs.is_valid(schema, document, validate_formats=False):
        return
    for error in schema_validator.iter_errors(document):
        yield from findings(error)


def check_meaning(document: Any) -> Iterator[Finding]:
    """What the library's further rules say, about schemas, defaults, names and paths.

    References are followed; there must be none that is broken, or that leads out or in a circle.
    """
    path = SchemaPath.from_dict(document, handlers=_NoHandlers(), resolved_cache_maxsize=128)
    validator = _validator_class(document)(path)
    located = {
        name: _located(_Paths if name == "paths" else cls)
        for name, cls in validator.keyword_validators.items()
    }
    validator.keyword_validators_registry = KeywordValidatorRegistry(located)
    for error in validator.root_validator(path):
        yield from _located_findings(error)


def _validator_class(document: Any) -> type[SpecValidator]:
    return _VALIDATORS[str(document["openapi"])[:3]]


def _located_findings(error: ValidationError) -> Iterator[Finding]:
    base: _Path = getattr(error, "checked_at", ())
    if isinstance(error, _Unchecked):
        yield Finding(base, error.message, is_certain=False)
    elif type(error) in _WORDS:
        path, message, expected = _WORDS[type(error)]
        # JSON Schema allows to require what is not defined; the library does not.
        is_certain = not isinstance(error, exceptions.ExtraParametersError)
        yield Finding((*base, *path), message, expected, is_certain)
    elif not isinstance(error.validator, str):
        yield Finding(base, error.message[:200])
    else:
        yield from (replace(each, path=(*base, *each.path)) for each in findings(error))


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
        except Exception as error:  # noqa: BLE001 - whatever one part does to the library, go on
            unchecked = _Unchecked(f"this part could not be checked ({type(error).__name__})")
            vars(unchecked)["checked_at"] = tuple(parts)
            yield unchecked

    members: dict[str, Any] = {"__call__": call}
    if issubclass(cls, keywords.SchemaValidator):
        members["_collect_properties"] = _collecting_once(cls)
    return type(cls.__name__, (cls,), members)


def _collecting_once(cls: type[keywords.SchemaValidator]) -> Callable[[Any, SchemaPath], set[str]]:
    """The library's collection of property names, made to end on recursive schemas."""
    base = cls._collect_properties
    opened: set[int] = set()
    known: dict[int, set[str]] = {}

    def collect(self: Any, schema: SchemaPath) -> set[str]:
        mark = id(schema.read_value())
        if mark in known or mark in opened:
            return known.get(mark, set())
        opened.add(mark)
        try:
            names = base(self, schema)
        finally:
            opened.discard(mark)
        if not opened:
            # Inside another schema that is open, the names may lack those of a circle.
            known[mark] = names
        return names

    return collect
