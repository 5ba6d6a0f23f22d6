"""Decides what the runtime is told of the API as a whole: servers, secret, credentials and retries."""

import re
from collections.abc import Iterable

from generator.core.problems import Problem
from generator.emit import literals
from generator.emit.literals import PythonLiteral
from generator.openapi.api import Api, SecurityScheme, Server
from generator.openapi.unsupported import Unsupported
from generator.plan.toolkit_yaml import Config, KeyRule, RetryRule


def plan_api(api: Api, config: Config) -> PythonLiteral:
    """The `Api(...)` of the generated package; nothing is left to derive in `config`."""
    parts: list[tuple[str, str]] = [
        ("name", literals.python(config.title)),
        ("distribution", literals.python(config.package)),
        ("servers", literals.python_tuple(plan_server(each) for each in api.servers)),
        ("base_url_variable", literals.python(config.base_url_variable)),
    ]
    if len(api.regions) > 1:
        parts.append(("region_variable", literals.python(config.region_variable)))
        parts.append(("default_region", literals.python(config.default_region)))
    if config.secret:
        parts.append(("secret", literals.python(config.secret)))
        parts.append(("credentials", plan_credentials(api.schemes, config)))
    if config.retry != RetryRule():
        parts.append(("retry", _retry(config.retry)))
    if config.hints:
        hints = (
            literals.python_tuple([literals.python(status), literals.python_text(says)])
            for status, says in config.hints
        )
        parts.append(("hints", literals.python_tuple(hints)))
    return literals.call("Api", parts)


def api_imports(api: Api, config: Config) -> tuple[str, ...]:
    """The names of the runtime that `plan_api` uses."""
    needed = {
        "Api": True,
        "Credential": bool(config.secret),
        "Retry": config.retry != RetryRule(),
        "Server": bool(api.servers),
    }
    return tuple(name for name, is_needed in needed.items() if is_needed)


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


def plan_server(server: Server) -> PythonLiteral:
    """The `Server(...)` of one base URL."""
    region = f", region={literals.python(server.region)}" if server.region else ""
    return PythonLiteral(f"Server({literals.python(server.url)}{region})")


def plan_credentials(accepted: Iterable[SecurityScheme], config: Config) -> PythonLiteral:
    """The `Credential(...)`s by which the secret can be sent where these schemes are accepted.

    Raises `Unsupported` where toolkit.yaml gives the secret to other schemes alone.
    """
    schemes = {scheme.key: scheme for scheme in accepted}
    rules = config.keys or tuple(KeyRule(key, None, "pair") for key in schemes)
    found = [_credential(schemes[rule.scheme], rule) for rule in rules if rule.scheme in schemes]
    if not found:
        raise Unsupported(f"secret.keys in toolkit.yaml has no key for {', '.join(schemes)}")
    return literals.python_tuple(dict.fromkeys(found))


def _credential(scheme: SecurityScheme, rule: KeyRule) -> PythonLiteral:
    basic = f"basic-{rule.basic_as}"
    kind = basic if scheme.kind == "basic" else scheme.kind
    name = f", name={literals.python(scheme.name)}" if scheme.name else ""
    pattern = f", key_pattern={literals.python(rule.pattern)}" if rule.pattern else ""
    return PythonLiteral(f"Credential({literals.python(kind)}{name}{pattern})")


def _retry(rule: RetryRule) -> PythonLiteral:
    default = RetryRule()
    names = ("attempts", "statuses", "base_ms", "total_ms")
    changed = [name for name in names if getattr(rule, name) != getattr(default, name)]
    return literals.call(
        "Retry", [(name, literals.python(getattr(rule, name))) for name in changed]
    )
