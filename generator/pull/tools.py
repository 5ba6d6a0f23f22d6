"""Says what a vendor's new document would do to the tools, before anything is edited."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from generator.build import Planned, plan_sources
from generator.marked import Document
from generator.problems import Place, ProblemsError, render
from generator.pull.rewording import in_our_words
from generator.pull.theirs import Theirs
from generator.surface import reports
from generator.surface.changes import Level
from generator.surface.compare import compare
from generator.surface.versions import bump
from generator.workspace import SURFACE_NAME, Sources, Toolkit, likely_package


def tools_text(
    toolkit: Toolkit, ours: Document, theirs: Theirs, root: Path, *, transcribed: bool
) -> str:
    """What users of the tools would notice, the gravest first, and the version that it needs.

    Their document takes the place of ours, under the same overlay and toolkit.yaml; where ours is
    transcribed, with our words in it. Where that makes no package, as when a correction finds
    nothing to correct, the lines say why.
    """
    copy = _Copy(theirs.data, theirs.document.file)
    if transcribed:
        copy = _Copy(json.dumps(in_our_words(ours.root, theirs.document.root)).encode("ascii"))
    sources = replace(toolkit.sources, surface=_surface(toolkit))
    try:
        old = plan_sources(sources, root=root)
        new = _planned(sources, copy, root)
    except ProblemsError as error:
        problems = "".join(f"{render(each)}\n" for each in error.problems)
        return f"the tools cannot be made of their document yet:\n{problems}"
    places = {path: shown for path, each in new.places.items() if (shown := copy.place(each))}
    changes = compare(old.surface, new.surface, old.places, places)
    # Texts come along with what only theirs has; nobody is to take those over.
    told = [each for each in changes if not transcribed or each.level is not Level.PROSE]
    if not told:
        return "the tools stay as they are\n"
    needed = bump(told, old.surface.version)
    return reports.text(told, "what it does to the tools:", needed)


@dataclass(frozen=True, slots=True)
class _Copy:
    """What stands in for our document, and the name of the document that places in it are of."""

    data: bytes
    name: str = ""

    def place(self, place: Place | None) -> Place | None:
        """A place as it is shown: nowhere, where the copy is one that nobody can look at."""
        # Only the copy is outside the checkout, and so known by its bare name.
        if place is None or "/" in place.file:
            return place
        return replace(place, file=self.name) if self.name else None


def _planned(sources: Sources, copy: _Copy, root: Path) -> Planned:
    with tempfile.TemporaryDirectory(prefix="toolgen-") as folder:
        # Overlays name the file that they correct.
        path = Path(folder).resolve() / sources.openapi.name
        path.write_bytes(copy.data)
        try:
            return plan_sources(replace(sources, openapi=path), root=root)
        except ProblemsError as error:
            problems = [replace(each, place=copy.place(each.place)) for each in error.problems]
            raise ProblemsError(problems) from None


def _surface(toolkit: Toolkit) -> Path | None:
    """Where names are kept that tools have had; without them an `operationId` would rename tools."""
    package, specs = likely_package(toolkit.sources.config), toolkit.folder.parent
    return specs.parent / "generated" / package / SURFACE_NAME if package else None
