"""What a package is made of and what it becomes, as names and bytes: wherever they were read from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator.core.problems import Problem
from generator.workspace.files import MOST_BYTES

OPENAPI_NAME = "openapi.yaml"
OVERLAY_NAME = "overlay.yaml"
CONFIG_NAME = "toolkit.yaml"
RELEASED_NAME = "released.json"
SURFACE_NAME = "surface.json"

_PACKAGE_KEY = re.compile(rb"""\bpackage["']?[ \t]*:""")
_PACKAGE_LINE = re.compile(rb"^package:[ \t]+([a-z][a-z0-9_]*)[ \t]*(?:#.*)?\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was read: what messages call it, its bytes, and its own name in its folder,
    which is the last part of the other one unless it is given."""

    name: str
    data: bytes
    kept_as: str = ""

    @property
    def base(self) -> str:
        """Its name in its folder, by which an overlay and the manifest know it."""
        return self.kept_as or PurePosixPath(self.name).name

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class ReferenceFiles:
    """The files that a document is made of besides its own, by their paths relative to its folder;
    and why others are not read."""

    files: Mapping[str, SourceFile] = field(default_factory=dict[str, SourceFile])
    unread: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that a package is made of; only the OpenAPI document is needed.

    `released` tells what was last released, `surface` what the package was when it was generated
    last: names are kept, and breaking changes told, by it. `references` are the other files that the
    document is made of. No file has more than `max_bytes`. `include` and `exclude` stand for what
    toolkit.yaml says of them.
    """

    openapi: SourceFile
    overlay: SourceFile | None = None
    config: SourceFile | None = None
    released: SourceFile | None = None
    surface: SourceFile | None = None
    max_bytes: int = MOST_BYTES
    references: ReferenceFiles = field(default_factory=ReferenceFiles)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def by_role(self) -> tuple[tuple[str, SourceFile], ...]:
        """Each file that people keep for it, with the part it plays."""
        roles = (
            ("openapi", self.openapi),
            ("overlay", self.overlay),
            ("config", self.config),
            ("released", self.released),
        )
        return tuple((role, file) for role, file in roles if file is not None)

    def digests(self) -> dict[str, str]:
        """What the manifest records of the inputs; not the last surface, which is replaced
        together with it."""
        own = {file.base: file.digest for _, file in self.by_role()}
        return own | {name: file.digest for name, file in self.references.files.items()}


@dataclass(frozen=True, slots=True)
class Built:
    """A package in memory: its name, and its files' text by path inside the package's folder.

    `warnings` and `skipped` are what a reader should know about the input although the package
    could be built; a skipped operation is one that has no tool, with the reason. `refused` are the
    breaking changes that the package's version does not allow: it must not be written. `left_out`
    is how many operations have no tool because people do without them.
    """

    package: str
    files: Mapping[PurePosixPath, str]
    warnings: tuple[Problem, ...] = ()
    skipped: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    left_out: int = 0


def plainly_named_package(config: SourceFile | None) -> str:
    """The package that a toolkit.yaml names, told without reading YAML, which is slow.

    Empty where the key stands anywhere but once, on a line of its own.
    """
    if config is None or len(_PACKAGE_KEY.findall(config.data)) != 1:
        return ""
    line = _PACKAGE_LINE.search(config.data)
    return str(line[1], "ascii") if line else ""
