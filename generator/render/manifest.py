"""Prints manifest.json: what a package was made from, and the digest of each of its files."""

import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from generator import __version__
from generator.emit import literals
from generator.emit.literals import NOTICE
from generator.plan.model import Package

MANIFEST = PurePosixPath("manifest.json")


def manifest(
    package: Package, files: Mapping[PurePosixPath, str], inputs: Mapping[str, str]
) -> str:
    """The text of the manifest of these files; `inputs` are the digests of the sources."""
    digests = {
        str(path): hashlib.sha256(files[path].encode("utf-8")).hexdigest()
        for path in sorted(files, key=lambda each: each.parts)
    }
    return literals.json_text(
        {
            "generated": NOTICE,
            "generator": __version__,
            "package": package.module,
            "version": package.version,
            "counts": {
                "tools": len(package.tools),
                "enums": len(package.enums),
                "files": len(files),
                **_left_out(package),
            },
            "inputs": dict(sorted(inputs.items())),
            "files": digests,
        }
    )


def _left_out(package: Package) -> dict[str, int]:
    """How many operations have no tool, where there are any."""
    left_out = package.left_out
    counts = {"left_out_by_choice": left_out.by_choice, "left_out_as_unable": left_out.unable}
    return {name: len(each) for name, each in counts.items() if each}
