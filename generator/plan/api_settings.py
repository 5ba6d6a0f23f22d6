"""Decides what the runtime is told of the API as a whole: servers, secret, credentials and retries."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.problems import Problem
from generator.openapi.api import Api, Server
from generator.plan import runtime_model
from generator.plan.credentials import usual_credentials, without_secret
from generator.plan.server_variables import own_routes
from generator.plan.toolkit_yaml import Config

_Rule = tuple[str, str | None, tuple[str, ...], str]
"""A scheme that toolkit.yaml names, its pattern, where, and under which key there."""


def plan_api(api: Api, config: Config) -> runtime_model.Api:
    """What the runtime is told of the API; nothing is left to derive in `config`."""
    with_regions = len(api.regions) > 1
    usual = usual_credentials(api, config)
    shared = _only_secret(config)
    return runtime_model.Api(
        name=config.title,
        distribution=config.package,
        servers=tuple(plan_server(each) for each in api.servers),
        base_url_variable=config.base_url_variable,
        region_variable=config.region_variable if with_regions else None,
        default_region=config.default_region if with_regions else "",
        secret=shared or None,
        credentials=without_secret(usual, shared),
        retry=config.retry,
        hints=config.hints,
        answers=config.answers,
    )


def check_api(api: Api, config: Config) -> list[Problem]:
    """What toolkit.yaml says of servers and keys that the document does not know."""
    raw: Mapping[str, Any] = config.document.root if config.document else {}
    keys = raw.get("secret", {}).get("keys", ())
    rules: list[_Rule] = [
        (each["scheme"], each.get("pattern"), ("secret", "keys", str(index)), "scheme")
        for index, each in enumerate(keys)
    ]
    for key, each in raw.get("secrets", {}).items():
        rules.append((key, each.get("pattern"), ("secrets", key), ""))
    for index, key in enumerate(config.oauth.schemes if config.oauth else ()):
        rules.append((key, None, ("oauth", "schemes", str(index)), ""))
    found = [problem for rule in rules for problem in _check_rule(api, config, *rule)]
    return [*found, *_check_places(api, config)]


def _check_rule(
    api: Api, config: Config, scheme: str, pattern: str | None, path: tuple[str, ...], last: str
) -> Iterator[Problem]:
    known = [each.key for each in api.schemes]
    if scheme not in known:
        message = f"no operation uses a security scheme {scheme}"
        at = (*path, last) if last else path
        yield config.problem("toolkit-scheme", message, *at, expected=", ".join(known))
    if pattern is not None and not _is_pattern(pattern):
        message = "the pattern is not a regular expression"
        yield config.problem("toolkit-pattern", message, *path, "pattern")


def _check_places(api: Api, config: Config) -> Iterator[Problem]:
    if config.default_region and config.default_region not in api.regions:
        message = f"no server of the document is in region {config.default_region}"
        expected = ", ".join(api.regions) or "servers with x-region"
        where = ("environment", "default_region")
        yield config.problem("toolkit-region", message, *where, expected=expected)
    known = [route[0][0] for route in own_routes(api)]
    for url in config.server_variables:
        if url not in known:
            message = f"no operation has a server of its own at {url}"
            expected = ", ".join(known) or "operations with servers of their own"
            at = ("environment", "servers", url)
            yield config.problem("toolkit-server", message, *at, expected=expected)


def _only_secret(config: Config) -> str:
    """The secret of all schemes; empty where there are several, or none."""
    names = {each.secret for each in config.schemes.values()}
    return names.pop() if len(names) == 1 else ""


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):  # Python says so of what is too large
        return False
    return True


def plan_server(server: Server) -> runtime_model.Server:
    """What the runtime is told of one base URL."""
    return runtime_model.Server(server.url, region=server.region or "")
