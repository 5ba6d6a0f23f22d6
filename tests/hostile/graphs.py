"""Valid documents whose schemas refer to each other at random: recursion, unions, dynamic references."""

from random import Random
from typing import Any

_NAMES = (
    "id",
    "name",
    "kind",
    "next",
    "class",
    "x-y",
    "items",
    "a b",
    "Ärger",
    "$ref",
    "type",
    "properties",
)


class Graph:
    """Makes schemas, each of which may refer to any of so many components."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.components = [f"S{index}" for index in range(random.choice((1, 2, 3, 6)))]

    def reference(self) -> dict[str, Any]:
        """A reference to one of the components."""
        return {"$ref": f"#/components/schemas/{self.random.choice(self.components)}"}

    def schema(self, depth: int = 3) -> Any:
        """Any schema."""
        leaves = [self.reference, self.text, self.number, self.listed, self.anything]
        inner = [
            self.an_object,
            self.an_array,
            self.union,
            self.both,
            self.conditional,
            self.dynamic,
        ]
        made = self.random.choice([*leaves, *inner, *inner] if depth else leaves)
        return made(depth - 1) if made in inner else made()  # type: ignore[operator]

    def text(self) -> dict[str, Any]:
        """A string."""
        extra: dict[str, Any] = self.random.choice(
            ({}, {"format": "date-time"}, {"pattern": "^a+$"}, {"maxLength": 3}, {"default": "x"})
        )
        return {"type": "string", **extra}

    def number(self) -> dict[str, Any]:
        """A number."""
        extra: dict[str, Any] = self.random.choice(({}, {"minimum": 0}, {"multipleOf": 0.1}))
        return {"type": self.random.choice(("integer", "number", ["number", "null"])), **extra}

    def listed(self) -> dict[str, Any]:
        """Listed values."""
        values: list[Any] = ["a", "A", "b", 1, None, True, {"a": 1}]
        return {"enum": self.random.sample(values, self.random.randint(1, 5))}

    def anything(self) -> Any:
        """A schema that says little."""
        return self.random.choice(
            (True, {}, {"type": "object"}, {"description": "Any."}, {"const": "c"})
        )

    def an_object(self, depth: int) -> dict[str, Any]:
        """An object of random properties."""
        names = self.random.sample(_NAMES, self.random.randint(0, 4))
        made: dict[str, Any] = {
            "type": "object",
            "properties": {name: self.schema(depth) for name in names},
            "required": [name for name in names if self.random.random() < 0.3],
        }
        if self.random.random() < 0.3:
            made[self.random.choice(("additionalProperties", "unevaluatedProperties"))] = (
                self.random.choice((False, self.schema(depth)))
            )
        if self.random.random() < 0.2:
            made["patternProperties"] = {"^x-": self.schema(depth)}
        return made

    def an_array(self, depth: int) -> dict[str, Any]:
        """An array."""
        made: dict[str, Any] = {"type": "array", "items": self.schema(depth)}
        if self.random.random() < 0.3:
            made["prefixItems"] = [self.schema(depth)]
        return made

    def union(self, depth: int) -> dict[str, Any]:
        """A union, at times told apart by a discriminator."""
        form = self.random.choice(("oneOf", "anyOf"))
        made: dict[str, Any] = {
            form: [self.schema(depth) for _ in range(self.random.randint(1, 3))]
        }
        if self.random.random() < 0.3:
            made[form] = [self.reference() for _ in range(2)]
            made["discriminator"] = {"propertyName": self.random.choice(_NAMES)}
        return made

    def both(self, depth: int) -> dict[str, Any]:
        """Several at once."""
        parts = [self.schema(depth) for _ in range(self.random.randint(1, 3))]
        return {"allOf": parts, **self.an_object(0)}

    def conditional(self, depth: int) -> dict[str, Any]:
        """A condition."""
        return {"if": self.schema(depth), "then": self.schema(depth), "else": self.schema(depth)}

    def dynamic(self, depth: int) -> dict[str, Any]:
        """A reference that is resolved where it is used."""
        return {"$dynamicRef": "#node", "description": "As it is used."}

    def component(self) -> Any:
        """What a component is."""
        made = self.schema()
        if isinstance(made, dict) and self.random.random() < 0.3:
            made["$dynamicAnchor"] = "node"
        return made


def random_document(random: Random) -> dict[str, Any]:
    """A document of some operations that use the components."""
    graph = Graph(random)
    kinds = ("application/json", "application/json", "multipart/form-data", "application/x-ndjson")
    paths: dict[str, Any] = {}
    for index in range(random.randint(1, 3)):
        body = {"required": True, "content": {random.choice(kinds): {"schema": graph.schema()}}}
        parameter = {"name": random.choice(_NAMES), "in": "query", "schema": graph.schema(1)}
        answer = {
            "description": "Fine.",
            "content": {"application/json": {"schema": graph.schema()}},
        }
        operation = {"requestBody": body, "parameters": [parameter], "responses": {"200": answer}}
        paths[f"/things{index}"] = {random.choice(("post", "put")): operation}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Graph", "version": "1"},
        "servers": [{"url": "https://graph.example"}],
        "paths": paths,
        "components": {
            "schemas": {"Node": _NODE, **{name: graph.component() for name in graph.components}}
        },
    }


_NODE = {"type": "object", "$dynamicAnchor": "node", "properties": {"id": {"type": "string"}}}
