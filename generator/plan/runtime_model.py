"""What a package tells its runtime about the API, as the runtime's own `_runtime/endpoint.py` spells it.

Names, fields and defaults are those of the runtime, and a test holds the two together. A field is
printed by its name where it is keyword-only here, else by its position, and not at all where it has
its default.
"""

from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

from generator.emit.python_values import GROUP_DIGITS

CredentialKind = Literal[
    "bearer",
    "basic-username",
    "basic-password",
    "basic-pair",
    "header",
    "query",
    "cookie",
    "arcade-token",
]
Place = Literal["path", "query", "header", "cookie"]
PagingKind = Literal["token", "last-id", "page", "offset", "link", "url"]


@dataclass(frozen=True, slots=True)
class Server:
    """A base URL of the API, and the region it serves."""

    url: str
    _: KW_ONLY
    region: str = ""


@dataclass(frozen=True, slots=True)
class Credential:
    """One way to send the key, with what is sent along."""

    kind: CredentialKind
    _: KW_ONLY
    name: str = ""
    key_pattern: str = ""
    secret: str = ""
    prefix: str = ""
    also: tuple["Credential", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """When and how often a failed call is sent again; times in milliseconds."""

    attempts: int = 4
    statuses: tuple[int, ...] = (408, 429, 500, 502, 503, 504, 522, 524)
    base_ms: int = 200
    total_ms: int = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How many characters of an answer are shown, and how many bytes of it are read."""

    most: int = field(default=20_000, metadata={GROUP_DIGITS: True})
    read: int = field(default=10_000_000, metadata={GROUP_DIGITS: True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Where the API is, how it is authorized, how it is retried."""

    name: str
    distribution: str
    servers: tuple[Server, ...]
    base_url_variable: str
    region_variable: str | None = None
    default_region: str = ""
    secret: str | None = None
    credentials: tuple[Credential, ...] = ()
    retry: Retry = Retry()
    hints: tuple[tuple[int, str], ...] = ()
    answers: Answers = Answers()


@dataclass(frozen=True, slots=True)
class Limit:
    """The most bytes that what `pointer` matches may take."""

    pointer: str
    bytes: int = field(metadata={GROUP_DIGITS: True})


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of a form, or a part of a multipart body, is written; `name` "" is every other."""

    name: str
    _: KW_ONLY
    content_type: str = ""
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    is_file: bool = False
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a request body that has an argument of its own."""

    argument: str
    name: str
    required: bool = False
    is_json: bool = False
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A request body; `schema` is its file in the package's `schemas` folder.

    `files_variable` names the folder that files may be sent from, where files are a part of it.
    """

    schema: str
    required: bool = True
    limits: tuple[Limit, ...] = ()
    deduplicate: tuple[str, ...] = ()
    media_type: str = "application/json"
    kind: str = "json"
    fields: tuple[Field, ...] = ()
    files_variable: str = ""
    strict_formats: bool = True
    strict_unions: bool = True
    members: tuple[Member, ...] = ()
    nulls: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strict:
    """The argument that asks the API to report errors, and the header that carries it."""

    argument: str
    header: str
    on: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter outside the body, and the argument that carries it.

    `style` and `explode` are left at their defaults where OpenAPI's for the place apply.
    """

    argument: str
    name: str
    place: Place
    required: bool = False
    style: str = ""
    explode: bool | None = None
    earlier: tuple[str, ...] = ()
    media_type: str = ""
    is_json: bool = False
    allow_reserved: bool = False
    allow_empty: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """How the call for what comes after an answer is made."""

    kind: PagingKind
    _: KW_ONLY
    argument: str = ""
    member: str = ""
    source: str = ""
    items: str = ""
    more: str = ""
    end: str = ""
    total: str = ""
    pages: str = ""
    size: str = ""
    usual: int = 0
    most: int = 0
    first: int | None = None
    numbers: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation of the API; `credentials` and `servers` stand in for the API's own."""

    api: Api
    tool: str
    method: str
    path: str
    secured: bool = True
    credentials: tuple[Credential, ...] | None = None
    key_optional: bool = False
    servers: tuple[Server, ...] | None = None
    base_url_variable: str = ""
    body: Body | None = None
    strict: Strict | None = None
    parameters: tuple[Parameter, ...] = ()
    accept: str = "application/json"
    headers: tuple[str, ...] = ()
    redirects: tuple[int, ...] = ()
    rules: str = ""
    answer: str = ""
    fields: str = ""
    paging: Paging | None = None
    read_only: bool | None = None
