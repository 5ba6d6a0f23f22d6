"""Finds the corrections that made an operation what it is, by the value of a call that each is about.

Besides the paths of values in the request body, `~name` is the parameter of this name, and `/` the operation itself.
"""

from collections.abc import Iterable, Mapping

from generator.document.located import Document
from generator.openapi.api import Operation
from generator.plan.corrected import Corrected, SchemaWalk

Reasons = Mapping[str, tuple[str, ...]]
BODY, OPERATION, PARAMETER = "", "/", "~"


def reasons_of(document: Document, operations: Iterable[Operation]) -> Mapping[str, Reasons]:
    """The reasons by the operation's key; nothing of what no correction has touched."""
    if not document.corrections:
        return {}
    corrected = Corrected(document)
    found = ((each.key, _reasons(corrected, each)) for each in operations)
    return {key: reasons for key, reasons in found if reasons}


def _reasons(corrected: Corrected, operation: Operation) -> Reasons:
    """The reasons of one operation, by path."""
    walk = SchemaWalk(corrected)
    if operation.body is not None:
        walk.schema(operation.body.schema_pointer, BODY, (), ())
    found = {path: tuple(reasons) for path, reasons in walk.reasons.items()}
    for parameter in operation.parameters:
        found[f"{PARAMETER}{parameter.name}"] = tuple(corrected.within(parameter.pointer))
    found[OPERATION] = tuple(corrected.within(operation.pointer, leave=walk.passed))
    return {path: reasons for path, reasons in found.items() if reasons}
