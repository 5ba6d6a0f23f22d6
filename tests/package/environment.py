"""The wheel and the environments it is installed in, apart from the one that runs the tests.

An environment is kept for as long as the package's dependencies stay the same; the wheel is
installed anew every time, so what is tested is what was built.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from .tools import PACKAGE

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "generated" / PACKAGE
CACHE = ROOT / ".cache" / "wheel-environments"


@dataclass(frozen=True, slots=True)
class Environment:
    """An interpreter that has the wheel, and a folder for its home and work."""

    python: Path
    wheel: Path
    home: Path

    def variables(self, **more: str) -> dict[str, str]:
        """A process environment that inherits nothing of the developer's but the PATH."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "ARCADE_USAGE_TRACKING": "0",
            "PYTHONUTF8": "1",
            **more,
        }

    def run(self, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        """Run the interpreter away from the project, with no input and a time limit."""
        return subprocess.run(
            [str(self.python), *arguments],
            cwd=self.home,
            env=self.variables(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def find_or_build_wheel(folder: Path) -> Path:
    """The wheel that TOOLGEN_DIST holds, or one built now into `folder`."""
    given = os.environ.get("TOOLGEN_DIST")
    if not given:
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(PROJECT)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    found = sorted(Path(given or folder).glob(f"{PACKAGE}-*.whl"))
    assert len(found) == 1, f"one wheel expected, found {found}"
    return found[0]


def install(wheel: Path, extra: str, home: Path) -> Environment:
    """An environment that holds the wheel, with `extra` ("" for none), and nothing else."""
    interpreter = os.environ.get("TOOLGEN_WHEEL_PYTHON") or sys.executable
    folder = CACHE / _key(interpreter, extra)
    python = folder / "bin" / "python"
    ready = folder / "ready"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run([interpreter, "-m", "venv", str(folder)])
        _run([*pip, f"{wheel}[{extra}]" if extra else str(wheel)])
        ready.touch()
    _run([*pip, "--no-deps", "--force-reinstall", str(wheel)])
    return Environment(python, wheel, home)


def _key(interpreter: str, extra: str) -> str:
    """What decides whether an environment may be used again."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [*project["dependencies"], *project["optional-dependencies"].get(extra, [])]
    version = subprocess.run(
        [interpreter, "-VV"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    said = "\n".join([str(CACHE), version, extra, *needs])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
