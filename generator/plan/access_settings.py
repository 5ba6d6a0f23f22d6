"""The part of toolkit.yaml that says how calls authenticate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class KeyRule:
    """Which security scheme a secret belongs to, told from the secret itself, and how it is sent."""

    scheme: str
    pattern: str | None = None
    basic_as: str = "pair"
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class SchemeConfig:
    """The secret of one security scheme; an empty name is left to the generator."""

    secret: str = ""
    description: str = ""
    rules: tuple[KeyRule, ...] = ()


@dataclass(frozen=True, slots=True)
class OAuthConfig:
    """The provider by which Arcade gets users' tokens for OAuth 2 and OpenID Connect."""

    provider: str
    id: str = ""
    schemes: tuple[str, ...] = ()
    """Those that it serves; all where it names none."""


def key_rule(scheme: str, raw: Mapping[str, Any]) -> KeyRule:
    """What toolkit.yaml says of one form of a scheme's secret."""
    return KeyRule(scheme, raw.get("pattern"), raw.get("as", "pair"), raw.get("prefix", ""))


def scheme_config(key: str, raw: Mapping[str, Any]) -> SchemeConfig:
    """What stands under the scheme's key in `secrets`."""
    return SchemeConfig(raw.get("name", ""), raw.get("description", ""), (key_rule(key, raw),))


def oauth_config(raw: Mapping[str, Any]) -> OAuthConfig:
    """What stands under `oauth`."""
    return OAuthConfig(raw["provider"], raw.get("id", ""), tuple(raw.get("schemes", ())))
