"""Says what no tool can carry: the operations, or the optional parameters, that are left out for it."""

from collections.abc import Iterator, Mapping
from functools import partial

from generator.core import pointers
from generator.core.problems import Problem, Severity, first_told
from generator.document import references
from generator.document.located import Document, place_of, placed
from generator.document.nodes import mapping
from generator.openapi.unsupported import Unsupported


def unread_methods(document: Document) -> Iterator[Problem]:
    """The operations by methods that OpenAPI 3.2 added, which no tool can carry."""
    for path, entry in mapping(document.root.get("paths")).items():
        if not path.startswith("/"):
            continue
        pointer, item = references.follow(document.root, entry, pointers.join(["paths", path]))
        item = mapping(item)
        new = {"query": item["query"]} if isinstance(item.get("query"), dict) else {}
        added = mapping(item.get("additionalOperations"))
        for at, methods in ((pointer, new), (f"{pointer}/additionalOperations", added)):
            for method in methods:
                reason = Unsupported(f"the method {method.upper()} is not supported")
                where = pointers.child(at, method)
                label = f"{method.upper()} {path}"
                yield placed(document.root, omission(where, label, reason))


def omission(pointer: str, label: str, reason: Unsupported) -> Problem:
    """The problem, still without its place."""
    return Problem(
        "operation-left-out" if label[0].isupper() else "parameter-left-out",
        f"{label} is left out: {reason}",
        None,
        reason.pointer or pointer,
        severity=Severity.WARNING,
        is_omission=True,
    )


def unused_schemes(document: Document, unnamed: Mapping[str, str]) -> Iterator[Problem]:
    """The schemes that no operation names: calls go without their keys, which may not be meant.

    Of many, the first are told.
    """

    def unused(message: str, pointer: str, hint: str = "") -> Problem:
        place = place_of(document.root, pointer)
        code, severity = "security-scheme-unused", Severity.WARNING
        return Problem(code, message, place, pointer, hint=hint, severity=severity)

    every = (
        unused(
            f"no operation names the security scheme {key}: calls are made without it",
            pointer,
            f"where they need it, add security: [{{{key}: []}}] by an overlay",
        )
        for key, pointer in unnamed.items()
    )
    schemes = pointers.join(["components", "securitySchemes"])
    what = "security schemes are named by no operation"
    return first_told(every, what, partial(unused, pointer=schemes))
