"""Says what version a difference needs, by semantic versioning."""

from __future__ import annotations

from collections.abc import Iterable

from generator.compat.changes import Change, gravest
from generator.core.change_levels import Level
from generator.core.versions import release_of


def bump(changes: Iterable[Change], old_version: str) -> str:
    """The lowest version after `old_version` that may bring the changes; the same where there are none.

    A breaking change needs a major version, other news a minor one, texts alone a patch; below 1.0.0
    each needs one step less. After a pre-release, the version that it came before is enough.
    """
    level = gravest(changes)
    old = release_of(old_version)
    major, minor, patch = old.numbers
    if level is None:
        return old_version
    if old.is_early:
        return f"{major}.{minor}.{patch}"
    step = {Level.BREAKING: 0, Level.RISKY: 1, Level.ADDITIVE: 1, Level.PROSE: 2}[level]
    if major == 0:
        step = min(step + 1, 2)
    next_versions = ((major + 1, 0, 0), (major, minor + 1, 0), (major, minor, patch + 1))
    return ".".join(map(str, next_versions[step]))


def allows(old_version: str, new_version: str, changes: Iterable[Change]) -> bool:
    """Whether the step between the versions is at least the one that the changes need.

    A pre-release of the version that is needed will do.
    """
    needed = release_of(bump(changes, old_version))
    return release_of(new_version).numbers >= needed.numbers
