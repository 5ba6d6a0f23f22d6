"""What is delivered: every name, type and text decided, as values that know no programming language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.emit.naming import ClassName, ModuleName, PythonIdentifier
from generator.plan import runtime_model
from generator.plan.publication import Publication

MODE = PythonIdentifier("mode")
REQUEST_BODY = PythonIdentifier("request_body")
"""The arguments, and the keys, that a tool with a request body has besides the API's parameters."""

NULLS = "null_fields"
"""The key of the argument that lists the members of a request body that are sent as null."""

FIELDS = "answer_fields"
"""The key of the argument that says which parts of the answer are wanted, and its name where `fields` is taken."""

ScalarType = Literal["string", "integer", "number", "boolean"]
"""The JSON types that an argument's value, or each item of it, may have."""


@dataclass(frozen=True, slots=True)
class ArgumentType:
    """The type of an argument's value."""

    scalar: ScalarType
    """Of the value, or of each item of an array."""
    is_array: bool = False
    enum: ClassName | None = None
    """The enumeration that the value, or each item, is a member of."""
    is_json: bool = False
    """Whether it is JSON text of what no such type can express."""

    @property
    def label(self) -> str:
        """The type in words, where the enumeration is named beside it."""
        return (
            "string of JSON" if self.is_json else self._words("Enum" if self.enum else self.scalar)
        )

    @property
    def json_label(self) -> str:
        """The type in words, of JSON alone."""
        return self._words(self.scalar)

    def _words(self, single: str) -> str:
        return f"array of {single}" if self.is_array else single


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a tool besides its context."""

    name: PythonIdentifier
    type: ArgumentType
    required: bool
    """Whether a call without it is refused by whoever holds it to the tool's schema."""
    description: str
    key: str
    """The key of the API's parameter, or of a member of its body, such as `body:name`; for ours the name."""
    deprecated_for: str = ""
    """The argument that this earlier name of it stands for; empty for an argument of its own."""
    until: str = ""
    """The first version without this earlier name."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    """What the API asks of a value besides its type and the members of an enumeration, as JSON Schema."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """The part of that which a call is held to before anything is sent."""

    @property
    def is_parameter(self) -> bool:
        """Whether the runtime takes it as an argument of the endpoint, unlike those that are its own."""
        return self.key not in (MODE, REQUEST_BODY, FIELDS)


@dataclass(frozen=True, slots=True)
class ExampleBody:
    """A request body for the documentation, as callers write it."""

    name: str
    summary: str
    text: str
    language: str = "json"
    """What the text is: `json`, or empty for any other."""


@dataclass(frozen=True, slots=True)
class Behavior:
    """What a call does to the service; None where nobody knows."""

    operations: tuple[str, ...]
    read_only: bool
    destructive: bool | None
    idempotent: bool | None


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret that tools read, and the security schemes whose key it is."""

    name: str
    description: str
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authorization:
    """What Arcade asks a user to grant before a call."""

    provider: str
    """One that Arcade knows, or the ID of one that is set up there."""
    id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToolAlias:
    """A tool's name from before a rename, delivered as a deprecated tool."""

    name: ClassName
    function: PythonIdentifier
    module: ModuleName
    until: str
    """The first version without it."""
    docstring: str
    deprecation: str
    """What a client shows before the description."""
    description: str


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
    summary: str
    description: str
    """What a client lists: the summary and the paragraph after it."""
    arguments: tuple[Argument, ...]
    behavior: Behavior
    endpoint: runtime_model.Endpoint
    alternatives: tuple[tuple[str, ...], ...]
    """The ways to authenticate, each the secrets that it needs together; none where no call needs one."""
    authorization: Authorization | None
    schema: Mapping[str, Any] | None
    schema_file: str
    examples: tuple[ExampleBody, ...]
    aliases: tuple[ToolAlias, ...]
    answer_schema: Mapping[str, Any] | None = None
    """What the document says of successful answers, without texts."""
    answer_file: str = ""
    """Where the package has it among its schemas."""
    tells_answer: bool = False
    """Whether it tells the schema of its answer on request."""
    deduplicate: tuple[str, ...] = ()
    """Pointers to the ids by which the API recognizes a repeat."""
    scheme_secrets: tuple[tuple[str, str], ...] = ()
    """The secrets by their security schemes, where the package has several."""
    digest: str = field(default="", compare=False, repr=False)
    """Of all that these decisions follow from; empty where nothing is remembered."""
    operation_id: str = ""
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    """Whether the document says that the API may drop it."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets without which no call is made: Arcade refuses calls where one of them is missing."""
        if self.endpoint.key_optional or not self.alternatives:
            return ()
        first, *others = self.alternatives
        needed = set(first).intersection(*others)
        return tuple(name for name in first if name in needed)

    @property
    def optional_secrets(self) -> tuple[str, ...]:
        """The other secrets that are sent where they are set."""
        named = dict.fromkeys(name for each in self.alternatives for name in each)
        needed = set(self.secrets)
        return tuple(name for name in named if name not in needed)

    @property
    def has_modes(self) -> bool:
        """Whether it takes its request body as one argument, and tells its schema on request."""
        return any(each.key == REQUEST_BODY for each in self.arguments)

    @property
    def answer(self) -> str:
        """The runtime's type of what it returns."""
        if self.endpoint.paging:
            return "DescribedPage" if self.tells_answer else "PagedAnswer"
        return "DescribedAnswer" if self.tells_answer else "Answer"

    @property
    def rules(self) -> dict[str, Mapping[str, Any]]:
        """The rules of the arguments that have any, by the arguments' names."""
        return {
            each.name: each.rules
            for each in self.arguments
            if each.rules and not each.deprecated_for
        }


@dataclass(frozen=True, slots=True)
class EnumMember:
    """One member of an enumeration; the description is empty where the value says it all."""

    name: PythonIdentifier
    value: str
    description: str


@dataclass(frozen=True, slots=True)
class EnumClass:
    """A string enumeration of the package."""

    name: ClassName
    description: str
    members: tuple[EnumMember, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The operations that there is no tool for: by choice, and because no tool can carry them."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """The selectors that say what is left out by choice."""
    by_choice: tuple[str, ...] = ()
    unable: tuple[tuple[str, str], ...] = ()
    """Each with the reason."""


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
    secrets: tuple[Secret, ...]
    secret_label: str
    environment: tuple[tuple[str, str], ...]
    """Variables that the package reads, each with what it does."""
    service_domains: tuple[str, ...]
    """Arcade's words for what the service is for."""
    api: runtime_model.Api
    tools: tuple[Tool, ...]
    enums: tuple[EnumClass, ...]
    page: str
    """File stem of the documentation page."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Selectors of parts that can be served on their own, by name."""
    left_out: LeftOut = LeftOut()
    publication: Publication = field(default_factory=Publication)
    reasons: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Of corrections, by the tool's key and the path of what each is about; see `reasons`."""
    origins: Mapping[str, Any] = field(default_factory=dict)
    """Where names and texts come from, as files and pointers, where that is told; see `origins.brief`."""
