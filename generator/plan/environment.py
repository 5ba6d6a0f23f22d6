"""Lists the environment variables that a package reads, each with what it does."""

from collections.abc import Iterator

from generator.openapi.api import Api
from generator.plan.server_variables import own_routes, route_of
from generator.plan.toolkit_yaml import Config

_OTHERS_SHOWN = 5


def environment(api: Api, config: Config) -> tuple[tuple[str, str], ...]:
    """The variables for the region, for each server that calls go to, and for what comes and goes."""
    servers = (*_region(api, config), *_home(api, config), *_own_servers(api, config))
    return (
        *servers,
        *_answers(config),
        *_bodies(api, config),
        *_read_only(config),
        *_files(api, config),
    )


def _region(api: Api, config: Config) -> Iterator[tuple[str, str]]:
    if len(api.regions) > 1:
        choices, default = " or ".join(api.regions), config.default_region
        yield config.region_variable, f"Region: {choices}; {default} where it is unset."


def _home(api: Api, config: Config) -> Iterator[tuple[str, str]]:
    home = route_of(api.servers)
    elsewhere = [route_of(each.servers) not in ((), home) for each in api.operations]
    if not elsewhere or not all(elsewhere):
        yield config.base_url_variable, _base_url(api)


def _base_url(api: Api) -> str:
    if not api.servers:
        return (
            "Server URL, its path included; needed, as the document does not say where the API is."
        )
    url = api.servers[0].url
    if url.startswith("/"):
        return (
            f"Server that the API is on, such as https://host; needed. The path {url} is added where"
            " it has none."
        )
    said = "Server URL to use instead of the API's own, its path included; for a proxy or a test."
    others = [] if api.regions else [each.url for each in api.servers[1 : _OTHERS_SHOWN + 1]]
    others = [each for each in dict.fromkeys(others) if each != url]
    return f"{said} The API is also at {', '.join(others)}." if others else said


def _own_servers(api: Api, config: Config) -> Iterator[tuple[str, str]]:
    for route, operations in own_routes(api).items():
        url = route[0][0]
        named = operations[0].key if len(operations) == 1 else f"{len(operations)} operations"
        meant = f"the path {url}" if url.startswith("/") else url
        yield config.server_variables[url], f"The same for {named} at {meant}."


def _answers(config: Config) -> Iterator[tuple[str, str]]:
    characters = (
        f"Characters that one answer may have; {config.answers.most:,} where it is unset. Of a longer"
        " one the last items of lists are left out, and counted."
    )
    yield f"{_prefix(config)}_ANSWER_CHARACTERS", characters


def _bodies(api: Api, config: Config) -> Iterator[tuple[str, str]]:
    if any(each.body for each in api.operations):
        characters = (
            "Characters that the JSON of a request body may have; 10,000,000 where it is unset. Its"
            " values may take ten times its own characters in memory, and three times these however"
            " short it is."
        )
        yield f"{_prefix(config)}_BODY_CHARACTERS", characters


def _read_only(config: Config) -> Iterator[tuple[str, str]]:
    refused = "1 refuses calls of tools that may change something, before anything is sent."
    yield f"{_prefix(config)}_READ_ONLY", refused


def _prefix(config: Config) -> str:
    return config.base_url_variable.removesuffix("_BASE_URL")


def _files(api: Api, config: Config) -> Iterator[tuple[str, str]]:
    if any(each.body.takes_files for each in api.operations if each.body):
        meaning = "Folder whose files request bodies may send by their paths; without it, none."
        yield config.files_variable, meaning
