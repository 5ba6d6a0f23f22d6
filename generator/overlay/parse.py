"""Reads the actions of an overlay, and reports what the standard or the house does not allow."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.core import pointers
from generator.core.json_value import canonical
from generator.core.problems import Problem, excerpt
from generator.document.located import Document, MarkedDict, MarkedList, place_of

_VERSION = re.compile(r"1\.([01])\.[0-9]+")
_ROOT_KEYS = ("overlay", "info", "extends", "actions")
_ACTION_KEYS = ("target", "description", "update", "remove")


@dataclass(frozen=True, slots=True)
class Action:
    """One action: where it stands in the overlay, and its members as written."""

    pointer: str
    node: MarkedDict

    @property
    def removes(self) -> bool:
        """Whether it removes; the standard then ignores what else it has."""
        return self.node.get("remove") is True


class Form:
    """The form of one overlay: its version, usable actions, and problems."""

    def __init__(self, overlay: Document, source_file: str, most: int | None = None) -> None:
        """`most` is how many problems are wanted, of any; None where that is all of them."""
        self._most = most
        self.problems: list[Problem] = []
        self.actions: list[Action] = []
        self.added_nodes = self.repeated = 0
        self.is_over_budget = False
        self._root = overlay.root
        self._source_file = source_file
        version = _VERSION.fullmatch(str(self._root.get("overlay")))
        self.minor = int(version[1]) if version else 1
        if not version:
            found = excerpt(self._root["overlay"]) if "overlay" in self._root else "missing"
            message = f"the version of the overlay is {found}"
            self.report("overlay-version", message, "#/overlay", '"1.0.0" or "1.1.0"')
        self._read()

    def report(
        self, code: str, message: str, pointer: str, expected: str = "", hint: str = ""
    ) -> None:
        """Records a problem at a part of the overlay."""
        place = place_of(self._root, pointer)
        self.problems.append(Problem(code, message, place, pointer, expected, hint))

    def again(self, most: int | None) -> Form:
        """The same before any action ran."""
        other = copy(self)
        other._most, other.problems = most, [*self.problems]
        return other

    def is_full(self, pointer: str) -> bool:
        """Whether there are as many problems as are wanted; then the last says that others are not told."""
        if self._most is None or len(self.problems) <= self._most:
            return False
        message = (
            f"there are more than {self._most:,} problems; what comes from here on is not looked at"
        )
        self.report("overlay-actions", message, pointer)
        return True

    def _read(self) -> None:
        self._check_keys(self._root, pointers.ROOT, _ROOT_KEYS)
        self._check_info()
        self._check_extends()
        actions = self._root.get("actions")
        if not isinstance(actions, MarkedList) or not actions:
            message = "the overlay has no list of actions"
            self.report("overlay-actions", message, "#/actions", "at least one action")
            return
        seen: dict[str, int] = {}
        for index, node in enumerate(actions):
            if self.is_full(f"#/actions/{index}"):
                break
            earlier = seen.setdefault(canonical(node), index)
            if earlier != index:
                message = f"the action repeats the one at {actions.places[earlier]}"
                self.report("overlay-actions", message, f"#/actions/{index}", "each action once")
            self._read_action(f"#/actions/{index}", node)

    def _check_keys(self, node: MarkedDict, pointer: str, known: Collection[str]) -> None:
        for key in node:
            if key in known or key.startswith("x-"):
                continue
            self.report(
                "overlay-unknown-key",
                f"{excerpt(key)} means nothing here in Overlay 1.{self.minor}",
                pointers.child(pointer, key),
                f"{', '.join(known)}, or a key that begins with x-",
                "copy came with Overlay 1.1" if key == "copy" else "",
            )

    def _check_info(self) -> None:
        info = self._root.get("info")
        if not isinstance(info, MarkedDict):
            message = "the overlay has no info"
            self.report("overlay-info", message, "#/info", "an object with title and version")
            return
        description = ("description",) if self.minor else ()
        self._check_keys(info, "#/info", ("title", "version", *description))
        for key in ("title", "version"):
            if not isinstance(info.get(key), str):
                message = f"the overlay's {key} is not given as text"
                pointer = pointers.child("#/info", key)
                self.report("overlay-info", message, pointer, "a string", "put it in quotes")

    def _check_extends(self) -> None:
        extends = self._root.get("extends")
        file_name = PurePosixPath(self._source_file).name
        if "extends" not in self._root or _file_name(extends) == file_name:
            return
        self.report(
            "overlay-extends",
            f"the overlay is meant for {excerpt(extends)}, and not for this document",
            "#/extends",
            excerpt(file_name),
        )

    def _read_action(self, pointer: str, node: Any) -> None:
        if not isinstance(node, MarkedDict):
            expected = "an object with target, description, and update or remove"
            self.report("overlay-action", "the action is not an object", pointer, expected)
            return
        self._check_keys(node, pointer, (*_ACTION_KEYS, *(("copy",) if self.minor else ())))
        self._check_reason(pointer, node)
        faults = [*self._faults(node)]
        for key, message, expected in faults:
            at = pointers.child(pointer, key) if key else pointer
            self.report("overlay-action", message, at, expected)
        if not faults:
            self.actions.append(Action(pointer, node))

    def _check_reason(self, pointer: str, node: MarkedDict) -> None:
        reason = node.get("description")
        if isinstance(reason, str) and reason.strip():
            return
        self.report(
            "overlay-no-reason",
            "the action does not say why it is needed",
            pointers.child(pointer, "description"),
            "a description with the reason",
        )

    def _faults(self, node: MarkedDict) -> Iterator[tuple[str, str, str]]:
        if not isinstance(node.get("target"), str):
            yield "target", "the action does not say what it is about", "a JSONPath query"
        if not isinstance(node.get("remove", False), bool):
            yield "remove", f"remove is {excerpt(node['remove'])}", "true or false"
        if "copy" in node and not isinstance(node["copy"], str):
            yield "copy", "copy does not say what to copy", "a JSONPath query"
        if "update" in node and "copy" in node and not node.get("remove"):
            yield "copy", "the action has both update and copy", "one of the two"
        if "update" not in node and "copy" not in node and "remove" not in node:
            yield "", "the action does not say what to do", "update, remove: true, or copy"


def _file_name(extends: Any) -> str | None:
    """The last part of a URI reference; None where it is none."""
    if not isinstance(extends, str):
        return None
    try:
        return PurePosixPath(unquote(urlsplit(extends).path)).name
    except ValueError:
        return None
