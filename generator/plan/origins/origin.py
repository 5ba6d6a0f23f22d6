"""What an origin is, and the sources that it is looked up in."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from generator.core import pointers
from generator.core.json_value import look_up
from generator.core.problems import Place
from generator.document.located import Document, UnmarkedRoot, place_of
from generator.openapi.api import Api
from generator.plan.corrected import Corrected
from generator.plan.model import Package
from generator.plan.toolkit_yaml import Config

ROOT = "/"
"""The part that the request body is as a whole."""

ANSWER = ":answer"
"""The part that the documented answer is; its members follow, as in `:answer/items`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one thing that is said of a part of a tool comes from.

    `part` is `""` for the tool, `.name` for an argument, `/pointer` for a value of the request body,
    `:answer/pointer` for one of the documented answer. `rule` says what toolgen made of what stands
    at the place, or why it says it of itself, where there is none. `reasons` are those of the
    corrections that made it so.
    """

    part: str
    what: str
    value: Any
    place: Place | None = None
    pointer: str = ""
    """In the file as people wrote it."""
    reasons: tuple[str, ...] = ()
    rule: str = ""
    file: str = ""
    """The name of the file that the pointer leads into."""

    @property
    def reference(self) -> str:
        """The file and the pointer into it, which stay as they are while lines move."""
        return f"{self.file}{self.pointer}"


@dataclass(frozen=True, slots=True)
class Sources:
    """The document, toolkit.yaml and the plan that was made of both."""

    document: Document
    config: Config
    api: Api
    package: Package
    corrected: Corrected
    with_places: bool = True
    """Whether lines are looked up: in a large document that takes its time."""

    @classmethod
    def of(
        cls,
        document: Document,
        config: Config,
        api: Api,
        package: Package,
        *,
        with_places: bool = True,
    ) -> "Sources":
        """The sources of a package."""
        return cls(document, config, api, package, Corrected(document), with_places)

    @property
    def name(self) -> str:
        """What references call the document."""
        return self._named(self.document.file)

    def ours(self, part: str, what: str, value: Any, *path: str, rule: str = "") -> Origin | None:
        """What toolkit.yaml says, if it says anything there."""
        if self.config.document is None:
            return None
        root, pointer = self.config.document.root, pointers.join(path)
        if not holds(root, pointer):
            return None
        file = PurePosixPath(self.config.document.file).name
        return Origin(part, what, value, place_of(root, pointer), pointer, rule=rule, file=file)

    def theirs(self, part: str, what: str, value: Any, pointer: str, rule: str = "") -> Origin:
        """What the document says, as it is corrected."""
        root, own = self.document.root, written(self.document, pointer)
        has_places = self.with_places or not isinstance(root, UnmarkedRoot)
        place = place_of(root, pointer) if has_places else None
        is_corrected = place is not None and place.file != self.document.file
        found = self.corrected.around(pointer) if is_corrected else self.corrected.at(pointer)
        # What a correction put in has the place of that, and the pointer that it has in the document.
        file = place.file if place and not found else self.document.file
        reasons = tuple(dict.fromkeys(found))
        return Origin(part, what, value, place, own, reasons, rule, self._named(file))

    def _named(self, file: str) -> str:
        """A file by its path from the document's folder, or by its name where it is not in there."""
        folder = self.document.file.rpartition("/")[0]
        inside = file.removeprefix(f"{folder}/")
        return inside if not folder or inside != file else file.rpartition("/")[2]

    def says(self, pointer: str) -> bool:
        """Whether the document has anything there."""
        return holds(self.document.root, pointer)


def written(document: Document, pointer: str) -> str:
    """The pointer of a part in the file as people wrote it."""
    for moves in document.moves:
        pointer = moves.back(pointer)
    return pointer


def holds(root: Any, pointer: str) -> bool:
    """Whether there is anything at the pointer."""
    try:
        look_up(root, pointer)
    except (KeyError, ValueError):
        return False
    return True
