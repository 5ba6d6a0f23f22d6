"""Reads toolkit.yaml: the decisions that people make about how an API is presented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generator.core import pointers
from generator.core.problems import Problem, ProblemsError
from generator.document.load import Document, load_once, place_of
from generator.openapi.schemas import AS_MEANT, Reading
from generator.plan.access_settings import (
    KeyRule,
    OAuthConfig,
    SchemeConfig,
    key_rule,
    oauth_config,
    scheme_config,
)
from generator.plan.publication import Publication, publication
from generator.plan.runtime_model import Answers, Retry
from generator.plan.toolkit_schema import schema_problems


@dataclass(frozen=True, slots=True)
class StrictMode:
    """The header that makes the API refuse what it would else drop in silence."""

    header: str
    on: str
    description: str


@dataclass(frozen=True, slots=True)
class AliasConfig:
    """A name from before a rename, which works in versions below `until`."""

    name: str
    until: str


@dataclass(frozen=True, slots=True)
class ArgumentConfig:
    """What people say of one argument; empty where they leave it to the generator."""

    name: str = ""
    description: str = ""
    aliases: tuple[AliasConfig, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolConfig:
    """What people say of one operation's tool; empty or None where they leave it to the generator."""

    name: str = ""
    summary: str = ""
    description: str = ""
    arguments: Mapping[str, ArgumentConfig] = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    destructive: bool | None = None
    idempotent: bool | None = None
    deduplicate: tuple[str, ...] = ()
    aliases: tuple[AliasConfig, ...] = ()
    body: str = ""
    """`json` or `arguments`: whether the body is one argument, or each of its members is one."""
    body_type: str = ""
    """Of the media types that the operation takes, the one that the tool sends."""
    answer_fields: bool | None = None
    """Whether a call may say which parts of the answer it wants."""


