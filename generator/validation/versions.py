"""Which versions of OpenAPI documents may follow, and how a document says which: a line of a table each.

One that is not OpenAPI 3 is brought into it by a module that `openapi.conversion` lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.core.problems import Problem, excerpt
from generator.document.located import Document, place_of

_OPENAPI, _SWAGGER = "openapi", "swagger"


@dataclass(frozen=True, slots=True)
class Version:
    """A version that documents may follow; of OpenAPI 3 they name a patch as well, as 3.1.0 does."""

    number: str
    member: str = _OPENAPI
    """What a document names it in."""
    dialect: str = ""
    """What schemas follow in documents that do not say; older drafts of JSON Schema without it."""

    def is_of(self, root: Mapping[str, Any]) -> bool:
        """Whether a document says that it follows this."""
        said = root.get(self.member)
        if self.member == _OPENAPI:
            return isinstance(said, str) and said.startswith(f"{self.number}.")
        return bool(said == self.number)


VERSIONS = (
    Version("2.0", _SWAGGER),
    Version("3.0"),
    Version("3.1", dialect="https://spec.openapis.org/oas/3.1/dialect/base"),
    Version("3.2", dialect="https://spec.openapis.org/oas/3.2/dialect/2025-09-17"),
)
EXPECTED = 'openapi: "3.0.x" to "3.2.x", or swagger: "2.0"'
"""The same for people."""


def version_of(root: Mapping[str, Any]) -> Version | None:
    """The version that a document follows; None where it is none that is read."""
    return next((each for each in VERSIONS if each.is_of(root)), None)


def member_of(root: Mapping[str, Any]) -> str:
    """Where a document names its version, or would."""
    return _SWAGGER if _SWAGGER in root and _OPENAPI not in root else _OPENAPI


def version_problem(document: Document) -> Problem | None:
    """Why a document is not read as OpenAPI 3; None where it is."""
    root = document.root
    version = version_of(root)
    if version and version.member == _OPENAPI:
        return None
    key = member_of(root)
    pointer = pointers.join([key])
    if key in root:
        message = f"the document says {key} {excerpt(root[key])}, a version that is not read"
    else:
        message = "the document does not say which version of OpenAPI it follows"
    return Problem(
        "openapi-version", message, place_of(root, pointer), pointer, EXPECTED, _hint(root, key)
    )


def _hint(root: Mapping[str, Any], key: str) -> str:
    if key not in root:
        return 'begin it with the version that it follows, such as openapi: "3.1.0"'
    if isinstance(root[key], str):
        return "convert the document to OpenAPI 3.1 first"
    return "give it as text, in quotes"
