"""What users of a package see, as plain values that can be stored, read back and compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from generator.core.problems import Place

API_ANSWER = "answer.response.json"
"""The part of a tool's answer that holds the JSON that the API answered."""


_ARRAY_OF = "array of "
"""How the type of an argument that takes an array begins."""


class Places(Protocol):
    """Where parts of a surface are written, by path: `tools/TrackUserEvent/arguments.mode`,
    `tools/TrackUserEvent/request_body.batch[].traits.email`, `tools/TrackUserEvent/answer.response.json.id`,
    `tools/TrackUserEvent`, `secrets`, `hosts`, `environment/NAME`, `enums/NAME`. Not stored; a part
    without a place has that of the part around it."""

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known."""
        ...


@dataclass(frozen=True, slots=True)
class SurfaceArgument:
    """One argument of a tool."""

    name: str
    type: str
    """A JSON Schema type, or "array of" one."""
    values: tuple[str, ...] = ()
    """What an enumeration allows; empty where any value of the type goes."""
    required: bool = False
    """Whether clients refuse a call without it."""
    needed: bool = False
    """Whether a call without it is refused, if not by the client then by the tool."""
    description: str = ""
    deprecated_for: str = ""
    """The argument that it is an old name of."""
    until: str = ""
    """The first version without an old name."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    """What the API asks of a value besides its type and values; empty where that is all."""
    key: str = ""
    """The key of the API's parameter, such as `header:X-Mode`; empty for `mode` and `request_body`."""

    @property
    def is_array(self) -> bool:
        """Whether it takes an array."""
        return self.type.startswith(_ARRAY_OF)

    def type_schema(self, values: tuple[str, ...] = ()) -> dict[str, Any]:
        """Its type as JSON Schema, of these values if there are any."""
        single: dict[str, Any] = {"type": self.type.removeprefix(_ARRAY_OF)}
        single |= {"enum": list(values)} if values else {}
        return {"type": "array", "items": single} if self.is_array else single


@dataclass(frozen=True, slots=True)
class Host:
    """A server URL that calls go to; `region` where the API runs in several."""

    url: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that the package reads."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enumeration that Python code can import from the package."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurfaceTool:
    """One tool; an old name that still works is a tool of its own with `alias_of`."""

    name: str
    operation: str
    """The operation of the API: "POST /track"."""
    description: str = ""
    arguments: tuple[SurfaceArgument, ...] = ()
    request_schema: Mapping[str, Any] | None = None
    """Self-contained JSON Schema of the request body."""
    body_type: str = ""
    """The media type of the request body; empty for JSON, of whatever name."""
    response_fields: tuple[tuple[str, str], ...] = ()
    """Name and type of each field of an answer."""
    response_schema: Mapping[str, Any] | None = None
    """Self-contained JSON Schema of what the API answers to a call that succeeds; None where nothing is known."""
    secrets: tuple[str, ...] = ()
    """Those without which no call is made."""
    optional_secrets: tuple[str, ...] = ()
    """Those that are sent where they are set: other ways to authenticate, or none at all, do too."""
    authorization: str = ""
    """What Arcade asks a user to grant: the provider, and the scopes."""
    scheme_secrets: Mapping[str, str] = field(default_factory=dict)
    """The secrets by the keys of their schemes, where the package has several."""
    hosts: tuple[Host, ...] = ()
    """Only where they differ from the package's."""
    behavior: Mapping[str, Any] = field(default_factory=dict)
    limits: tuple[tuple[str, int], ...] = ()
    """Pointer into the body (`/batch/*`) and bytes that it may have there."""
    deduplicate: tuple[str, ...] = ()
    examples: tuple[Any, ...] = ()
    """Request bodies as JSON values."""
    alias_of: str = ""
    until: str = ""
    """The first version without an old name."""
    digest: str = field(default="", compare=False, repr=False)
    """Of all that it follows from; empty where nothing is remembered."""

    def names(self) -> dict[str, Any]:
        """The names that were given: the tool's, and per parameter its argument's."""
        arguments = {
            each.key: each.name for each in self.arguments if each.key and not each.deprecated_for
        }
        secrets = {"secrets": dict(self.scheme_secrets)} if self.scheme_secrets else {}
        return {"tool": self.name, "arguments": arguments, **secrets}


@dataclass(frozen=True, slots=True)
class Surface:
    """All that users of one package see; tools and enumerations by name."""

    toolkit: str
    package: str
    version: str
    secrets: tuple[str, ...] = ()
    authentication: tuple[str, ...] = ()
    """How a secret is sent: "bearer", "header X-Key"."""
    environment: tuple[Variable, ...] = ()
    hosts: tuple[Host, ...] = ()
    tools: tuple[SurfaceTool, ...] = ()
    enums: tuple[Enumeration, ...] = ()
    answer_levels: int = 0
    """How deep response schemas go; 0 where an earlier version stored the surface without any."""

    def tool(self, name: str) -> SurfaceTool | None:
        """The tool of that name."""
        return next((each for each in self.tools if each.name == name), None)

    def names(self) -> dict[str, Any]:
        """The names that were given: per operation its tool's, and per parameter its argument's."""
        return {tool.operation: tool.names() for tool in self.tools if not tool.alias_of}
