"""Swagger 2.0 said in OpenAPI 3.0, field by field; definitions stay where they are."""

from typing import Any

_NOT_SCHEMA = ("name", "in", "description", "required", "collectionFormat", "allowEmptyValue")
_KEPT = ("name", "in", "description", "required")
_STYLES: dict[str, dict[str, Any]] = {
    "csv": {"style": "form", "explode": False},
    "multi": {"style": "form", "explode": True},
    "ssv": {"style": "spaceDelimited", "explode": False},
    "pipes": {"style": "pipeDelimited", "explode": False},
}
_FORM = "application/x-www-form-urlencoded"


def as_openapi(root: dict[str, Any]) -> dict[str, Any]:
    """The document as OpenAPI 3.0; what is none of 2.0 comes back as it is."""
    if not str(root.get("swagger", "")).startswith("2"):
        return root
    schemes = root.get("securityDefinitions", {})
    paths = {path: _item(item, root) for path, item in root.get("paths", {}).items()}
    made = {name: value for name, value in root.items() if name not in ("swagger", "host")}
    made["components"] = {
        "securitySchemes": {name: _scheme(each) for name, each in schemes.items()}
    }
    modern: dict[str, Any] = _named_discriminators({**made, "paths": paths})
    return {**modern, "openapi": "3.0.3"}


def _named_discriminators(node: Any) -> Any:
    """Discriminators were names; now they are objects that hold the name."""
    if isinstance(node, list):
        return [_named_discriminators(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {name: _named_discriminators(each) for name, each in node.items()}
    if isinstance(made.get("discriminator"), str) and ("type" in made or "properties" in made):
        made["discriminator"] = {"propertyName": made["discriminator"]}
    return made


def _item(item: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    shared = item.get("parameters", [])
    return {
        name: _operation(node, shared, root)
        for name, node in item.items()
        if name != "parameters" and isinstance(node, dict)
    }


def _operation(node: dict[str, Any], shared: list[Any], root: dict[str, Any]) -> dict[str, Any]:
    given = [_followed(each, root) for each in [*shared, *node.get("parameters", [])]]
    plain = [_parameter(each) for each in given if each.get("in") not in ("body", "formData")]
    made = {**node, "parameters": plain}
    types = node.get("consumes") or root.get("consumes") or ["application/json"]
    if body := next((each for each in given if each.get("in") == "body"), None):
        content = {name: {"schema": body.get("schema", {})} for name in types}
        made["requestBody"] = {"required": bool(body.get("required")), "content": content}
    if fields := [each for each in given if each.get("in") == "formData"]:
        kinds = [name for name in types if "form" in name] or [_FORM]
        made["requestBody"] = {"content": {name: {"schema": _form(fields)} for name in kinds}}
    made["responses"] = _responses(node.get("responses", {}), node, root)
    return made


def _parameter(given: dict[str, Any]) -> dict[str, Any]:
    schema = {name: value for name, value in given.items() if name not in _NOT_SCHEMA}
    made: dict[str, Any] = {name: given[name] for name in _KEPT if name in given}
    if given.get("in") == "query" and given.get("type") == "array":
        made |= _STYLES[given.get("collectionFormat", "csv")]
    return {**made, "schema": schema}


def _form(fields: list[dict[str, Any]]) -> dict[str, Any]:
    properties = {each["name"]: _parameter(each)["schema"] for each in fields}
    for schema in properties.values():
        if schema.get("type") == "file":
            schema |= {"type": "string", "format": "binary"}
    required = [each["name"] for each in fields if each.get("required")]
    return {"type": "object", "properties": properties, "required": required}


def _responses(
    responses: dict[str, Any], node: dict[str, Any], root: dict[str, Any]
) -> dict[str, Any]:
    types = node.get("produces") or root.get("produces") or ["application/json"]
    made = {}
    for status, response in responses.items():
        followed = _followed(response, root)
        schema = followed.get("schema")
        content = {name: {"schema": schema} for name in types} if schema else {}
        made[status] = {"description": followed.get("description", ""), "content": content}
    return made


def _scheme(given: dict[str, Any]) -> dict[str, Any]:
    return {"type": "http", "scheme": "basic"} if given.get("type") == "basic" else given


def _followed(node: Any, root: dict[str, Any]) -> dict[str, Any]:
    """A parameter or response, which may stand at the top under its name."""
    found: dict[str, Any] = node
    if isinstance(reference := node.get("$ref"), str):
        _, section, name = reference.split("/", 2)
        found = root[section][name.replace("~1", "/").replace("~0", "~")]
    return found
