"""Applies one action of an overlay to a document, by the rules of `overlay/apply`, and says where it does not fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.core import pointers
from generator.core.json_value import is_equal
from generator.core.problems import Place, excerpt
from generator.document.budget import Budget
from generator.document.located import MarkedDict, MarkedList, characters_of, copied, size_of
from generator.document.queries import Node, Queries
from generator.document.query_errors import QueryError, TooLarge
from generator.document.query_steps import StepsLeft
from generator.overlay.changes import Changes
from generator.overlay.merge import Merge, kind_of
from generator.overlay.parse import Action, Form

_MERGED = 8
"""What it takes to put a value somewhere, in characters."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A member that an action removed: the names that led to it, and what it was."""

    run: Run
    path: tuple[str, ...]
    value: Any

    def is_back(self, root: MarkedDict) -> bool:
        """Whether it stands there again as it was, so that the actions together changed nothing."""
        node: Any = root
        for name in self.path:
            if not isinstance(node, MarkedDict) or name not in node:
                return False
            node = node[name]
        return is_equal(node, self.value)


@dataclass(frozen=True)
class Together:
    """What the actions of an overlay have together."""

    root: MarkedDict
    form: Form
    budget: Budget
    queries: Queries
    removed: list[Removed] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)

    @cached_property
    def steps(self) -> StepsLeft:
        """Left to all queries."""
        return StepsLeft(len(self.form.actions), self.root)

    @cached_property
    def of_hints(self) -> StepsLeft:
        """Left to what is meant by queries that select nothing."""
        return StepsLeft(len(self.form.actions), self.root, part=4)

    @cached_property
    def most_repeated(self) -> int:
        """How many characters actions may put where they are not written; told when most of them are."""
        return self.budget.max_repeated + characters_of(self.root)


