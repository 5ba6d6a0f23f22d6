"""A small API of our own to call: its endpoints, their schemas, and how to call them."""

import asyncio
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from arcade_tdk import ToolContext
from runtime_under_test import (  # type: ignore[import-not-found]
    Answer,
    Api,
    Body,
    Credential,
    Endpoint,
    Limit,
    Parameter,
    Retry,
    Server,
    Strict,
    call,
)

KEY = "k3y-canary-5f0c9e"
NEW_KEY = "sk_eu_canary5f0c9e"
T = TypeVar("T")

EVENT_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "userId": {"$ref": "#/$defs/id"},
        "anonymousId": {"$ref": "#/$defs/id"},
        "event": {"type": "string", "minLength": 1, "description": "What happened."},
        "messageId": {"type": ["string", "null"]},
        "timestamp": {"type": "string", "format": "date-time"},
        "channel": {"enum": ["browser", "server", "mobile"]},
        "context": {
            "type": "object",
            "properties": {
                "device": {
                    "type": "object",
                    "properties": {"token": {"type": "string"}},
                    "required": ["token"],
                }
            },
        },
    },
    "required": ["event"],
    "anyOf": [{"required": ["userId"]}, {"required": ["anonymousId"]}],
    "$defs": {"id": {"type": "string", "minLength": 1}},
}
BATCH_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "batch": {
            "type": "array",
            "minItems": 1,
            "items": {
                "oneOf": [
                    {
                        "type": "object",
                        "properties": {"type": {"const": "track"}, "event": {"type": "string"}},
                        "required": ["type", "event"],
                    },
                    {
                        "type": "object",
                        "properties": {"type": {"const": "alias"}, "userId": {"type": "string"}},
                        "required": ["type", "userId"],
                    },
                ]
            },
        }
    },
    "required": ["batch"],
}
PATIENT = Retry(base_ms=5, total_ms=60_000, connect_ms=30_000, read_ms=30_000)
"""For whoever gets an answer, however busy the machine is."""
QUICK = Retry(base_ms=5, total_ms=3_000, connect_ms=500, read_ms=400)
"""For whoever waits in vain."""
API = Api(
    name="Pipes",
    distribution="pipes_api",
    servers=(
        Server("https://pipes.invalid/v1", "us"),
        Server("https://pipes-eu.invalid/v1", "eu"),
    ),
    base_url_variable="PIPES_BASE_URL",
    region_variable="PIPES_REGION",
    default_region="us",
    secret="PIPES_KEY",
    credentials=(
        Credential("bearer", key_pattern=r"^(pk|sk)_(?P<region>us|eu)_"),
        Credential("basic-username"),
    ),
    retry=PATIENT,
    hints=((401, "Usual causes: the wrong region, or another API's key."),),
)
STRICT = Strict("strictly", "X-Strict-Mode", "1")


def written(folder: Path, name: str, schema: Any) -> str:
    """The schema as a file; its absolute path does for a name."""
    path = folder / name
    path.write_text(json.dumps(schema), encoding="utf-8")
    return str(path)


def event_endpoint(folder: Path, **changed: Any) -> Endpoint:
    body = Body(
        written(folder, "event.json", EVENT_SCHEMA),
        limits=(Limit("", 32_000),),
        deduplicate=("/messageId",),
    )
    return Endpoint(
        **{
            "api": API,
            "tool": "Track",
            "method": "POST",
            "path": "/track",
            "body": body,
            "strict": STRICT,
            **changed,
        }
    )


def batch_endpoint(folder: Path, whole: int = 500_000, item: int = 32_000) -> Endpoint:
    body = Body(
        written(folder, "batch.json", BATCH_SCHEMA),
        limits=(Limit("", whole), Limit("/batch/*", item)),
        deduplicate=("/batch/*/messageId",),
    )
    return Endpoint(API, "Batch", "POST", "/batch", body=body, strict=STRICT)


def plain_endpoint(method: str, path: str, *parameters: Parameter, **changed: Any) -> Endpoint:
    """One without a body."""
    api = Api(
        "Pipes",
        "pipes_api",
        (Server("https://pipes.invalid"),),
        "PIPES_BASE_URL",
        retry=changed.pop("retry", PATIENT),
    )
    return Endpoint(
        changed.pop("api", api), "Plain", method, path, parameters=parameters, **changed
    )


def context(key: str = KEY) -> ToolContext:
    made = ToolContext()
    made.set_secret("PIPES_KEY", key)
    return made


async def execute(endpoint: Endpoint, body: Any = None, /, key: str = KEY, **given: Any) -> Answer:
    """A call in execute mode; a body that is not text is written as JSON."""
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    strict = given.pop("strict", None)
    return await call(endpoint, context(key), given, strict=strict, request_body=text)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs in a loop of its own, and not forever."""
    return asyncio.run(asyncio.wait_for(work, 100))
