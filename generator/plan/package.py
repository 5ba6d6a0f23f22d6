"""Turns facts and people's decisions into one package, with every name decided."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from generator.core.memory import NO_MEMORY, Memory
from generator.core.problems import Problem, ProblemsError, Severity
from generator.core.progress import SILENCE, Progress, counted
from generator.document.located import Document, place_of
from generator.emit import naming
from generator.emit.naming import ClassName, ModuleName
from generator.emit.prose import escape_invisible, first_sentence
from generator.openapi.api import Api, Operation
from generator.openapi.unsupported import Unsupported
from generator.plan.aliases import check_expired, check_promises
from generator.plan.answers import answer_files, tells_answers
from generator.plan.api_settings import check_api, plan_api
from generator.plan.arguments import enum_schemas
from generator.plan.context import PlanContext
from generator.plan.enums import is_listed, plan_enums, tool_mode
from generator.plan.environment import environment
from generator.plan.model import EnumClass, LeftOut, Package, Tool
from generator.plan.name_checks import check_names
from generator.plan.names import with_default_names
from generator.plan.previous_names import Names, names_for
from generator.plan.prose_checks import check_prose
from generator.plan.reasons import reasons_of
from generator.plan.remembered_tools import RememberedTools
from generator.plan.secrets import plan_secrets
from generator.plan.tool_checks import check_tools
from generator.plan.tool_names.precedence import ToolNames, tool_names
from generator.plan.toolkit_yaml import Config


@dataclass(frozen=True, slots=True)
class Draft:
    """What is decided of a package before its tools are: names, enumerations, what all tools share."""

    document: Document
    context: PlanContext
    enums: tuple[EnumClass, ...]
    previous: Mapping[str, Names]
    names: Mapping[str, ToolNames]


def plan(
    document: Document,
    api: Api,
    config: Config,
    previous: Mapping[str, Names] = MappingProxyType({}),
    memory: Memory = NO_MEMORY,
    progress: Progress = SILENCE,
) -> tuple[Package, tuple[Problem, ...]]:
    """The package, and warnings; raises `ProblemsError` where toolkit.yaml does not fit the document.

    `previous` are the names that the package had when it was last generated, by operation.
    """
    draft = draft_package(document, api, config, previous, memory)
    return plan_tools(draft, memory=memory, progress=progress)


def draft_package(
    document: Document,
    api: Api,
    config: Config,
    previous: Mapping[str, Names],
    memory: Memory = NO_MEMORY,
) -> Draft:
    """What the tools of a package share; raises as `plan` does."""
    previous = names_for(previous, [each.key for each in (*api.operations, *api.left_out)])
    config = _with_default_texts(api, with_default_names(api, config, previous))
    enums, enum_problems = plan_enums(document, config, *enum_sources(api.operations, config))
    problems = [*check_api(api, config), *check_tools(document, api, config), *enum_problems]
    if problems:
        raise ProblemsError(tuple(problems))
    by_values: dict[frozenset[str] | None, EnumClass] = {
        frozenset(member.value for member in each.members): each
        for each in enums
        if is_listed(each, config)
    }
    names = tool_names(api, config, previous)
    modules = {key: str(each.module) for key, each in names.items()}
    files = answer_files(api.operations, modules, memory)
    told = tells_answers(api.operations, config)
    context = PlanContext(api, config, plan_api(api, config), by_values, files, told)
    return Draft(document, context, enums, previous, names)


def plan_tools(
    draft: Draft,
    passed_over: Collection[str] = (),
    memory: Memory = NO_MEMORY,
    progress: Progress = SILENCE,
) -> tuple[Package, tuple[Problem, ...]]:
    """The package with its tools, and warnings; raises as `plan` does.

    Operations that are `passed_over` have no tool, and then there may be none at all.
    """
    document, context = draft.document, draft.context
    api, config = context.api, context.config
    tools, unable, warnings = _tools(draft, passed_over, memory, progress)
    package = _package(context, tools, draft.enums)
    package = replace(
        package,
        left_out=_left_out_of(api, config, unable),
        reasons=reasons_of(document, api.operations),
    )
    problems = [*check_names(config, package), *check_promises(config, package, draft.previous)]
    if problems:
        raise ProblemsError(tuple(problems))
    said = check_prose(document, api, package, memory)
    discovery = _check_discovery(config, package)
    warnings += (*check_expired(config), *discovery, *said)
    if not tools and not passed_over:
        raise ProblemsError([_no_tools(document), *warnings])
    return package, tuple(warnings)


def _with_default_texts(api: Api, config: Config) -> Config:
    """The configuration with every text that people left out, and the region that calls go to."""
    title = escape_invisible(api.title) or config.toolkit
    return replace(
        config,
        title=config.title or title,
        description=config.description or first_sentence(api.description) or f"Tools for {title}.",
        default_region=config.default_region or next(iter(api.regions), ""),
    )


def enum_sources(
    operations: Iterable[Operation], config: Config
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Schemas with the enumerations of request bodies, and of arguments."""
    operations = tuple(operations)
    bodies = [operation.body.schema for operation in operations if operation.body]
    parameters: list[Mapping[str, Any]] = [
        {"properties": {name: {"enum": schema["enum"]}}}
        for operation in operations
        for name, schema in enum_schemas(operation, config)
    ]
    return bodies, parameters


