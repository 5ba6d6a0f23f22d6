"""Says what a vendor's new document would do to the tools, before anything is edited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from generator.build import plan_inputs, plan_sources, read_inputs
from generator.compat import change_reports
from generator.compat.changes import Change
from generator.compat.required_version import bump
from generator.compat.surface_diff import compare_surfaces
from generator.compat.surface_places import ShownPlaces
from generator.core.change_levels import Level
from generator.core.problems import Place, Problem, ProblemsError, problem_text
from generator.document.located import Document, place_of
from generator.pull.transplant_prose import in_our_words
from generator.pull.vendor_document import VendorDocument
from generator.workspace.sources import SourceFile
from generator.workspace.storage import Disk, toolkit_sources
from generator.workspace.toolkits import Toolkit

_NOWHERE = "their document, in our words"
"""The name of what stands in no file that a person can look at."""


def tools_text(
    toolkit: Toolkit,
    ours: Document,
    vendor: VendorDocument,
    disk: Disk,
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
    sources = toolkit_sources(disk, toolkit.folder)
    data = _in_our_words(ours, vendor) if transcribed else vendor.data
    name = _NOWHERE if transcribed else vendor.document.file
    # An overlay names the file that it extends, which this one takes the place of.
    changed = replace(sources, openapi=SourceFile(name, data, sources.openapi.base))
    misfits: tuple[Problem, ...] = ()
    try:
        old = plan_sources(sources)
        inputs = read_inputs(changed, pass_misfits=True)
        misfits = inputs.misfits
        new = plan_inputs(inputs)
    except ProblemsError as error:
        why = _lines(error.problems, vendor)
        without = _without(misfits, vendor)
        return f"{without}the tools cannot be made of their document yet:\n{why}"
    changes = compare_surfaces(
        old.surface, new.surface, old.places, ShownPlaces(new.places, _somewhere)
    )
    # Texts come along with what only theirs has; nobody is to take those over.
    told = [each for each in changes if not transcribed or each.level is not Level.PROSE]
    return _without(misfits, vendor) + _effect(told, old.surface.version, accepted)


def _without(misfits: Iterable[Problem], vendor: VendorDocument) -> str:
    why = _lines(misfits, vendor)
    return f"corrections that do not fit their document, passed over below:\n{why}\n" if why else ""


def _effect(changes: Sequence[Change], version: str, accepted: int) -> str:
    if not changes:
        return "the tools stay as they are\n"
    also = f", with the {accepted} accepted earlier" if accepted else ""
    return change_reports.text_report(
        changes, f"what it does to the tools{also}:", bump(changes, version)
    )


def _in_our_words(ours: Document, vendor: VendorDocument) -> bytes:
    return json.dumps(in_our_words(ours.root, vendor.document.root)).encode("ascii")


def _somewhere(place: Place) -> Place | None:
    """A place as it is shown: none, where it is in what nobody can look at."""
    return None if place.file == _NOWHERE else place


def _lines(problems: Iterable[Problem], vendor: VendorDocument) -> str:
    """The problems, each where a person finds what it is about."""
    named = (
        (
            replace(each, place=place_of(vendor.document.root, each.pointer))
            if each.place and not _somewhere(each.place)
            else each
        )
        for each in problems
    )
    return "".join(dict.fromkeys(f"{problem_text(each)}\n" for each in named))
