"""Runs the scripts of a workflow's steps on this machine, in the way that GitHub does."""

import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..command_line import ROOT
from .checkout import Checkout, Ended

WORKFLOWS = ROOT / ".github" / "workflows"
CONTEXT = {
    "github.token": "token",
    "github.server_url": "https://git.example",
    "github.repository": "some/thing",
    "github.run_id": "7",
    "github.ref_name": "main",
}
"""What `${{ ... }}` stands for in every run."""


def workflow(name: str) -> dict[str, Any]:
    """A workflow as data; YAML 1.1 reads its key `on` as true."""
    loaded = yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    loaded["on"] = loaded.pop(True)
    return loaded


def scripts() -> list[tuple[str, str]]:
    """Every script of every workflow, with the workflow's name."""
    return [
        (path.stem, step["run"])
        for path in sorted(WORKFLOWS.glob("*.yml"))
        for job in workflow(path.stem)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]


@dataclass(frozen=True, slots=True)
class Machine:
    """A runner in whose working folder a repository is checked out.

    `toolgen` there is the one under test. `gh` speaks to GitHub, so it is replaced: it writes down
    how it was called, and answers a search with `number`, that of what is open already.
    """

    checkout: Checkout
    folder: Path
    context: Mapping[str, str] = field(default_factory=dict)
    number: str = ""

    def run(self, name: str, job: str, step: str) -> Ended:
        """Run one step, named as the workflow names it."""
        whole = workflow(name)
        (found,) = (each for each in whole["jobs"][job]["steps"] if each.get("name") == step)
        assert "${{" not in found["run"], "text of others must not become part of a script"
        layers = (whole, whole["jobs"][job], found)
        given = {key: self._filled(text) for layer in layers
                 for key, text in layer.get("env", {}).items()}  # fmt: skip
        self._install()
        return self.checkout.run("bash", "-e", "-c", found["run"], **self._variables(), **given)

    def output(self) -> dict[str, str]:
        """What the steps so far told the later ones."""
        return dict(line.split("=", 1) for line in self.text("output").splitlines())

    def text(self, name: str) -> str:
        """The `output`, the `summary`, or the calls of `gh`, one a line."""
        path = self.folder / name
        return path.read_text("utf-8") if path.exists() else ""

    def _variables(self) -> dict[str, str]:
        files = {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary", "GH_LOG": "gh"}
        return {
            "PATH": f"{self.folder / 'bin'}:{self.checkout.variables()['PATH']}",
            "GITHUB_ACTIONS": "true",
            "GITHUB_REF_NAME": self._filled("${{ github.ref_name }}"),
            **{key: str(self.folder / value) for key, value in files.items()},
        }

    def _filled(self, text: str) -> str:
        known = {**CONTEXT, **self.context}
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: known[match[1]], text)

    def _install(self) -> None:
        command = shlex.join(["env", f"PYTHONPATH={ROOT}", sys.executable, "-P", "-m", "generator"])
        answer = f'case "$2" in list) echo {shlex.quote(self.number)};; esac'
        commands = {
            "toolgen": f'exec {command} "$@"',
            "gh": f'printf \'%s\\n\' "$*" >> "$GH_LOG"\n{answer}',
        }
        for name, script in commands.items():
            path = self.folder / "bin" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"#!/usr/bin/env bash\n{script}\n", "utf-8")
            path.chmod(0o755)
