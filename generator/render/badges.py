"""Draws the badges that the documentation page shows: version, license and Python versions."""

from generator.plan.model import Package
from generator.render.templates import print_template

_PYTHONS = "3.10 | 3.11 | 3.12 | 3.13 | 3.14"


def badges(package: Package) -> dict[str, str]:
    """The text of each badge by its path in the package."""
    drawn = (
        ("version", package.version, "#0a66c2"),
        ("license", package.license, "#b58900"),
        ("python", _PYTHONS, "#3c7a3c"),
    )
    return {
        f"docs/badges/{label}.svg": _badge(label, value, color) for label, value, color in drawn
    }


def _badge(label: str, value: str, color: str) -> str:
    split, rest = 7 * len(label) + 14, 7 * len(value) + 14
    return print_template(
        "docs/badges/badge.svg.j2",
        label=label,
        value=value,
        color=color,
        split=split,
        width=split + rest,
    )
