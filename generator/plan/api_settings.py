"""Decides what the runtime is told of the API as a whole: servers, secret, credentials and retries."""

import re
from collections.abc import Iterable

from generator.core.problems import Problem
from generator.openapi.api import Api, SecurityScheme, Server
from generator.openapi.unsupported import Unsupported
from generator.plan import runtime_model
from generator.plan.toolkit_yaml import Config, KeyRule

_BASIC: dict[str, runtime_model.CredentialKind] = {
    "username": "basic-username",
    "password": "basic-password",
    "pair": "basic-pair",
}
"""How the secret stands in HTTP Basic, by what toolkit.yaml calls it."""


def plan_api(api: Api, config: Config) -> runtime_model.Api:
    """What the runtime is told of the API; nothing is left to derive in `config`."""
    with_regions = len(api.regions) > 1
    return runtime_model.Api(
        name=config.title,
        distribution=config.package,
        servers=tuple(plan_server(each) for each in api.servers),
        base_url_variable=config.base_url_variable,
        region_variable=config.region_variable if with_regions else None,
        default_region=config.default_region if with_regions else "",
        secret=config.secret or None,
        credentials=plan_credentials(api.schemes, config) if config.secret else (),
        retry=config.retry,
        hints=config.hints,
        answers=config.answers,
    )


def check_api(api: Api, config: Config) -> list[Problem]:
    """What toolkit.yaml says of servers and keys that the document does not know."""
    problems = []
    known = [scheme.key for scheme in api.schemes]
    for index, rule in enumerate(config.keys):
        at = ("secret", "keys", str(index))
        if rule.scheme not in known:
            message = f"no operation uses a security scheme {rule.scheme}"
            problems.append(
                config.problem("toolkit-scheme", message, *at, "scheme", expected=", ".join(known))
            )
        if rule.pattern is not None and not _is_pattern(rule.pattern):
            problems.append(
                config.problem(
                    "toolkit-pattern", "the pattern is not a regular expression", *at, "pattern"
                )
            )
    if config.default_region and config.default_region not in api.regions:
        problems.append(
            config.problem(
                "toolkit-region",
                f"no server of the document is in region {config.default_region}",
                "environment",
                "default_region",
                expected=", ".join(api.regions) or "servers with x-region",
            )
        )
    return problems


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def plan_server(server: Server) -> runtime_model.Server:
    """What the runtime is told of one base URL."""
    return runtime_model.Server(server.url, region=server.region or "")


def plan_credentials(
    accepted: Iterable[SecurityScheme], config: Config
) -> tuple[runtime_model.Credential, ...]:
    """The ways in which the secret can be sent where these schemes are accepted.

    Raises `Unsupported` where toolkit.yaml gives the secret to other schemes alone.
    """
    schemes = {scheme.key: scheme for scheme in accepted}
    rules = config.keys or tuple(KeyRule(key, None, "pair") for key in schemes)
    found = [_credential(schemes[rule.scheme], rule) for rule in rules if rule.scheme in schemes]
    if not found:
        raise Unsupported(f"secret.keys in toolkit.yaml has no key for {', '.join(schemes)}")
    return tuple(dict.fromkeys(found))


def _credential(scheme: SecurityScheme, rule: KeyRule) -> runtime_model.Credential:
    kind = _BASIC[rule.basic_as] if scheme.kind == "basic" else scheme.kind
    return runtime_model.Credential(kind, name=scheme.name, key_pattern=rule.pattern or "")
