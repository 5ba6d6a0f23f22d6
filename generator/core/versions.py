"""The one grammar of versions: three numbers and perhaps a pre-release, as Python packaging reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.version import Version

_LONGEST = 64
_PLAIN = re.compile("(0|[1-9][0-9]{0,8})[.](0|[1-9][0-9]{0,8})[.](0|[1-9][0-9]{0,8})")
"""What nearly every version is, and needs no package to be read."""


@dataclass(frozen=True, slots=True)
class ReleaseNumbers:
    """The three numbers of a version, and whether it comes before its release."""

    numbers: tuple[int, int, int] = (0, 0, 0)
    is_early: bool = False


def is_version(text: str) -> bool:
    """Whether it is a version as packages have it, such as 1.2.0 or 2.0.0rc1, spelled in one way."""
    if _PLAIN.fullmatch(text):
        return True
    version = _parsed(text)
    if version is None or str(version) != text or len(version.release) != 3:
        return False
    return not (version.epoch or version.is_devrelease or version.is_postrelease or version.local)


def is_before(version: str, other: str) -> bool:
    """Whether a version comes before another; text that is no version comes before all."""
    first, second = _parsed(version), _parsed(other)
    if first is None or second is None:
        return first is None and second is not None
    return first < second


def release_of(text: str) -> ReleaseNumbers:
    """What semantic versioning counts of a version; 0.0.0 for text that is none."""
    if plain := _PLAIN.fullmatch(text):
        return ReleaseNumbers((int(plain[1]), int(plain[2]), int(plain[3])))
    version = _parsed(text)
    if version is None:
        return ReleaseNumbers()
    return ReleaseNumbers((version.major, version.minor, version.micro), version.is_prerelease)


def _parsed(text: str) -> Version | None:
    from packaging.version import InvalidVersion, Version  # slow to import, and seldom needed

    if len(text) > _LONGEST:
        return None
    try:
        return Version(text)
    except InvalidVersion:
        return None
