"""Plans two packages that are to be compared: tools that are sure to be the same in both are in neither."""

from collections.abc import Container, Iterable
from dataclasses import replace

from generator.core.problems import ProblemsError
from generator.document.located import Document
from generator.openapi.api import Api, Operation
from generator.openapi.responses import with_answer
from generator.plan.answers import tells_answers
from generator.plan.enums import values_offered
from generator.plan.model import Argument, Package
from generator.plan.package import Draft, enum_sources, plan_tools
from generator.plan.tool_names.precedence import names_stand_apart
from generator.plan.toolkit_yaml import Config


def with_told_answers(
    documents: tuple[Document, Document],
    apis: tuple[Api, Api],
    equal: Container[str],
    config: Config,
) -> tuple[Api, Api]:
    """The facts with the answer of one operation on the `equal` paths, if there is any whose tool
    tells it on request: that there is one shows in other tools.

    Raises `ProblemsError` without problems where that cannot be told of both documents at once.
    """
    if not config.answer_mode or all(tells_answers(each.operations, config) for each in apis):
        return apis
    if apis[0].answer_levels != apis[1].answer_levels:
        raise ProblemsError([])
    for each in apis[0].operations:
        if each.path in equal and each.body is not None:
            read = with_answer(documents[0], each, apis[0].answer_levels)
            if tells_answers([read], config):
                return _answering(apis[0], read), _answering(apis[1], read)
    return apis


def _answering(api: Api, read: Operation) -> Api:
    """The facts with an operation's answer."""
    operations = (
        replace(each, response=read.response) if each.key == read.key else each
        for each in api.operations
    )
    return replace(api, operations=tuple(operations))


def plan_both(old: Draft, new: Draft, equal: Container[str]) -> tuple[Package, Package]:
    """The packages without the tools for operations on the `equal` paths, which are the same in both
    documents; with all tools where something else tells on them. Raises as `plan` does."""
    drafts = (old, new)
    same = frozenset(_same_tools(*drafts, equal))
    packages = [plan_tools(each, same)[0] for each in drafts]
    if same and (_say_otherwise(*packages) or not _is_any(old, same, packages)):
        packages = [plan_tools(each)[0] for each in drafts]
    return packages[0], packages[1]


def plan_different(
    old: Draft, new: Draft, same: Iterable[Operation]
) -> tuple[Package, Package] | None:
    """The packages that were drafted without the `same` operations; None where these may decide
    something of the others. Raises as `plan` does, also where there is no tool."""
    drafts, same = (old, new), tuple(same)
    if _shared(old) != _shared(new) or _shared_by_bodies(old) != _shared_by_bodies(new):
        return None
    named = [
        (operation, each.names[operation.key])
        for each in drafts
        for operation in each.context.api.operations
    ]
    if not names_stand_apart(named, same, old.context.config):
        return None
    packages = [plan_tools(each)[0] for each in drafts]
    if _say_otherwise(*packages) or _listed(packages[0]) != _listed(packages[1]):
        return None
    return packages[0], packages[1]


def _shared_by_bodies(draft: Draft) -> tuple[object, ...]:
    """What bodies decide together with all others: enumerations, whether files are sent; and
    whether the tools that have modes tell what is answered, as soon as one of all does."""
    api, config = draft.context.api, draft.context.config
    offered = [
        (each.key, *map(values_offered, enum_sources([each], config))) for each in api.operations
    ]
    bodies = [each.body for each in api.operations if each.body]
    is_open = bool(bodies) and config.answer_mode and not draft.context.tells_answers
    files = any(each.takes_files for each in bodies)
    return offered, files, object() if is_open else None


def _listed(package: Package) -> list[tuple[str, Argument]]:
    """The arguments that are enumerations, of which the order of values may be that of another tool."""
    return [
        (tool.name, each) for tool in package.tools for each in tool.arguments if each.type.enum
    ]


def _is_any(draft: Draft, same: frozenset[str], packages: Iterable[Package]) -> bool:
    """Whether each of the packages has a tool, be it one of those that are the same in both."""
    if all(each.tools for each in packages):
        return True
    every = draft.names.keys()
    return any(plan_tools(draft, every - {key})[0].tools for key in same)


def _same_tools(old: Draft, new: Draft, equal: Container[str]) -> list[str]:
    """The operations whose tools are the same, by their keys."""
    if _shared(old) != _shared(new):
        return []
    paths = {each.key: each.path for each in old.context.api.operations}
    return [
        key
        for key, name in old.names.items()
        if paths[key] in equal
        and new.names.get(key) == name
        and old.previous.get(key) == new.previous.get(key)
    ]


def _shared(draft: Draft) -> tuple[object, ...]:
    """What every tool is planned with. The package's own description is no part of any."""
    context = draft.context
    config = replace(context.config, description="")
    told = context.tells_answers
    return config, context.settings, context.enums, told, context.api.servers, context.api.schemes


def _say_otherwise(old: Package, new: Package) -> bool:
    """Whether the packages differ in what all tools together decide."""
    return _decided_by_all(old) != _decided_by_all(new)


def _decided_by_all(package: Package) -> tuple[object, ...]:
    """The secrets that are needed, and whether tools have modes."""
    secrets = {name for tool in package.tools for name in tool.secrets}
    return secrets, any(tool.has_modes for tool in package.tools)
