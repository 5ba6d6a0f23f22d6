"""OpenAPI's published schemas, compiled once a process, from the data files of two libraries.

openapi-spec-validator and openapi-schema-validator themselves are not imported for them, which
would take longer than most documents need.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.validation.asked_names import asked_names, own_names
from generator.validation.versions import VERSIONS, Version

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

_DRAFT_4 = "http://json-schema.org/draft-04/schema"

_DIALECTS = frozenset(each.dialect for each in VERSIONS if each.dialect)

_DIALECT_FILES = (
    "oas3.1/metaschema.json",
    "oas3.1/vocabularies/base",
    "oas3.2/meta/2025-09-17.json",
    "oas3.2/dialect/2025-09-17.json",
)

_EARLIER_DRAFTS = {
    _DRAFT_4: "draft4",
    "http://json-schema.org/draft-06/schema": "draft6",
    "http://json-schema.org/draft-07/schema": "draft7",
    "https://json-schema.org/draft/2019-09/schema": "draft201909",
}
"""The folders of their data files: jsonschema-rs gives a registry of one's own only the newest draft."""

_JSON_SCHEMA = frozenset((*_EARLIER_DRAFTS, "https://json-schema.org/draft/2020-12/schema"))


def known_dialect(name: object) -> str | None:
    """The dialect of JSON Schema that a URI names; None where it is none that can be held to."""
    plain = name.removesuffix("#") if isinstance(name, str) else ""
    return plain if plain in _JSON_SCHEMA or plain in _DIALECTS else None


@cache
def compiled(version: Version, dialect: str = "") -> Validator:
    """What holds documents to the schema of a version, and schemas in them to a dialect."""
    import jsonschema_rs

    if not version.dialect:
        # That of 2.0 refers to draft 4 itself.
        registry = jsonschema_rs.Registry([(_DRAFT_4, _draft_4())])
        return jsonschema_rs.Draft7Validator(
            _published(version), registry=registry, validate_formats=False
        )
    named = [*_resources(version).items(), *_earlier_draft(dialect)]
    registry = jsonschema_rs.Registry(named)
    # Schemas stand where `$dynamicRef: "#meta"` does: OpenAPI publishes this same binding.
    bound = {"$dynamicAnchor": "meta", "$ref": dialect}
    schema = {"$ref": _published(version)["$id"], "$defs": {"dialect": bound}}
    return jsonschema_rs.Draft202012Validator(
        schema, registry=registry, validate_formats=False, offline=True
    )


@cache
def asked(version: Version) -> frozenset[str]:
    """The members that the rules of a version for others of the same object rest on."""
    return asked_names(_published(version))


def _earlier_draft(dialect: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files of an earlier draft of JSON Schema, by their URIs; none of another dialect."""
    if dialect in _EARLIER_DRAFTS:
        folder = _folder("jsonschema_specifications") / "schemas" / _EARLIER_DRAFTS[dialect]
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            schema = _read(path)
            yield schema.get("$id") or schema["id"], schema


def _draft_4() -> dict[str, Any]:
    folder = _folder("jsonschema_specifications") / "schemas" / "draft4"
    return _with_choices(_read(folder / "metaschema.json"))


def rule_of(error: ValidationError) -> Any:
    """The value of the keyword that an error is about; None where JSON Schema's own says so."""
    return schema_at(error, error.schema_path)


def names_of(error: ValidationError) -> list[str]:
    """The members that the object may have always which an error says another one of."""
    return sorted(own_names(schema_at(error, error.schema_path[:-1])))


def resource_of(error: ValidationError) -> Any:
    """The published schema that an error is about; None where it is another."""
    base = (error.absolute_keyword_location or "").partition("#")[0]
    return next((each[base] for each in map(_resources, VERSIONS) if base in each), None)


def schema_at(error: ValidationError, path: Sequence[str | int]) -> Any:
    """What stands at a path of the published schema that an error is about."""
    node = resource_of(error)
    for part in path:
        if not isinstance(node, (dict, list)):
            return None
        node = node[int(part)] if isinstance(node, list) else node.get(str(part))
    return node


@cache
def _resources(version: Version) -> dict[str, Any]:
    """The schema of a version and those that it refers to, by their URIs."""
    schemas = [_published(version)]
    if version.dialect:
        folder = _folder("openapi_schema_validator") / "schemas"
        schemas += [_read(folder / name) for name in _DIALECT_FILES]
    return {schema["$id"]: schema for schema in schemas}


@cache
def _published(version: Version) -> dict[str, Any]:
    folder = _folder("openapi_spec_validator") / "resources" / "schemas"
    schema = _read(folder / f"v{version.number}" / "schema.json")
    return schema if version.dialect else _with_choices(schema)


def _with_choices(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema in draft 4 in draft 7, so that it chooses as those of 3.1 do.

    Those of 2.0 and 3.0 have unions of an object and a reference: whether there is a `$ref` decides, and then what is
    wrong is wrong with the one that is meant.
    """
    rewritten: dict[str, Any] = _rewritten(schema)
    # The published schema of 2.0 names itself nowhere.
    rewritten["$id"] = rewritten.pop("id", "http://swagger.io/v2/schema.json")
    rewritten["$schema"] = "http://json-schema.org/draft-07/schema#"
    return rewritten


def _rewritten(node: Any) -> Any:
    if isinstance(node, list):
        return [_rewritten(each) for each in node]
    if not isinstance(node, dict):
        return node
    result = {key: _rewritten(value) for key, value in node.items()}
    if result.get("exclusiveMinimum") is True:
        result["exclusiveMinimum"] = result.pop("minimum")
    branches = result.get("oneOf")
    known = branches if isinstance(branches, list) else []
    reference = next((each for each in _REFERENCES if each in known), None)
    if reference is not None:
        others = [each for each in result.pop("oneOf") if each != reference]
        result |= {"if": _HAS_REF, "then": reference, "else": _among(others)}
    return result


_REFERENCES = ({"$ref": "#/definitions/Reference"}, {"$ref": "#/definitions/jsonReference"})
_HAS_REF = {"type": "object", "required": ["$ref"]}


def _among(branches: list[Any]) -> Any:
    """One branch, or a choice between it and true or false, as in additionalProperties."""
    first, *rest = branches
    return {"if": rest[0], "then": True, "else": first} if rest else first


def _folder(package: str) -> Path:
    """Where a package's data files are; the package is found, but not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(spec.submodule_search_locations[0])


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded
