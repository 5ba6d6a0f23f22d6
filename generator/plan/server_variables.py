"""Decides which environment variable stands for which of an API's servers: one for each that operations go to."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from generator.emit import naming
from generator.openapi.api import Api, Operation, Server
from generator.plan.toolkit_yaml import Config

Route = tuple[tuple[str, str], ...]
"""The servers that a call may go to: URL and region of each, or of the first alone where no region tells."""


def route_of(servers: Iterable[Server]) -> Route:
    """Where calls to these servers go."""
    found = tuple((each.url, each.region or "") for each in servers)
    return found if any(region for _, region in found) else found[:1]


def own_routes(api: Api) -> dict[Route, tuple[Operation, ...]]:
    """The routes besides the API's own, each with the operations that take it."""
    found: dict[Route, tuple[Operation, ...]] = {}
    own = route_of(api.servers)
    for operation in api.operations:
        route = route_of(operation.servers)
        if route and route != own:
            found[route] = (*found.get(route, ()), operation)
    return found


def with_server_variables(api: Api, config: Config, prefix: str) -> Config:
    """The configuration with a variable for each route besides the API's own, by the URL of its first server.

    It is named after that URL unless toolkit.yaml names it.
    """
    chosen = config.server_variables
    urls = [route[0][0] for route in own_routes(api)]
    home = api.servers[0].url if api.servers else ""
    derived = {
        url: naming.constant(f"{prefix}_{_words(url, home)}_BASE_URL")
        for url in urls
        if url not in chosen
    }
    taken = [config.base_url_variable, config.region_variable, *chosen.values()]
    return replace(config, server_variables={**naming.disambiguate(derived, taken), **chosen})


def _words(url: str, home: str) -> str:
    """What tells the server from the API's own: the beginning of its host, and else its path."""
    parts, own = urlsplit(url), urlsplit(home)
    labels = (parts.hostname or "").split(".")
    rest = (own.hostname or "").split(".")
    while labels and rest and labels[-1] == rest[-1]:
        labels, rest = labels[:-1], rest[:-1]
    if labels and (parts.hostname or "").count(".") == len(labels) - 1 > 0:
        labels = labels[:-1]  # the top-level domain tells least
    path = parts.path if not labels or parts.path != own.path else ""
    return "_".join(naming.words(" ".join([*labels, path]))) or "OTHER"
