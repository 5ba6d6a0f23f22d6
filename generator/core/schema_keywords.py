"""Which keywords of JSON Schema hold schemas, so that every walk can tell a keyword from a name like one."""

ONE_SCHEMA = frozenset(
    [
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
"""Keywords whose value is a schema."""

UNIONS = ("anyOf", "oneOf")
IN_PLACE = ("allOf", *UNIONS)
"""Keywords with a list of schemas for the same value as the schema that holds them."""

SCHEMA_LISTS = frozenset([*IN_PLACE, "prefixItems"])
"""Keywords whose value is a list of schemas."""

SCHEMA_MAPS = frozenset(["dependentSchemas", "patternProperties", "properties"])
"""Keywords whose value is an object with names, or patterns, for keys and schemas for values."""

DEFINITIONS = frozenset(["$defs", "definitions"])
"""Keywords whose value is such an object too, of schemas that say nothing until a reference names them."""

ONE, LIST, MAP = "one", "list", "map"
"""How a keyword holds schemas."""

HOLDING = {
    **dict.fromkeys(sorted(ONE_SCHEMA), ONE),
    **dict.fromkeys(sorted(SCHEMA_LISTS), LIST),
    **dict.fromkeys(sorted(SCHEMA_MAPS), MAP),
}
"""The keywords that hold schemas, each with how: one look-up, for walks that look at every keyword."""
