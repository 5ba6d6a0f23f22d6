"""The wheel and the environments it is installed in, apart from the one that runs the tests.

An environment is kept for as long as the package's dependencies stay the same; the wheel is
installed anew every time, so what is tested is what was built.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .tools import PACKAGE

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "generated" / PACKAGE
BUILD = ("-m", "build", "--installer", "uv", "--wheel", "--outdir")
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
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
        command = [sys.executable, *BUILD, str(folder), str(PROJECT)]
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
    uv = [sys.executable, "-m", "uv", "--quiet"]
    pip = [*uv, "pip", "install", "--python", str(python)]
    with _alone(folder):
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)
            _run([*uv, "venv", "--python", interpreter, str(folder)])
            _run([*pip, f"{wheel}[{extra}]" if extra else str(wheel)])
        # Processes that run tests of one run side by side find it installed.
        if not RUN or not ready.exists() or ready.read_text("utf-8") != RUN:
            _run([*pip, "--no-deps", "--reinstall", str(wheel)])
            ready.write_text(RUN, "utf-8")
    return Environment(python, wheel, home)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else makes or fills the environment meanwhile."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
