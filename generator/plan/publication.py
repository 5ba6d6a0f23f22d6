"""What people say of where a package is published; nothing of it follows from a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a package and its sources are found, and how it is shown there; empty where nobody said."""

    owner: str = ""
    """Whose name on GitHub the package has in the MCP registry."""
    repository: str = ""
    homepage: str = ""
    icon: str = ""
    category: str = ""
    """Of Arcade's documentation."""


def publication(raw: Mapping[str, Any]) -> Publication:
    """What stands under `publish` in toolkit.yaml."""
    return Publication(**raw)
