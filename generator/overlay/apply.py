"""Applies corrections to a document by OpenAPI Overlay, and by rules that keep them from rotting.

Both versions
    Actions run in order, each on what the one before left. `update` merges objects member by
    member, joins arrays and replaces primitives; kinds that differ are an error. `remove: true`
    wins over everything else in its action.
Overlay 1.0
    Targets are objects and arrays. An update of an array is one item to append, whatever it is.
Overlay 1.1
    All nodes that an update or copy selects are of one kind. Primitives can be replaced and
    removed. An update of an array is joined to it where it is an array itself, else appended.
    `copy` takes the one node that it selects, as it was before the action, and is applied like an
    update. `update` together with `copy` is refused: the standard gives neither precedence.
The house
    An action that selects nothing, changes nothing or gives no reason is an error, and `extends`
    names the file that is corrected.
"""

from __future__ import annotations

from generator.core.problems import Problem, ProblemsError
from generator.document.budget import DEFAULT_BUDGET, Budget
from generator.document.located import Document, MarkedDict, UnmarkedRoot, copied
from generator.document.partly_marked import partly_marked
from generator.document.query_steps import StepsLeft
from generator.overlay.changed_locations import changed_locations
from generator.overlay.changes import Changes
from generator.overlay.merge import NotMarked
from generator.overlay.parse import Form
from generator.overlay.run import Removed, Run


def apply(document: Document, overlay: Document, budget: Budget = DEFAULT_BUDGET) -> Document:
    """The document with every action of the overlay applied; neither argument is changed.

    What comes from the overlay keeps its places there. Raises ProblemsError with the problems of
    all actions; an action with a problem is passed over, and those after it are still tried, but
    for those after one that goes beyond the budget.
    """
    corrected, problems = apply_what_fits(document, overlay, budget)
    if problems:
        raise ProblemsError(problems)
    return corrected


def apply_what_fits(
    document: Document, overlay: Document, budget: Budget = DEFAULT_BUDGET
) -> tuple[Document, tuple[Problem, ...]]:
    """The document with the actions applied that fit it, and the problems of the others.

    Raises ProblemsError where the overlay is none, or goes beyond the budget.
    """
    if isinstance(document.root, UnmarkedRoot):
        corrected = _applied_quickly(document, document.root, overlay, budget)
        if corrected:
            return corrected, ()
    return _applied(document, copied(document.root), overlay, budget)


def _applied_quickly(
    document: Document, root: UnmarkedRoot, overlay: Document, budget: Budget
) -> Document | None:
    """The document with places in what actions change alone; None where that is more, or not all fit."""

    def marked() -> MarkedDict:
        return _applied(document, root.read_again(), overlay, budget)[0].root

    try:
        changed = changed_locations(Form(overlay, document.file).actions, root)
        partly = partly_marked(root, changed, marked)
        corrected, problems = _applied(document, partly, overlay, budget)
    except (NotMarked, ProblemsError):
        return None
    return None if problems else corrected


def _applied(
    document: Document, root: MarkedDict, overlay: Document, budget: Budget
) -> tuple[Document, tuple[Problem, ...]]:
    """As `apply_what_fits`; the root is changed."""
    form = Form(overlay, document.file)
    is_sound = not form.problems
    removed: list[Removed] = []
    changes = Changes()
    steps, of_hints = (StepsLeft(len(form.actions), root) for _ in range(2))
    for action in form.actions:
        Run(root, action, form, budget, removed, changes, (steps, of_hints)).apply()
        if form.is_over_budget:
            break
    for each in removed:
        if each.is_back(root):
            each.run.report_put_back()
    if form.problems and (form.is_over_budget or not is_sound):
        raise ProblemsError(form.problems)
    corrected = Document(root, document.file, corrections=changes.corrections(root))
    return corrected, tuple(form.problems)
