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

from generator.core.problems import MOST_TOLD, Problem, ProblemsError
from generator.document.budget import DEFAULT_BUDGET, Budget
from generator.document.located import Document, MarkedDict, UnmarkedRoot, copied
from generator.document.partly_marked import partly_marked
from generator.document.queries import Queries
from generator.overlay.changed_locations import changed_locations
from generator.overlay.merge import NotMarked
from generator.overlay.parse import Form
from generator.overlay.run import Run, Together


def apply(document: Document, overlay: Document, budget: Budget = DEFAULT_BUDGET) -> Document:
    """The document with every action of the overlay applied; neither argument is changed.

    What comes from the overlay keeps its places there. Raises ProblemsError with the problems of
    the actions, up to a thousand; an action with a problem is passed over, and those after it are still
    tried, but for those after one that goes beyond the budget.
    """
    corrected, problems = _corrected(document, overlay, budget, MOST_TOLD)
    if problems:
        raise ProblemsError(problems)
    return corrected


def apply_what_fits(
    document: Document, overlay: Document, budget: Budget = DEFAULT_BUDGET
) -> tuple[Document, tuple[Problem, ...]]:
    """The document with the actions applied that fit it, and the problems of all others.

    Raises ProblemsError where the overlay is none, or goes beyond the budget.
    """
    return _corrected(document, overlay, budget, None)


def _corrected(
    document: Document, overlay: Document, budget: Budget, most: int | None
) -> tuple[Document, tuple[Problem, ...]]:
    form, queries = Form(overlay, document.file, most), Queries()
    if isinstance(document.root, UnmarkedRoot) and not form.problems:
        corrected = _applied_quickly(document, document.root, form, budget, queries)
        if corrected:
            return corrected, ()
    return _applied(document, Together(copied(document.root), form, budget, queries))


def _applied_quickly(
    document: Document, root: UnmarkedRoot, form: Form, budget: Budget, queries: Queries
) -> Document | None:
    """The document with places in what actions change alone; None where that is more, or not all fit."""

    def on(root: MarkedDict) -> tuple[Document, tuple[Problem, ...]]:
        return _applied(document, Together(root, form.again(0), budget, queries))

    try:
        changed = changed_locations(form.actions, root, queries)
        partly = partly_marked(root, changed, lambda: on(root.read_again())[0].root)
        corrected, problems = on(partly)
    except (NotMarked, ProblemsError):
        return None
    return None if problems else corrected


def _applied(document: Document, together: Together) -> tuple[Document, tuple[Problem, ...]]:
    """As `apply_what_fits`; the root is changed."""
    form, root = together.form, together.root
    is_sound = not form.problems
    for action in form.actions:
        Run(together, action).apply()
        if form.is_over_budget or form.is_full(action.pointer):
            break
    for each in together.removed:
        if each.is_back(root):
            each.run.report_put_back()
    if form.problems and (form.is_over_budget or not is_sound):
        raise ProblemsError(form.problems)
    corrections = together.changes.corrections(root)
    return Document(root, document.file, corrections=corrections), tuple(form.problems)