class Run:
    """One action on one document."""

    def __init__(self, together: Together, action: Action) -> None:
        self._together = together
        self._root = together.root
        self._form = together.form
        self._action = action

    def apply(self) -> None:
        """Changes the document, or reports why not."""
        node = self._action.node
        targets = self._select("target")
        if not targets or not self._are_allowed(targets):
            return
        if self._action.removes:
            self._remove(targets)
        elif "copy" in node:
            self._copy(targets)
        elif "update" in node:
            self._merge(targets, node["update"], "update")
        else:
            self._report_no_change("remove", "remove: true, or an update")

    def _select(self, key: str) -> list[Node]:
        """The nodes that a query selects, each once; a query that selects none is reported."""
        query = self._action.node[key]
        try:
            nodes = self._together.queries.select(query, self._root, self._together.steps)
        except QueryError as error:
            what = "is too much" if isinstance(error, TooLarge) else "is not a query"
            message, expected = (
                f"{excerpt(query)} {what}: {error}",
                "a JSONPath query as in RFC 9535",
            )
            self._report("overlay-query", key, message, expected, error.hint)
            return []
        if not nodes:
            message = f"{excerpt(query)} selects nothing"
            otherwise = "the document may have changed, or an action before this one removed it"
            queries, steps = self._together.queries, self._together.of_hints
            hint = queries.meant(query, self._root, steps) or otherwise
            self._report("overlay-no-match", key, message, "a part of the document", hint)
        return nodes

    def _are_allowed(self, targets: list[Node]) -> bool:
        for target in targets:
            kind_of(target.holder)  # what changes there needs places
        kinds = {kind_of(target.value) for target in targets}
        if self._form.minor == 0 and "a primitive" in kinds:
            self._report(
                "overlay-target-primitive",
                "target",
                "the target selects a primitive, which Overlay 1.0 cannot change by itself",
                "objects or arrays",
                "select the object around it, or use Overlay 1.1",
            )
            return False
        if self._form.minor > 0 and len(kinds) > 1 and not self._action.removes:
            message = f"the target selects {' and '.join(sorted(kinds))}"
            self._report("overlay-mixed-targets", "target", message, "nodes of one kind")
            return False
        return True

    def _remove(self, targets: list[Node]) -> None:
        if any(target.holder is None for target in targets):
            self._report("overlay-remove-root", "target", "the document itself cannot be removed")
            return
        # From the end, so that the indexes of what is still to be removed stay true.
        for target in sorted(targets, key=_last_index, reverse=True):
            parent, key = _slot(target)
            path = tuple(each for each in target.location if isinstance(each, str))
            if len(path) == len(target.location):
                # Of items nobody can tell, once others have moved up.
                self._together.removed.append(Removed(self, path, target.value))
            del parent[key]
            if isinstance(parent, MarkedList):
                del parent.places[key]
            else:
                parent.places.pop(key, None)
            self._together.changes.note(parent, key, self._reason, target.value, removes=True)

    @property
    def _reason(self) -> str:
        return str(self._action.node.get("description", ""))

    def _note(self, holder: MarkedDict | MarkedList, key: Any, value: Any) -> None:
        self._together.changes.note(holder, key, self._reason, value)

    def _copy(self, targets: list[Node]) -> None:
        sources = self._select("copy")
        if len(sources) > 1:
            message = f"the query selects {len(sources)} nodes to copy"
            self._report("overlay-copy", "copy", message, "exactly one node")
        elif sources:
            self._merge(targets, sources[0].value, "copy")

    def _merge(self, targets: list[Node], value: Any, key: str) -> None:
        if not self._fits(targets, value, key):
            return
        if key == "copy":
            kind_of(value)
            # What is copied may hold the target, or stand in it.
            value = copied(value)
        merge = Merge(pointers.child(self._action.pointer, key), self._note)
        place = self._action.node.places.get(key)
        before = len(self._form.problems)
        for target in targets:
            self._merge_one(merge, target, value, place, key)
        self._form.problems += merge.problems
        if not merge.changed and len(self._form.problems) == before:
            self._report_no_change(key, "a value that differs from what is there")

    def _fits(self, targets: list[Node], value: Any, key: str) -> bool:
        """Whether the budgets allow it: copies of copies can grow without bound."""
        nodes, levels = size_of(value)
        depth = max(len(target.location) for target in targets) + levels
        budget, form = self._together.budget, self._form
        form.added_nodes += nodes * len(targets)
        places = len(targets) - (key == "update")
        form.repeated += places * (nodes * _MERGED + characters_of(value)) if places else 0
        if depth > budget.max_depth:
            message = f"the action would nest the document {depth} levels deep"
            self._stop("depth-budget", key, message, f"at most {budget.max_depth} levels")
        elif form.added_nodes > budget.max_nodes:
            message = f"the overlay would add {form.added_nodes:,} values"
            self._stop("node-budget", key, message, f"at most {budget.max_nodes:,} values")
        elif form.repeated > budget.max_repeated and form.repeated > self._together.most_repeated:
            message = (
                f"the overlay would put {form.repeated:,} characters where they are not written"
            )
            limit = f"at most {self._together.most_repeated:,} characters"
            self._stop("node-budget", key, message, limit)
        return not form.is_over_budget

    def _stop(self, code: str, key: str, message: str, expected: str) -> None:
        self._form.is_over_budget = True
        hint = "select fewer parts, or refer to what they have in common by $ref"
        self._report(code, key, message, expected, hint)

    def _merge_one(
        self, merge: Merge, target: Node, value: Any, place: Place | None, key: str
    ) -> None:
        node: Any = target.value
        is_array = isinstance(node, MarkedList)
        if is_array and self._form.minor > 0 and isinstance(value, MarkedList):
            merge.onto_array(node, value)
        elif is_array:
            merge.into_array(node, value, place)
        elif kind_of(node) != kind_of(value):
            message = f"{kind_of(value)} cannot be merged with what {excerpt(target.path())} is"
            self._report("overlay-type-mismatch", key, message, kind_of(node))
        elif isinstance(node, MarkedDict):
            merge.into_object(node, value)
        else:
            merge.over_primitive(*_slot(target), value, place)

    def report_put_back(self) -> None:
        """Report that what was removed is there again in the end, as it was."""
        message = "what this removes, a later action puts back as it was"
        hint = "remove both actions if the document has become right"
        self._report("overlay-no-change", "target", message, "", hint)

    def _report_no_change(self, key: str, expected: str) -> None:
        message = "the action changes nothing"
        hint = "remove the action if the document has become right"
        self._report("overlay-no-change", key, message, expected, hint)

    def _report(
        self, code: str, key: str, message: str, expected: str = "", hint: str = ""
    ) -> None:
        pointer = pointers.child(self._action.pointer, key)
        self._form.report(code, message, pointer, expected, hint)


def _slot(node: Node) -> tuple[Any, Any]:
    """The object or array that a node is in, and its key or index there."""
    return node.holder, node.location[-1]


def _last_index(node: Node) -> int:
    last = node.location[-1]
    return last if isinstance(last, int) else -1
