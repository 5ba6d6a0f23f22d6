"""What the server answers an operation with: what its own document says it would."""

import json
from typing import Any

from .original import Operation
from .server import Reply
from .values import Maker


def reply_for(operation: Operation, root: Any) -> Reply:
    """The first documented success, with an example of it or a value made from its schema."""
    for status, response in sorted(operation.responses.items()):
        if str(status).startswith("2"):
            code = int(status) if str(status).isdigit() else 200
            return _reply(code, Maker(root).flatten(response).get("content") or {}, root)
    return Reply()


def _reply(status: int, content: dict[str, Any], root: Any) -> Reply:
    if not content:
        return Reply(status, content=b"")
    media_type, media = next(iter(content.items()))
    value = media["example"] if "example" in media else _made(media.get("schema"), root)
    media_type = media_type.replace("*/*", "application/json").replace("*", "plain")
    if "json" in media_type or not isinstance(value, str):
        return Reply(status, media_type, json.dumps(value).encode())
    return Reply(status, media_type, value.encode())


def _made(schema: Any, root: Any) -> Any:
    return Maker(root, full=True).make(schema or {"type": "object"})
