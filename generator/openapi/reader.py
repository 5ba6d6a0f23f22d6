"""Reads the operations of a corrected OpenAPI 3 document, leaving out, with a reason, what no tool can carry."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from generator.core import pointers
from generator.core.memory import NO_MEMORY, remembered
from generator.core.problems import Problem
from generator.core.progress import SILENCE, Progress, counted
from generator.core.stored_values import Stored
from generator.document.located import Document, placed
from generator.document.nodes import mapping, sequence, text
from generator.document.part_digests import DocumentMemory
from generator.openapi import request_bodies
from generator.openapi.answer_outline import with_outlines
from generator.openapi.answers import with_answer_facts
from generator.openapi.api import Api, Operation, Parameter, RequestBody
from generator.openapi.budget import DocumentBudget
from generator.openapi.left_out import omission, unread_methods, unused_schemes
from generator.openapi.operation_nodes import operation_nodes, unique_names
from generator.openapi.parameters import (
    declared_parameters,
    field_of,
    is_ignored,
    read_parameter,
)
from generator.openapi.path_parameters import matched_to_path, undeclared
from generator.openapi.referred import referred
from generator.openapi.schemas import AS_MEANT, Notes, Reading, Schemas
from generator.openapi.security import SecuritySchemes, request_field, scopes_of
from generator.openapi.servers import operation_servers, servers_of
from generator.openapi.unsupported import Unsupported

Taken = tuple[Mapping[str, str], Reading]
"""The media types that are wanted, and how literally schemas are taken."""

TAKEN: Taken = (MappingProxyType({}), AS_MEANT)

_LONGEST_PATH = 8000
"""What servers take of a URL; the place of each parameter repeats the path."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of one operation: none where it is left out, and problems without places."""

    operation: Operation | None
    left_out: tuple[Problem, ...]
    reason: str = ""
    """Why it is left out."""


Node = tuple[str, str, str, Mapping[str, Any]]


def _key(node: Node) -> str:
    return f"{node[2].upper()} {node[1]}"


_STORED: Stored[tuple[_Read, Notes]] = Stored(tuple[_Read, Notes])


