"""Everything that an agent sees of a tool, each with its origin."""

from collections.abc import Iterator

from generator.core import pointers
from generator.openapi.api import Operation
from generator.plan.model import Tool
from generator.plan.origins.of_arguments import OWN_WORDS, of_arguments
from generator.plan.origins.of_schemas import Parts, made_of, of_parts, seen, visited
from generator.plan.origins.origin import ANSWER, Origin, Sources
from generator.plan.tool_names.sources import NameSources

NAME_RULES = {
    "operationId": "derived from the operationId",
    "summary": "derived from the summary",
    "path": "derived from method and path",
    "": "what it was called when the package was last generated",
}
"""How a tool's name follows from what in the document."""
FIRST_SENTENCE = "the first sentence of the description, for there is no summary"
NO_TEXT = f"{OWN_WORDS}, method and path: the document says nothing of the operation"
BOTH = "toolgen puts summary and description together, in plain words"
BY_METHOD = "toolgen takes what a call does from its method"
ANSWERS = f"{OWN_WORDS}: every tool answers with this type of the package's runtime"
TOLD = "toolgen tells the names and types of what comes back, without texts"
ALIAS = "an earlier name, which goes on working until the version said"
SERVICE = "Arcade's word for what the service is for"


def origins_of(sources: Sources, tool: Tool) -> tuple[Origin, ...]:
    """All that is said of the tool, its arguments, its request body and its answer."""
    operation = next(each for each in sources.api.operations if each.key == tool.key)
    names = NameSources(sources.api, sources.package.toolkit)
    start = operation.body.schema_pointer if operation.body else ""
    body = visited(sources, start) if start else {}
    answer = _answer_parts(sources, operation)
    return (
        *of_words(sources, operation, tool, names),
        *_of_deeds(sources, operation, tool),
        *_of_aliases(sources, tool),
        *of_arguments(sources, operation, tool, body),
        *of_parts(sources, seen(body, tool.schema), ""),
        *made_of(sources, tool.schema, body, "", start),
        *_of_answer(sources, operation, tool, answer),
    )


def of_words(
    sources: Sources, operation: Operation, tool: Tool, names: NameSources
) -> Iterator[Origin]:
    """The tool's name, summary and description."""
    yield _name(sources, operation, tool, names)
    yield _summary(sources, operation, tool)
    yield _description(sources, operation, tool)


def _name(sources: Sources, operation: Operation, tool: Tool, names: NameSources) -> Origin:
    name = str(tool.name)
    if chosen := sources.ours("", "name", name, "tools", tool.key, "name"):
        return chosen
    source = names.of(operation, name)
    own = pointers.child(operation.pointer, source)
    at = own if source in ("operationId", "summary") else operation.pointer
    return sources.theirs("", "name", name, at, NAME_RULES[source])


def _summary(sources: Sources, operation: Operation, tool: Tool) -> Origin:
    if chosen := sources.ours("", "summary", tool.summary, "tools", tool.key, "summary"):
        return chosen
    own = _said(sources, operation, "summary")
    if own and operation.summary.strip():
        return sources.theirs("", "summary", tool.summary, own)
    if details := _said(sources, operation, "description"):
        return sources.theirs("", "summary", tool.summary, details, FIRST_SENTENCE)
    return sources.theirs("", "summary", tool.summary, operation.pointer, NO_TEXT)


def _description(sources: Sources, operation: Operation, tool: Tool) -> Origin:
    """Of its two halves the second, where there is one: the first is the summary."""
    says = tool.description
    rule = "" if says == tool.summary else BOTH
    for what in ("description", "summary"):
        if chosen := sources.ours("", "description", says, "tools", tool.key, what, rule=rule):
            return chosen
    own = _said(sources, operation, "description") or _said(sources, operation, "summary")
    if own:
        return sources.theirs("", "description", says, own, rule)
    return sources.theirs("", "description", says, operation.pointer, NO_TEXT)


def _said(sources: Sources, operation: Operation, keyword: str) -> str:
    """Where the operation, or else its path, has the keyword; empty where it is not said."""
    holders = (operation.pointer, operation.pointer.rpartition("/")[0])
    places = (pointers.child(each, keyword) for each in holders)
    return next(filter(sources.says, places), "")


def _of_deeds(sources: Sources, operation: Operation, tool: Tool) -> Iterator[Origin]:
    """What a call does and needs."""
    for what in ("operations", "destructive", "idempotent"):
        value = getattr(tool.behavior, what)
        told = list(value) if isinstance(value, tuple) else value
        found = sources.ours("", what, told, "tools", tool.key, "behavior", what)
        yield found or sources.theirs("", what, told, operation.pointer, BY_METHOD)
    for tag in tool.tags:
        at = pointers.child(operation.pointer, "tags")
        yield sources.theirs("", "tag", tag, at)
    for secret in (*tool.secrets, *tool.optional_secrets):
        yield _secret(sources, secret)
    for domain in sources.package.service_domains:
        found = sources.ours("", "service domain", domain, "service_domains")
        yield found or Origin("", "service domain", domain, rule=SERVICE)


def _secret(sources: Sources, name: str) -> Origin:
    if found := sources.ours("", "secret", name, "secret", "name"):
        return found
    schemes = [key for each in sources.package.secrets if each.name == name for key in each.schemes]
    for scheme in schemes:
        if found := sources.ours("", "secret", name, "secrets", scheme, "name"):
            return found
    at = pointers.join(["components", "securitySchemes", *schemes[:1]])
    return sources.theirs("", "secret", name, at, "named after the toolkit or the security scheme")


def _of_aliases(sources: Sources, tool: Tool) -> Iterator[Origin]:
    for alias in tool.aliases:
        for what, value in (("earlier name", str(alias.name)), ("deprecation", alias.deprecation)):
            found = sources.ours("", what, value, "tools", tool.key, "aliases", rule=ALIAS)
            yield found or Origin("", what, value, rule=ALIAS)


def _answer_parts(sources: Sources, operation: Operation) -> Parts:
    """The parts of the document that the answers' schema is made of, by path."""
    parts: dict[str, dict[str, None]] = {}
    for pointer in operation.response.schema_pointers if operation.response else ():
        for path, places in visited(sources, pointer).items():
            parts.setdefault(path, {}).update(places)
    return parts


def _of_answer(
    sources: Sources, operation: Operation, tool: Tool, parts: Parts
) -> Iterator[Origin]:
    """The type that is answered with, and what the document says of what comes back."""
    yield Origin("", "answer", tool.answer, rule=ANSWERS)
    if operation.response:
        yield from of_parts(sources, seen(parts, tool.answer_schema), ANSWER)
        start = next(iter(operation.response.schema_pointers), operation.pointer)
        yield from made_of(sources, tool.answer_schema, parts, ANSWER, start)
