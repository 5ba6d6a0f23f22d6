"""Packs MCP bundles by the program of those who define them: `python -m tests.package.bundle dist`.

A bundle holds the wheel that stands in the folder, which is the one that was tested.
"""

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
NPX = ("npx", "--yes", "@anthropic-ai/mcpb@2.1.2")


def pack(project: Path, dist: Path) -> Path:
    """The bundle of a generated package whose wheel is in `dist`, beside that wheel."""
    sources = tomllib.loads((project / "mcpb/pyproject.toml").read_text("utf-8"))
    wheel = dist / sources["tool"]["uv"]["sources"][project.name]["path"]
    bundle = dist / f"{project.name}-{sources['project']['version']}.mcpb"
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder, "stage")
        shutil.copytree(project / "mcpb", stage)
        shutil.copy(wheel, stage)
        program = shutil.which(NPX[0]) or NPX[0]
        subprocess.run([program, *NPX[1:], "pack", str(stage), str(bundle)], check=True)
    return bundle


def main(dist: Path) -> None:
    """Pack every package whose wheel is there, and that has what a bundle is made from."""
    for wheel in sorted(dist.glob("*.whl")):
        project = ROOT / "generated" / wheel.name.split("-")[0]
        if (project / "mcpb").is_dir():
            sys.stdout.write(f"{pack(project, dist)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
