"""Says what a vendor's new document would do to the tools, before anything is edited."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.build import plan_sources
from generator.compat import change_reports
from generator.compat.changes import Change
from generator.compat.required_version import bump
from generator.compat.surface_diff import compare
from generator.compat.surface_places import ShownPlaces
from generator.core.change_levels import Level
from generator.core.problems import Place, Problem, ProblemsError, render
from generator.document.located import Document, place_of
from generator.overlay.apply import fitting
from generator.pull.transplant_prose import in_our_words
from generator.pull.vendor_document import VendorDocument
from generator.workspace.toolkits import SURFACE_NAME, Toolkit, likely_package, name_in


def tools_text(
    toolkit: Toolkit,
    ours: Document,
    vendor: VendorDocument,
    root: Path,
    *,
    transcribed: bool,
    accepted: int = 0,
) -> str:
    """What users of the tools would notice, the gravest first, and the version that it needs.

    Their document takes the place of ours, under the same overlay and toolkit.yaml; where ours is
    transcribed, with our words in it; `accepted` of its differences were told of earlier, and count
    all the same. Corrections that find nothing to correct are named and passed
    over; where no package can be made at all, the lines say why.
    """
    sources = replace(toolkit.sources, surface=_surface(toolkit))
    passed_over: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="toolgen-") as folder:
        # Overlays name the file that they correct.
        copy = _Copy(Path(folder).resolve() / sources.openapi.name, root, vendor.document)
        if transcribed:
            copy.path.write_text(json.dumps(in_our_words(ours.root, vendor.document.root)), "ascii")
        else:
            copy = replace(copy, shown=vendor.document.file)
            copy.path.write_bytes(vendor.data)
        changed = replace(sources, openapi=copy.path)
        try:
            old = plan_sources(sources, root=root)
            new = plan_sources(changed, root=root, correct=_lenient(passed_over))
        except ProblemsError as error:
            why = _lines(error.problems, copy)
            without = _without(passed_over, copy)
            return f"{without}the tools cannot be made of their document yet:\n{why}"
    changes = compare(old.surface, new.surface, old.places, ShownPlaces(new.places, copy.place))
    # Texts come along with what only theirs has; nobody is to take those over.
    told = [each for each in changes if not transcribed or each.level is not Level.PROSE]
    return _without(passed_over, copy) + _effect(told, old.surface.version, accepted)


def _without(passed_over: Iterable[Problem], copy: _Copy) -> str:
    why = _lines(passed_over, copy)
    return f"corrections that do not fit their document, passed over below:\n{why}\n" if why else ""


def _effect(changes: Sequence[Change], version: str, accepted: int) -> str:
    if not changes:
        return "the tools stay as they are\n"
    also = f", with the {accepted} accepted earlier" if accepted else ""
    return change_reports.text(changes, f"what it does to the tools{also}:", bump(changes, version))


def _lenient(passed_over: list[Problem]) -> Callable[[Document, Document], Document]:
    """Corrections as far as they fit; the problems of the others are put on the list."""

    def correct(document: Document, overlay: Document) -> Document:
        corrected, problems = fitting(document, overlay)
        passed_over.extend(problems)
        return corrected

    return correct


@dataclass(frozen=True, slots=True)
class _Copy:
    """What stands in for our document at `path`; `shown` is the name of the document that it is of."""

    path: Path
    root: Path
    vendor: Document
    shown: str = ""

    def place_of(self, problem: Problem) -> Place | None:
        """Where a person finds what a problem is about: in theirs, where the copy says what theirs does."""
        place = self.place(problem.place)
        if place or problem.place is None:
            return place
        return place_of(self.vendor.root, problem.pointer)

    def place(self, place: Place | None) -> Place | None:
        """A place as it is shown: nowhere, where the copy is one that nobody can look at."""
        if place is None or place.file != name_in(self.path, self.root):
            return place
        return replace(place, file=self.shown) if self.shown else None


def _lines(problems: Iterable[Problem], copy: _Copy) -> str:
    named = (replace(each, place=copy.place_of(each)) for each in problems)
    return "".join(dict.fromkeys(f"{render(each)}\n" for each in named))


def _surface(toolkit: Toolkit) -> Path | None:
    """Where names are kept that tools have had; without them an `operationId` would rename tools."""
    package, specs = likely_package(toolkit.sources.config), toolkit.folder.parent
    return specs.parent / "generated" / package / SURFACE_NAME if package else None
