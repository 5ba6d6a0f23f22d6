"""How costs grow: documents of 500 to 4,000 operations that differ in number alone."""

import json
import shutil
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .costs import Cost, Work, medians
from .documents import toolgen
from .measure import Figure, Missing, Row

GROUP = "growth"
SIZES = (500, 1_000, 2_000, 4_000)
ROUNDS = 3
MOST = 2.2
THINGS = ("order", "invoice", "parcel", "refund", "voucher", "ticket", "shelf", "reader")


def rows(rounds: int = ROUNDS) -> Iterator[Row]:
    """Each size over the one before, in time and in memory."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        works: dict[str, Work] = {}
        for size in SIZES:
            document = folder / f"{size}.json"
            document.write_text(json.dumps(synthetic(size)), encoding="utf-8")
            works[str(size)] = partial(_generate, document, folder)
        taken, failed = medians(works, rounds)
    for smaller, larger in pairwise(SIZES):
        what = f"{larger:,} / {smaller:,} operations"
        if str(larger) in failed or str(smaller) in failed:
            yield Missing(GROUP, what, failed.get(str(larger), "") or failed[str(smaller)])
            continue
        more, less = taken[str(larger)], taken[str(smaller)]
        yield Figure(GROUP, f"{what}, time", more.seconds / less.seconds, "x", MOST)
        yield Figure(GROUP, f"{what}, memory", more.mebibytes / less.mebibytes, "x", MOST)
    for name, cost in taken.items():
        note = f"{cost.mebibytes:.0f} MiB"
        yield Figure(GROUP, f"{int(name):,} operations", cost.seconds, "s", note=note)


def _generate(document: Path, folder: Path) -> Cost:
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    return toolgen(folder, "generate", "--no-cache", "--spec", document, "--out", out)


def synthetic(operations: int) -> dict[str, Any]:
    """A document of this many operations: five for each collection, which has two schemas of its own."""
    collections = [_name(number) for number in range(operations // 5)]
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Address": _object(street="string", city="string", zip="string")}
    for name in collections:
        schemas |= _schemas(name)
        paths |= _paths(name)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Depot", "version": "1.0.0"},
        "servers": [{"url": "https://depot.example.com"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
        "security": [{"key": []}],
    }


def _name(number: int) -> str:
    return f"{THINGS[number % len(THINGS)]}_{number}"


def _object(**types: str) -> dict[str, Any]:
    properties = {
        name: {"type": kind, "description": f"The {name}."} for name, kind in types.items()
    }
    return {"type": "object", "properties": properties}


def _schemas(name: str) -> dict[str, Any]:
    part = _object(id="string", label="string", amount="integer", state="string")
    part["required"] = ["id"]
    whole = _object(note="string", count="integer", open="boolean")
    whole["properties"]["parts"] = {
        "type": "array",
        "items": {"$ref": f"#/components/schemas/{name}_part"},
    }
    whole["properties"]["address"] = {"$ref": "#/components/schemas/Address"}
    whole["properties"]["parent"] = {"$ref": f"#/components/schemas/{name}"}
    return {name: whole, f"{name}_part": part}


def _paths(name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    media = {"application/json": {"schema": schema}}
    body = {"required": True, "content": media}
    many = {"application/json": {"schema": {"type": "array", "items": schema}}}
    one = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}

    def operation(verb: str, said: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
        response = {"description": "Done.", **({"content": said} if said else {})}
        return {
            "operationId": f"{verb}_{name}",
            "summary": f"{verb.capitalize()} a {name.replace('_', ' ')}.",
            "tags": [name],
            "responses": {"200": response},
            **more,
        }

    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}
    return {
        f"/{name}s": {
            "get": operation("list", many, parameters=[limit]),
            "post": operation("create", media, requestBody=body),
        },
        f"/{name}s/{{id}}": {
            "parameters": [one],
            "get": operation("get", media),
            "put": operation("replace", media, requestBody=body),
            "delete": operation("delete", None),
        },
    }
