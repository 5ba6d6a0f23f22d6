"""Decides which secret belongs to each security scheme, and what the secrets are called."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.emit import naming
from generator.emit.prose import escape_invisible, first_sentence
from generator.openapi.api import Api, Operation, SecurityScheme
from generator.plan.access_settings import KeyRule, SchemeConfig
from generator.plan.environment import environment
from generator.plan.model import Secret
from generator.plan.previous_names import Names
from generator.plan.toolkit_yaml import Config

RESERVED = ("ARCADE_API_KEY", "ARCADE_WORKER_SECRET")
"""Arcade's own credentials, which it gives to no tool."""

_SENT: Mapping[str, str] = {
    "pair": "user name and password, as user:password",
    "username": "the user name",
    "password": "the password",
    "bearer": "a bearer token",
    "header": "the key in the header {name}",
    "query": "the key in the query parameter {name}",
    "cookie": "the key in the cookie {name}",
}
"""What a secret is, by the kind of its scheme; for HTTP Basic by what of it the secret is."""


def with_secrets(
    api: Api, config: Config, prefix: str, previous: Mapping[str, Names] = MappingProxyType({})
) -> Config:
    """The configuration with the secret of every scheme that operations accept.

    A person's choice comes first, then the name there was before, then one from the document: the
    API's key where it has one scheme, else one after each scheme's own name.
    """
    before = known_secrets(previous)
    schemes: dict[str, SchemeConfig] = {}
    for scheme in api.schemes:
        chosen = None if is_granted(scheme, config) else _chosen(scheme, config)
        if chosen is not None:
            kept = before.get(scheme.key) or before.get(f"={sent_as(scheme)}", "")
            schemes[scheme.key] = replace(chosen, secret=chosen.secret or kept)
    open_keys = [key for key, each in schemes.items() if not each.secret]
    derived = {key: _derived(key, prefix, alone=len(api.schemes) == 1) for key in open_keys}
    read = {name for name, _ in environment(api, config)}
    derived = {key: f"{name}_KEY" if name in read else name for key, name in derived.items()}
    taken = {each.secret for each in schemes.values()} | {*RESERVED} | read
    names = naming.disambiguate(derived, taken)
    done = {key: replace(each, secret=each.secret or names[key]) for key, each in schemes.items()}
    return replace(config, schemes=done)


def is_granted(scheme: SecurityScheme, config: Config) -> bool:
    """Whether Arcade gets the scheme's token from the user, as toolkit.yaml says."""
    if config.oauth is None or not scheme.delegated:
        return False
    return not config.oauth.schemes or scheme.key in config.oauth.schemes


def sent_as(scheme: SecurityScheme) -> str:
    """How a scheme's secret goes over the wire: "bearer", "header X-Key"."""
    return " ".join(filter(None, (scheme.kind, scheme.name, scheme.prefix.strip())))


def known_secrets(previous: Mapping[str, Names]) -> dict[str, str]:
    """The names that secrets had before, by scheme."""
    return {key: name for names in previous.values() for key, name in names.secrets.items()}


def scheme_secrets(operation: Operation, config: Config) -> tuple[tuple[str, str], ...]:
    """The secrets of the operation's schemes, to be remembered; none where all schemes have the same."""
    first = next((each.secret for each in config.schemes.values()), "")
    if all(each.secret == first for each in config.schemes.values()):
        return ()
    keys = sorted({key for each in operation.security for key in each})
    return tuple((key, config.schemes[key].secret) for key in keys if key in config.schemes)


def plan_secrets(api: Api, config: Config, used: frozenset[str]) -> tuple[Secret, ...]:
    """The secrets that tools read, each with what it is, in the order of the schemes."""
    found: dict[str, list[SecurityScheme]] = {}
    for scheme in api.schemes:
        if scheme.key in config.schemes:
            found.setdefault(config.schemes[scheme.key].secret, []).append(scheme)
    return tuple(
        Secret(name, _description(config, name, schemes), tuple(each.key for each in schemes))
        for name, schemes in found.items()
        if name in used
    )


def _chosen(scheme: SecurityScheme, config: Config) -> SchemeConfig | None:
    """What toolkit.yaml says of the scheme's secret; None where it gives its one secret to others alone."""
    if own := config.schemes.get(scheme.key):
        return own
    rules = tuple(each for each in config.keys if each.scheme == scheme.key)
    if config.keys and not rules:
        return None
    return SchemeConfig(config.secret, config.secret_description, rules)


def _derived(key: str, prefix: str, *, alone: bool) -> str:
    if alone:
        name = f"{prefix}_API_KEY"
    else:
        word = "_".join(naming.words(key)).upper() or "SECRET"
        name = word if word.startswith(f"{prefix}_") else f"{prefix}_{word}"
    # Else an API of the name Arcade would ask for Arcade's own key.
    return (
        f"{prefix}_SERVICE_{name.removeprefix(f'{prefix}_')}"
        if name in RESERVED
        else naming.constant(name)
    )


def _description(config: Config, name: str, schemes: list[SecurityScheme]) -> str:
    """What a person wrote, else what the document says of it."""
    for scheme in schemes:
        if said := config.schemes[scheme.key].description:
            return escape_invisible(said)
    said = first_sentence(schemes[0].description)
    forms = [(each, rule) for each in schemes for rule in key_rules(each, config)]
    how = "; or ".join(dict.fromkeys(_form(each, rule) for each, rule in forms))
    return f"{escape_invisible(how[:1].upper() + how[1:])}. {said}".strip()


def _form(scheme: SecurityScheme, rule: KeyRule) -> str:
    kind = rule.basic_as if scheme.kind == "basic" else scheme.kind
    prefix = (rule.prefix or scheme.prefix).strip()
    return _SENT[kind].format(name=scheme.name) + (f", after {prefix}" if prefix else "")


def key_rules(scheme: SecurityScheme, config: Config) -> tuple[KeyRule, ...]:
    """The forms in which the scheme's secret may come."""
    return config.schemes[scheme.key].rules or (KeyRule(scheme.key),)