def _tools(
    draft: Draft, passed_over: Collection[str], memory: Memory, progress: Progress
) -> tuple[tuple[Tool, ...], tuple[tuple[str, str], ...], list[Problem]]:
    """The tools; the operations that cannot be one, with the reason, and warnings that say so."""
    planned = RememberedTools(memory, draft.context)
    tools: list[Tool] = []
    unable: list[tuple[str, str]] = []
    said: list[Problem] = []
    wanted = [each for each in draft.context.api.operations if each.key not in passed_over]
    for operation in counted(progress, "planning tools", wanted, len(wanted)):
        arguments = draft.previous.get(operation.key, Names()).arguments
        name = draft.names[operation.key]
        try:
            tools.append(planned.tool(operation, name, arguments))
        except Unsupported as reason:
            unable.append((operation.key, str(reason)))
            said.append(_left_out(draft.document, operation, reason))
    return tuple(tools), tuple(unable), said


def _left_out_of(api: Api, config: Config, unable: tuple[tuple[str, str], ...]) -> LeftOut:
    return LeftOut(
        config.include,
        config.exclude,
        tuple(each.key for each in api.left_out),
        (*api.unable, *unable),
    )


def _left_out(document: Document, operation: Operation, reason: Unsupported) -> Problem:
    return Problem(
        "operation-left-out",
        f"{operation.key} is left out: {reason}",
        place_of(document.root, operation.pointer),
        operation.pointer,
        severity=Severity.WARNING,
        is_omission=True,
    )


def _package(
    context: PlanContext, tools: tuple[Tool, ...], enums: tuple[EnumClass, ...]
) -> Package:
    config = context.config
    with_mode = any(tool.has_modes for tool in tools)
    used = frozenset(name for tool in tools for each in tool.alternatives for name in each)
    return Package(
        module=ModuleName(config.package),
        toolkit=ClassName(config.toolkit),
        title=config.title,
        version=config.version,
        description=config.description,
        overview=escape_invisible(config.overview),
        author=escape_invisible(config.author),
        license=config.license,
        secrets=plan_secrets(context.api, config, used),
        secret_label=_label(config, tools),
        environment=environment(context.api, config),
        service_domains=config.service_domains,
        api=context.settings,
        tools=tools,
        enums=(tool_mode(context.tells_answers), *enums) if with_mode else enums,
        page=config.package.removeprefix("arcade_"),
        groups=config.groups,
        publication=config.publication,
    )


def _label(config: Config, tools: tuple[Tool, ...]) -> str:
    """How the tools authenticate, in words."""
    keys = any(any(each) for tool in tools for each in tool.alternatives)
    oauth = any(tool.authorization for tool in tools)
    granted = f"OAuth 2.0, by {config.oauth.provider}" if config.oauth and oauth else ""
    return " and ".join(filter(None, (config.secret_label if keys else "", granted))) or "none"


def _no_tools(document: Document) -> Problem:
    return Problem(
        "no-tools",
        "the document has no operation that can be a tool",
        place_of(document.root, "#/paths"),
        "#/paths",
        expected="at least one operation under paths",
    )


def _check_discovery(config: Config, package: Package) -> Iterator[Problem]:
    """Arcade names a toolkit that it discovers after the package, whatever toolkit.yaml calls it."""
    words = package.module.removeprefix("arcade_").split("_")
    found_as = "".join(word.capitalize() for word in words)
    if found_as != package.toolkit:
        message = f"Arcade will call the toolkit {found_as}, not {package.toolkit}"
        wanted = "_".join(naming.words(package.toolkit))
        hint = f"name the package arcade_{wanted}, or the toolkit {found_as}"
        problem = config.problem("toolkit-name-differs", message, "toolkit", hint=hint)
        yield replace(problem, severity=Severity.WARNING)
