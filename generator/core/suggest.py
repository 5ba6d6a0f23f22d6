"""Finds what somebody probably meant by a name that is not known."""

from collections.abc import Collection, Iterable

CUTOFF = 0.6
"""How alike two names are, from 0 to 1, before one is taken for a slip of the other."""


_COMPARED = 64
"""For one step: of the pairs of letters that two names have."""


def steps_to_compare(name: str, known: Collection[str]) -> int:
    """What it takes to look for the nearest, each letter being held to each other."""
    return len(known) + len(name) * sum(map(len, known)) // _COMPARED


def did_you_mean(
    name: str, known: Iterable[str], *, most: int = 1, alike: float = CUTOFF, otherwise: str = ""
) -> str:
    """A hint that names the nearest; `otherwise` where nothing known is near."""
    from difflib import get_close_matches  # slow to import, and needed for mistakes alone

    near = get_close_matches(name, list(known), n=most, cutoff=alike)
    return f"did you mean {' or '.join(near)}?" if near else otherwise
