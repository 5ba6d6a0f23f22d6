"""The facts of an API: what its document says, in types that know neither Python output nor YAML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ParameterPlace = Literal["path", "query", "header", "cookie"]
SchemeKind = Literal["basic", "bearer", "header", "query", "cookie"]


@dataclass(frozen=True, slots=True)
class Server:
    """One base URL, its variables already replaced by their defaults."""

    url: str
    """A path alone, such as `/v1`, where the document does not say which host it is on."""
    region: str | None
    """The value of the `x-region` extension, where the API runs in several regions."""


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to authenticate. OAuth 2 and OpenID Connect count as bearer: a token is all a call needs."""

    key: str
    kind: SchemeKind
    name: str
    """The header, query parameter or cookie that carries the key; empty for basic and bearer."""
    prefix: str = ""
    """What stands before the key in its header: the name of an HTTP scheme of the vendor's own, and a space."""
    delegated: bool = False
    """Whether people grant the token, by OAuth 2 or OpenID Connect."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter outside the body; `schema` is self-contained JSON Schema 2020-12."""

    name: str
    place: ParameterPlace
    required: bool
    description: str
    schema: Mapping[str, Any]
    style: str
    explode: bool
    pointer: str
    media_type: str = ""
    """In what the value is written, where `content` describes it rather than a style."""
    allow_reserved: bool = False
    """Whether `:`, `/` and the like are sent as they are."""
    allow_empty: bool = False
    """Whether the name may be sent with nothing as its value."""

    @property
    def key(self) -> str:
        """What tells it from the operation's other parameters; names alone may repeat."""
        return f"{self.place}:{self.name}"


@dataclass(frozen=True, slots=True)
class Example:
    """A request body that the document gives as an example."""

    name: str
    summary: str
    value: Any


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many bytes of UTF-8 JSON for what `at` matches: `""` is the body, `/items/*` each item."""

    at: str
    max_bytes: int


@dataclass(frozen=True, slots=True)
class FieldEncoding:
    """How a field of a form, or a part of a multipart body, is written where it is not as others are."""

    name: str
    """Empty for all fields that have no name in the schema."""
    content_type: str = ""
    """Of the part; of several, or a range, the part has one."""
    style: str = ""
    explode: bool | None = None
    """None, and no style, where the document leaves both to the defaults."""
    allow_reserved: bool = False
    is_file: bool = False
    """Whether the part is a file, or a list of them."""
    headers: tuple[tuple[str, str], ...] = ()
    """Of the part, where the document says their values."""


@dataclass(frozen=True, slots=True)
class RequestBody:
    """A request body; `schema` is self-contained JSON Schema 2020-12 of what callers write.

    That is the value of JSON, the object that has the fields of a form or the parts of a multipart
    body, the list of values that stand on lines, or else a string: text, or bytes in base64.
    """

    media_type: str
    required: bool
    schema: Mapping[str, Any]
    schema_pointer: str
    limits: tuple[Limit, ...]
    examples: tuple[Example, ...]
    kind: str = "json"
    """How it is written: the name of one of `body_formats.FORMATS`."""
    fields: tuple[FieldEncoding, ...] = ()
    offered: tuple[str, ...] = ()
    """All media types that the API takes here."""
    may_fit_several: bool = False
    """Whether the document has a `oneOf` in it that does not tell its branches apart."""

    @property
    def takes_files(self) -> bool:
        """Whether files are a part of it, or all of it."""
        return self.kind == "binary" or any(field.is_file for field in self.fields)


@dataclass(frozen=True, slots=True)
class ResponseBody:
    """What successful calls answer in JSON.

    `schema` is self-contained JSON Schema 2020-12 without texts, `Api.answer_levels` deep.
    """

    schema: Mapping[str, Any]
    schema_pointers: tuple[str, ...]
    """Of each status that has a schema; `schema` accepts what any of them does."""


@dataclass(frozen=True, slots=True)
class AnswerField:
    """A member of the upper levels of a JSON answer, or with an empty path the answer itself."""

    path: tuple[str, ...]
    types: frozenset[str]
    """The JSON types that it may have besides null; none where nobody knows."""
    description: str
    format: str
    members: tuple[str, ...]
    """Of a list, the names of what its items have."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. `key` ("POST /track") identifies it even where operationId is missing or changes."""

    key: str
    method: str
    path: str
    operation_id: str
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: RequestBody | None
    security: tuple[tuple[str, ...], ...]
    """The alternatives any one of which is enough, each the keys of the schemes that it needs together.

    One without schemes stands for a call without a key; there are none at all where no call needs one.
    """
    servers: tuple[Server, ...]
    pointer: str
    response: ResponseBody | None = None
    """None where the document does not say what comes back."""
    accepts: tuple[str, ...] = ()
    """The media types of successful answers, in the document's order."""
    response_headers: tuple[str, ...] = ()
    """The headers that the document names of successful answers and redirects."""
    redirects: tuple[int, ...] = ()
    """The documented 3xx."""
    outline: tuple[AnswerField, ...] = ()
    """The upper levels of what comes back, the upper first, where it may be a page of a list."""
    has_link: bool = False
    """Whether the document names a `Link` header there."""
    scopes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What a token has to be granted, by the key of its scheme."""
    tags: tuple[str, ...] = ()
    digest: str = field(default="", compare=False, repr=False)
    """Of all that these facts follow from; empty where nothing is remembered."""

    def parameters_by_key(self) -> dict[str, Parameter]:
        """To find those of many arguments: made anew, so asked for once."""
        return {each.key: each for each in self.parameters}


@dataclass(frozen=True, slots=True)
class Api:
    """Everything that is read from a corrected OpenAPI document."""

    title: str
    version: str
    description: str
    schemes: tuple[SecurityScheme, ...]
    """Those that at least one operation accepts, in the document's order."""
    servers: tuple[Server, ...]
    operations: tuple[Operation, ...]
    answer_levels: int = 0
    """How deep responses were read."""
    left_out: tuple[Operation, ...] = ()
    """Those that people do without: what is said of them, without parameters, bodies and keys."""
    unable: tuple[tuple[str, str], ...] = ()
    """Those that no tool can carry, by key, each with the reason."""

    _by_key: Mapping[str, SecurityScheme] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {each.key: each for each in self.schemes})

    def scheme(self, key: str) -> SecurityScheme:
        """The scheme of that key; raises KeyError where no operation names it."""
        return self._by_key[key]

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that the servers name, in the document's order."""
        return tuple(server.region for server in self.servers if server.region)
