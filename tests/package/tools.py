"""The seven tools as their users know them: names, paths, and a body that is plainly right."""

import re
from dataclasses import dataclass
from typing import Any

PACKAGE = "arcade_customerio_pipelines_api"
TOOLKIT = "CustomerioPipelinesApi"


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: where it posts, what it takes, what it refuses, and what its annotations say.

    `strict` is the name of the argument that asks for strict mode; users call the tools by these
    names, so they are written down here and not read from the tools.
    """

    name: str
    strict: str
    path: str
    body: dict[str, Any]
    wrong: dict[str, Any]
    destructive: bool
    idempotent: bool

    @property
    def mcp_name(self) -> str:
        """The name that an MCP client sees."""
        return f"{TOOLKIT}_{self.name}"

    @property
    def kind(self) -> str:
        """The last part of its path, which is also the type of such an item in a batch."""
        return self.path.rpartition("/")[2]

    @property
    def function(self) -> str:
        """The name of its function in the package."""
        return re.sub(r"(?<!^)([A-Z])", r"_\1", self.name).lower()

    def execute(self, text: str, strict: str | None = None) -> dict[str, str]:
        """The arguments of a call that sends `text`."""
        more = {} if strict is None else {self.strict: strict}
        return {"mode": "execute", "request_body": text, **more}


_PERSON = {"userId": "u-7", "context": {"ip": "192.0.2.7", "locale": "en-GB"}}

TOOLS = (
    Tool(
        "IdentifyPersonAndAssignTraits",
        "enable_strict_validation",
        "/v1/identify",
        {**_PERSON, "traits": {"email": "ada@example.com", "plan": "pro"}},
        {"traits": {"plan": "pro"}},
        destructive=False,
        idempotent=True,
    ),
    Tool(
        "TrackUserEvent",
        "enable_strict_validation",
        "/v1/track",
        {**_PERSON, "event": "Order Placed", "properties": {"total": 12.5}},
        {"userId": "u-7", "name": "Order Placed"},
        destructive=True,
        idempotent=False,
    ),
    Tool(
        "SendPageViewEvent",
        "enable_strict_mode",
        "/v1/page",
        {"anonymousId": "a-7", "userId": "u-7", "name": "Home", "properties": {"path": "/"}},
        {"name": "Home"},
        destructive=False,
        idempotent=False,
    ),
    Tool(
        "SendScreenViewEvent",
        "enable_strict_validation",
        "/v1/screen",
        {**_PERSON, "name": "Settings", "properties": {"tab": 2}},
        {"userId": "u-7", "name": 7},
        destructive=False,
        idempotent=False,
    ),
    Tool(
        "AddToGroup",
        "enable_strict_validation",
        "/v1/group",
        {"groupId": "g-7", "userId": "u-7", "traits": {"name": "Analytical Engines"}},
        {"userId": "u-7"},
        destructive=False,
        idempotent=True,
    ),
    Tool(
        "AliasUserIdentity",
        "enable_strict_validation",
        "/v1/alias",
        {"previousId": "a-7", "userId": "u-7"},
        {"userId": "u-7"},
        destructive=True,
        idempotent=True,
    ),
    Tool(
        "SendBatchRequests",
        "enable_strict_mode",
        "/v1/batch",
        {
            "batch": [
                {"type": "identify", "userId": "u-7", "traits": {"plan": "pro"}},
                {"type": "track", "userId": "u-7", "event": "Order Placed"},
                {"type": "alias", "previousId": "a-7", "userId": "u-7"},
            ]
        },
        {"batch": []},
        destructive=True,
        idempotent=False,
    ),
)


def without_message_ids(body: Any) -> Any:
    """A body as the caller wrote it, before identifiers were added."""
    if "batch" in body:
        return {**body, "batch": [without_message_ids(item) for item in body["batch"]]}
    return {name: value for name, value in body.items() if name != "messageId"}
