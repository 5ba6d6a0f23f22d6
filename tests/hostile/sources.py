"""The benign package that payloads are put into, and the sources of the golden cases."""

import os
from functools import cache
from pathlib import Path

from generator.workspace.sources import SourceFile, Sources
from generator.workspace.toolkits import SourcePaths, read_sources

BENIGN = Path(__file__).parent / "benign"
CASES = Path(__file__).parents[1] / "cases"


def paths_in(folder: Path) -> SourcePaths:
    """The document of a folder, with its overlay and toolkit.yaml where it has these."""
    overlay, config = folder / "overlay.yaml", folder / "toolkit.yaml"
    return SourcePaths(
        next(folder.glob("openapi.*")),
        overlay if overlay.exists() else None,
        config if config.exists() else None,
    )


def sources_in(folder: Path) -> Sources:
    """The same as bytes."""
    return read_sources(paths_in(folder), folder)


def case_folders() -> list[Path]:
    """Every golden case."""
    return sorted(path.parent for path in CASES.glob("*/openapi.*"))


@cache
def vendor_documents() -> tuple[SourceFile, ...]:
    """Vendors' own documents of less than 1 MB, where the folders with these are named."""
    named = (os.environ.get(each) for each in ("TOOLGEN_REFERENCE", "TOOLGEN_CORPUS"))
    paths = [path for each in named if each for path in sorted(Path(each).glob("*.json"))]
    small = [path.read_bytes() for path in paths if path.stat().st_size < 1_000_000]
    return tuple(SourceFile("openapi.json", data) for data in small if b'"openapi"' in data)
