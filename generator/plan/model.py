"""What is delivered: every name, annotation, literal and import decided, ready for templates to print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.emit.literals import PythonLiteral
from generator.emit.naming import ClassName, ModuleName, PythonIdentifier


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a tool besides its context."""

    name: PythonIdentifier
    annotation: str
    """Python source of the type, `| None` included."""
    default: str
    """Python source of the default; empty for a required argument."""
    shown_type: str
    """The type in words, for the documentation."""
    enum: ClassName | None
    required: bool
    description: str
    literal: PythonLiteral
    """The description as Python source."""
    key: str
    """The key of the API's parameter; `mode` and `request_body` for our own two."""
    deprecated_for: str = ""
    """The argument that this earlier name of it stands for; empty for an argument of its own."""
    until: str = ""
    """The first version without this earlier name."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    """What the API asks of a value besides its type and the members of an enumeration, as JSON Schema."""


@dataclass(frozen=True, slots=True)
class ExampleBody:
    """A request body for the documentation, as JSON text."""

    name: str
    summary: str
    json: str


@dataclass(frozen=True, slots=True)
class Behavior:
    """What a call does to the service; None where nobody knows."""

    operations: tuple[str, ...]
    read_only: bool
    destructive: bool | None
    idempotent: bool | None


@dataclass(frozen=True, slots=True)
class ToolAlias:
    """A tool's name from before a rename, delivered as a deprecated tool."""

    name: ClassName
    function: PythonIdentifier
    module: ModuleName
    until: str
    """The first version without it."""
    docstring: str
    """Python source."""
    deprecation: str
    """What a client shows before the description."""
    deprecation_literal: PythonLiteral
    description: str
    description_literal: PythonLiteral


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: an operation of the API as agents see it."""

    name: ClassName
    function: PythonIdentifier
    module: ModuleName
    key: str
    method: str
    path: str
    docstring: str
    """Python source."""
    summary: str
    description: str
    """What a client lists: the summary and the paragraph after it."""
    description_literal: PythonLiteral
    arguments: tuple[Argument, ...]
    behavior: Behavior
    metadata: PythonLiteral
    endpoint: PythonLiteral
    """The runtime's description of the operation."""
    call: PythonLiteral
    """The call of the runtime that carries the tool out."""
    imports: tuple[str, ...]
    """Import statements, in any order."""
    secret: str
    schema: Mapping[str, Any] | None
    schema_file: str
    examples: tuple[ExampleBody, ...]
    aliases: tuple[ToolAlias, ...]
    deduplicate: tuple[str, ...] = ()
    """Pointers to the ids by which the API recognizes a repeat."""


@dataclass(frozen=True, slots=True)
class EnumMember:
    """One member of an enumeration; `docstring` is Python source, empty where the value says it all."""

    name: PythonIdentifier
    value: str
    literal: PythonLiteral
    docstring: str
    description: str


@dataclass(frozen=True, slots=True)
class EnumClass:
    """A string enumeration of the package."""

    name: ClassName
    docstring: str
    description: str
    members: tuple[EnumMember, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """One installable package."""

    module: ModuleName
    toolkit: ClassName
    title: str
    version: str
    description: str
    overview: str
    author: str
    license: str
    secret: str
    secret_label: str
    secret_description: str
    environment: tuple[tuple[str, str], ...]
    """Variables that the package reads, each with what it does."""
    api: PythonLiteral
    """The runtime's description of the API."""
    classification: PythonLiteral
    imports: tuple[str, ...]
    tools: tuple[Tool, ...]
    enums: tuple[EnumClass, ...]
    page: str
    """File stem of the documentation page."""
