"""Small git repositories with a toolkit in them, for what runs in a checkout."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..cli.test_cli import CONFIG, SPEC
from ..command_line import ROOT

DOCUMENT = SPEC.replace("NAME", "things")
TOOLKIT = CONFIG.replace("NAME", "things")
PACKAGE = "generated/arcade_things"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, with stdout and stderr as one."""

    code: int
    out: str


@dataclass(frozen=True, slots=True)
class Checkout:
    """A repository on its branch `main`, with nothing of the user's own settings."""

    root: Path

    def variables(self) -> dict[str, str]:
        """The environment of commands in it: no git or Python settings from around the tests."""
        ours = ("GIT_", "GITHUB_", "PYTHON", "TOOLGEN_")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
        identity = {"NAME": "Tests", "EMAIL": "tests@example.com"}
        people = {f"GIT_{who}_{key}": text for who in ("AUTHOR", "COMMITTER")
                  for key, text in identity.items()}  # fmt: skip
        config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        cache = {"TOOLGEN_CACHE_DIR": str(self.root.parent / "toolgen-cache")}
        return {**kept, **people, **config, **cache}

    def run(self, *command: str, **variables: str) -> Ended:
        """Run a command at the top of the checkout."""
        done = subprocess.run(
            command,
            cwd=self.root,
            env={**self.variables(), **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return Ended(done.returncode, done.stdout)

    def git(self, *arguments: str) -> str:
        ended = self.run("git", *arguments)
        assert ended.code == 0, ended.out
        return ended.out.strip()

    def toolgen(self, *arguments: str) -> Ended:
        return self.run(sys.executable, "-P", "-m", "generator", *arguments, PYTHONPATH=str(ROOT))

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def commit(self, message: str) -> str:
        """Commit everything, and return the commit's name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")


def new(root: Path) -> Checkout:
    """An empty repository in a folder that need not exist."""
    root.mkdir(parents=True, exist_ok=True)
    made = Checkout(root)
    made.git("init", "--quiet", "--initial-branch", "main")
    return made


def with_toolkit(root: Path, more: str = "") -> Checkout:
    """A repository with one toolkit, generated and committed; `more` goes into its toolkit.yaml."""
    made = new(root)
    shutil.copytree(_generated(), made.root, dirs_exist_ok=True)
    if more:
        made.write({"specs/things/toolkit.yaml": TOOLKIT + more})
        ended = made.toolgen("generate")
        assert ended.code == 0, ended.out
    made.commit("A toolkit")
    return made


@cache
def _generated() -> Path:
    """A folder with the toolkit and its package, made once a run."""
    folder = Path(tempfile.mkdtemp(prefix="toolgen-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Checkout(folder / "made")
    made.write({"specs/things/openapi.yaml": DOCUMENT, "specs/things/toolkit.yaml": TOOLKIT})
    ended = made.toolgen("generate")
    assert ended.code == 0, ended.out
    return made.root