@dataclass(frozen=True, slots=True)
class EnumConfig:
    """A name for the enumeration that unites the values found at a JSONPath."""

    name: str
    source: str
    description: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the vendor publishes the document, and whether ours says the same in other words."""

    url: str = ""
    transcribed: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """All of toolkit.yaml. Without one, everything is empty and the plan derives names from the spec."""

    toolkit: str = ""
    package: str = ""
    version: str = "0.1.0"
    title: str = ""
    description: str = ""
    overview: str = ""
    author: str = ""
    license: str = "MIT"
    source: Source = Source()
    publication: Publication = field(default_factory=Publication)
    service_domains: tuple[str, ...] = ()
    secret: str = ""
    secret_label: str = "API key"
    secret_description: str = ""
    keys: tuple[KeyRule, ...] = ()
    schemes: Mapping[str, SchemeConfig] = field(default_factory=dict)
    """By the scheme's key."""
    oauth: OAuthConfig | None = None
    base_url_variable: str = ""
    region_variable: str = ""
    files_variable: str = ""
    default_region: str = ""
    server_variables: Mapping[str, str] = field(default_factory=dict)
    """The variables that stand for servers of single operations, by URL."""
    strict_mode: StrictMode | None = None
    retry: Retry = field(default_factory=Retry)
    hints: tuple[tuple[int, str], ...] = ()
    answers: Answers = field(default_factory=Answers)
    answer_fields: bool = True
    """Whether calls may say which parts of an answer they want, where there may be much of it."""
    answer_mode: bool = True
    """Whether tools with modes tell the schema of their answers by one more."""
    reading: Reading = AS_MEANT
    include: tuple[str, ...] = ()
    """Selectors of the operations that there are tools for; none for all."""
    exclude: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Selectors of parts that can be served on their own, by name."""
    tools: Mapping[str, ToolConfig] = field(default_factory=dict)
    enums: tuple[EnumConfig, ...] = ()
    document: Document | None = None

    @property
    def body_types(self) -> Mapping[str, str]:
        """The media types that people chose, by operation."""
        return {key: tool.body_type for key, tool in self.tools.items() if tool.body_type}

    def problem(
        self, code: str, message: str, *path: str, expected: str = "", hint: str = ""
    ) -> Problem:
        """A problem that points into toolkit.yaml at `path`."""
        pointer = pointers.join(path)
        place = place_of(self.document.root, pointer) if self.document else None
        return Problem(code, message, place, pointer, expected, hint)


@lru_cache(maxsize=1)
def config_of(data: bytes, file: str) -> Config:
    """What the bytes of toolkit.yaml say; raises `ProblemsError`."""
    return read_config(load_once(data, file))


def read_config(document: Document) -> Config:
    """Turn the content of toolkit.yaml into a `Config`; raises `ProblemsError` with everything that is wrong."""
    if problems := schema_problems(document):
        raise ProblemsError(problems)
    return _config(document)


_TEXTS = ("toolkit", "package", "version", "title", "description", "overview", "author", "license")
"""The settings that `Config` has under the same names, as they are."""


def _config(document: Document) -> Config:
    raw: Mapping[str, Any] = document.root
    secret, environment = raw.get("secret", {}), raw.get("environment", {})
    strict, answers = raw.get("strict_mode"), raw.get("answers", {})
    return Config(
        **{key: raw[key] for key in _TEXTS if key in raw},
        source=Source(**raw.get("source", {})),
        publication=publication(raw.get("publish", {})),
        service_domains=tuple(raw.get("service_domains", ())),
        secret=secret.get("name", ""),
        secret_label=secret.get("label", "API key"),
        secret_description=secret.get("description", ""),
        keys=tuple(key_rule(key["scheme"], key) for key in secret.get("keys", ())),
        schemes={key: scheme_config(key, value) for key, value in raw.get("secrets", {}).items()},
        oauth=oauth_config(raw["oauth"]) if "oauth" in raw else None,
        base_url_variable=environment.get("base_url", ""),
        region_variable=environment.get("region", ""),
        files_variable=environment.get("files", ""),
        default_region=environment.get("default_region", ""),
        server_variables=environment.get("servers", {}),
        strict_mode=StrictMode(**strict) if strict else None,
        retry=Retry(**{k: _frozen(v) for k, v in raw.get("retry", {}).items()}),
        hints=tuple(sorted((int(status), text) for status, text in raw.get("hints", {}).items())),
        answers=Answers(**{k: v for k, v in answers.items() if k in ("most", "read")}),
        answer_fields=answers.get("fields", True),
        answer_mode=answers.get("schema_mode", True),
        reading=Reading(raw.get("strict_unions", False), raw.get("formats") == "strict"),
        include=tuple(raw.get("include", ())),
        exclude=tuple(raw.get("exclude", ())),
        groups={name: tuple(each) for name, each in raw.get("groups", {}).items()},
        tools={key: _tool(value) for key, value in raw.get("tools", {}).items()},
        enums=tuple(
            EnumConfig(e["name"], e["from"], e.get("description", "")) for e in raw.get("enums", ())
        ),
        document=document,
    )


def _tool(raw: Mapping[str, Any]) -> ToolConfig:
    behavior = raw.get("behavior", {})
    return ToolConfig(
        name=raw.get("name", ""),
        summary=raw.get("summary", ""),
        description=raw.get("description", ""),
        arguments={key: _argument(value) for key, value in raw.get("arguments", {}).items()},
        operations=tuple(behavior.get("operations", ())),
        destructive=behavior.get("destructive"),
        idempotent=behavior.get("idempotent"),
        deduplicate=tuple(raw.get("deduplicate", ())),
        aliases=_aliases(raw),
        body=raw.get("body", ""),
        body_type=raw.get("body_type", ""),
        answer_fields=raw.get("answers", {}).get("fields"),
    )


def _argument(raw: Mapping[str, Any]) -> ArgumentConfig:
    return ArgumentConfig(raw.get("name", ""), raw.get("description", ""), _aliases(raw))


def _aliases(raw: Mapping[str, Any]) -> tuple[AliasConfig, ...]:
    return tuple(AliasConfig(**each) for each in raw.get("aliases", ()))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
