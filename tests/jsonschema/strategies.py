"""Small random OpenAPI documents and bodies from so few names and values that they often meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NAMES = ("a", "b", "title", "$ref")
COMPONENTS = ("One", "Two", "Three")

_scalars: st.SearchStrategy[Any] = st.sampled_from([None, True, False, 0, 1, 2, 1.0, "", "x", "yy"])
values = st.recursive(
    _scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=6,
)
"""Bodies."""

_types = st.sampled_from(["string", "integer", "number", "boolean", "null", "object", "array"])
_refs = st.sampled_from(COMPONENTS).map(lambda name: {"$ref": f"#/components/schemas/{name}"})
_counts = st.integers(0, 2)
_names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
_descriptions = st.sampled_from(["One thing.", "Another thing."])
_enums = st.lists(
    _scalars, min_size=1, max_size=3, unique_by=lambda value: (str(type(value)), value)
)


def _typed(
    fixed_values: dict[str, Any], /, **optional: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    fixed = {keyword: st.just(value) for keyword, value in fixed_values.items()}
    return st.fixed_dictionaries(fixed, optional={**optional, "description": _descriptions})


def _leaves() -> st.SearchStrategy[Any]:
    return st.one_of(
        _typed({"type": "string"}, minLength=_counts, maxLength=_counts),
        _typed({"type": "string"}, enum=st.lists(st.sampled_from(["", "x", "yy"]), min_size=1)),
        _typed({"type": "integer"}, minimum=_counts, exclusiveMaximum=_counts),
        _typed({"type": "number"}, maximum=_counts),
        _typed({}, type=st.lists(_types, min_size=1, max_size=3, unique=True), enum=_enums),
        _typed({}, const=_scalars),
        st.sampled_from([{}, True, False, {"type": "null"}, {"type": "boolean"}]),
        _refs,
    )


def _branches(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, min_size=1, max_size=3)


def _objects(inner: st.SearchStrategy[Any], *, open_ended: bool = False) -> st.SearchStrategy[Any]:
    additional = st.sampled_from([True, {}]) if open_ended else st.one_of(st.booleans(), inner)
    return _typed(
        {"type": "object"},
        properties=st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
        required=_names,
        additionalProperties=additional,
        readOnly=st.booleans(),
    )


def _composites(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    like = _objects(inner, open_ended=True)
    return st.one_of(
        _objects(inner),
        _typed({"type": "array"}, items=inner, minItems=_counts),
        _typed({}, allOf=_branches(inner), required=_names),
        _typed({}, anyOf=_branches(like), required=_names),
        _typed({}, oneOf=_branches(like), type=st.just("object")),
        _typed({}, anyOf=_branches(inner), additionalProperties=st.booleans()),
        _typed(
            {}, oneOf=_branches(inner), properties=st.dictionaries(st.sampled_from(NAMES), inner)
        ),
        _typed(
            {}, allOf=_branches(like), patternProperties=st.fixed_dictionaries({"^[at]": inner})
        ),
        _typed({}, **{"not": inner}, properties=st.dictionaries(st.sampled_from(NAMES), inner)),
        _typed({}, **{"if": inner}, then=inner, allOf=_branches(inner)),
        _typed({}, contains=inner, items=inner, allOf=_branches(inner)),
        _typed(
            {},
            prefixItems=st.lists(inner, min_size=1, max_size=2),
            items=inner,
            allOf=_branches(inner),
        ),
        _typed({"$ref": "#/components/schemas/One"}, required=_names, anyOf=_branches(like)),
    )


schemas = st.recursive(_leaves(), _composites, max_leaves=12)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document whose components refer to each other, in circles too, and a body at ``#/body``."""
    components = {name: draw(schemas) for name in COMPONENTS}
    return {"components": {"schemas": _guarded(components)}, "body": draw(schemas)}


def _guarded(components: dict[str, Any]) -> dict[str, Any]:
    """Without references that lead back to themselves before they enter a property: those have no meaning."""
    result: dict[str, Any] = {}
    for name, schema in components.items():
        result[name] = _later_only(schema, set(result) | {name})
    return result


def _later_only(schema: Any, barred: set[str], *, in_place: bool = True) -> Any:
    if not isinstance(schema, dict):
        return schema
    changed = {}
    for keyword, value in schema.items():
        if keyword == "$ref" and in_place and value.rsplit("/", 1)[-1] in barred:
            continue
        if keyword in ("allOf", "anyOf", "oneOf"):
            value = [_later_only(part, barred, in_place=in_place) for part in value]
        elif keyword in ("not", "if", "then"):
            value = _later_only(value, barred, in_place=in_place)
        elif keyword in ("items", "contains", "additionalProperties"):
            value = _later_only(value, barred, in_place=False)
        elif keyword in ("properties", "patternProperties"):
            value = {
                name: _later_only(part, barred, in_place=False) for name, part in value.items()
            }
        changed[keyword] = value
    return changed