class Reader:
    """Reads the operations of one document; what they share is read once."""

    def __init__(
        self,
        document: Document,
        body_types: Mapping[str, str],
        reading: Reading,
        passed_over: frozenset[str] = frozenset(),
        memory: DocumentMemory | None = None,
        *,
        silent: bool = False,
        progress: Progress = SILENCE,
    ) -> None:
        self._document = document
        self._progress = progress
        self._reading = reading
        self._passed_over = passed_over
        self._memory = memory or DocumentMemory(NO_MEMORY, document.root)
        self._body_types = body_types
        self.schemas = Schemas(document, reading, silent=silent)
        self._root: Mapping[str, Any] = document.root
        self.schemes = SecuritySchemes(document.root)
        self.servers = servers_of(document.root.get("servers"))
        self._named: set[str] = set()
        self._names = unique_names(document.root)
        self.left_out: list[Problem] = list(unread_methods(document))
        self.unable: list[tuple[str, str]] = []
        self.steps: dict[str, int] = {}
        """How many steps the schemas of each operation took, by its key."""
        self.rounds = 0
        """How often operations were tried: what is found at once is the same whatever others take."""

    def api(self, operations: tuple[Operation, ...], levels: int) -> Api:
        """All facts, the operations' among them."""
        info = mapping(self._root.get("info"))
        used = {key for operation in operations for each in operation.security for key in each}
        return Api(
            title=text(info.get("title")),
            version=text(info.get("version")),
            description=text(info.get("description")),
            schemes=tuple(each for key, each in self.schemes.usable.items() if key in used),
            servers=self.servers,
            operations=tuple(with_outlines(self._root, operations, self._memory.memory)),
            answer_levels=levels,
            unable=tuple(self.unable),
        )

    def operations(
        self,
        known: Mapping[str, Operation] | None = None,
        on: Container[str] = (),
        steps: Mapping[str, int] = MappingProxyType({}),
    ) -> Iterator[Operation]:
        """The operations that tools can carry; the others are left out.

        Where any are `known`, these are all that there are on some paths, and took so many `steps`.
        """
        nodes = list(operation_nodes(self._root))
        budget = DocumentBudget(self._root, len(nodes))
        there = {} if known is None else {_key(each) for each in nodes if each[1] in on}
        for label in there:
            budget.spend(steps.get(label, 0))
        read = self._read_in_rounds([each for each in nodes if _key(each) not in there], budget)
        for node in nodes:
            if found := read.get(_key(node)):
                yield from self._taken(_key(node), *found)
            elif one := (known or {}).get(_key(node)):
                yield replace(one, operation_id=self._own_name(mapping(node[3][node[2]])))

    def _read_in_rounds(
        self, nodes: list[Node], budget: DocumentBudget
    ) -> dict[str, tuple[_Read, Notes]]:
        """What was read of each operation; those whose schemas need more than others come last."""
        for _, _, method, item in nodes:
            self._named |= {key for each in self.schemes.requirements(item[method]) for key in each}
        waiting = [each for each in nodes if _key(each) not in self._passed_over]
        read: dict[str, tuple[_Read, Notes]] = {}
        given: dict[str, int] = {}
        for may_take in budget.rounds():
            for node in counted(self._progress, "reading operations", waiting, len(waiting)):
                key, most = _key(node), may_take()
                if most <= given.get(key, 0):
                    continue  # others have taken what there was
                given[key] = most
                read[key] = self._remembered(*node, most)
                self.steps[key] = self.steps.get(key, 0) + read[key][1].steps
                budget.spend(read[key][1].steps)
            self.rounds += 1
            waiting = [each for each in waiting if read[_key(each)][1].wants_more]
            if not waiting:
                break
        return read

    def _taken(self, key: str, found: _Read, notes: Notes) -> Iterator[Operation]:
        self.schemas.take(notes)
        self.left_out += (placed(self._document.root, each) for each in found.left_out)
        if found.operation:
            yield found.operation
        else:
            self.unable.append((key, found.reason))

    def _remembered(
        self, pointer: str, path: str, method: str, item: Mapping[str, Any], steps: int
    ) -> tuple[_Read, Notes]:
        """What was read of an operation, now or once, whose schemas may take so many steps."""
        key = self._digest(path, f"{method.upper()} {path}", mapping(item[method]), steps)

        def read() -> tuple[_Read, Notes]:
            return self.schemas.noted(lambda: self._read(pointer, path, method, item, key), steps)

        return remembered(self._memory.memory, key, _STORED, read)

    def _digest(self, path: str, key: str, node: Mapping[str, Any], steps: int) -> str:
        """A digest of all that the facts of an operation follow from."""
        wanted = self._body_types.get(key, "")
        facts = (key, self._own_name(node), wanted, repr(self._reading), str(steps))
        return self._memory.key("operation", [pointers.join(["paths", path])], *facts)

    def _read(
        self, pointer: str, path: str, method: str, item: Mapping[str, Any], digest: str
    ) -> _Read:
        left_out: list[Problem] = []
        try:
            operation = self._operation(pointer, path, method, item, left_out)
        except Unsupported as reason:
            left_out.append(omission(pointer, f"{method.upper()} {path}", reason))
            return _Read(None, tuple(left_out), str(reason))
        operation = replace(with_answer_facts(self._root, operation), digest=digest)
        return _Read(operation, tuple(left_out))

    def _operation(
        self,
        pointer: str,
        path: str,
        method: str,
        item: Mapping[str, Any],
        left_out: list[Problem],
    ) -> Operation:
        if len(path) > _LONGEST_PATH:
            raise Unsupported(f"its path is longer than {_LONGEST_PATH:,} characters", pointer)
        node = mapping(item[method])
        security = self.schemes.alternatives(node)
        keys = {request_field(self.schemes.usable[key]) for each in security for key in each}
        key = f"{method.upper()} {path}"
        own = node.get("servers") or item.get("servers")
        return Operation(
            key=key,
            method=method.upper(),
            path=path,
            operation_id=self._own_name(node),
            summary=text(node.get("summary")) or text(item.get("summary")),
            description=text(node.get("description")) or text(item.get("description")),
            deprecated=node.get("deprecated") is True,
            # Some documents declare the key a second time, as a parameter.
            parameters=tuple(
                each
                for each in self._parameters(pointer, item, key, left_out)
                if field_of(each.place, each.name) not in keys
            ),
            body=_body(self.schemas, pointer, node, self._body_types.get(key, "")),
            security=security,
            servers=operation_servers(own, self.servers) if own else self.servers,
            pointer=pointer,
            scopes=scopes_of(self.schemes.requirements(node)),
            tags=tuple(each for each in sequence(node.get("tags")) if isinstance(each, str)),
        )

    def _own_name(self, node: Mapping[str, Any]) -> str:
        """The operationId, unless several operations have it: then it names none of them."""
        name = text(node.get("operationId"))
        return name if name in self._names else ""

    def unused_schemes(self) -> Iterator[Problem]:
        """The schemes that no operation names."""
        unnamed = {k: at for k, at in self.schemes.declared.items() if k not in self._named}
        return unused_schemes(self._document, unnamed)

    def _parameters(
        self, pointer: str, item: Mapping[str, Any], key: str, left_out: list[Problem]
    ) -> Iterator[Parameter]:
        path = key.partition(" ")[2]
        declared = matched_to_path(path, declared_parameters(self._root, pointer, item))
        yield from undeclared(path, declared, pointer)
        for where, node in declared:
            name = text(node.get("name"))
            try:
                parameter = read_parameter(self.schemas, where, node)
            except Unsupported as reason:
                if node.get("required") is True or node.get("in") == "path":
                    raise Unsupported(f"parameter {name}: {reason}", where) from None
                label = f"optional parameter {name} of {key}"
                left_out.append(omission(where, label, reason))
                continue
            if not is_ignored(parameter):
                yield parameter


def _body(
    schemas: Schemas, pointer: str, node: Mapping[str, Any], wanted: str
) -> RequestBody | None:
    if "requestBody" not in node:
        return None
    where, body = referred(
        schemas.root, node["requestBody"], pointers.child(pointer, "requestBody")
    )
    if not mapping(mapping(body).get("content")) and mapping(body).get("required") is not True:
        return None
    return request_bodies.read_body(schemas, where, mapping(body), wanted)
