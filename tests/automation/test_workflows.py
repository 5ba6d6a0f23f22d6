"""What the workflows run exists, and what they say of Pythons and sessions agrees with the rest."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from ..command_line import ROOT
from .checkout import PACKAGE, with_toolkit
from .runner import Machine, scripts, workflow


def pythons(project: dict[str, Any]) -> list[str]:
    marks = (each.split(" :: ") for each in project["project"]["classifiers"])
    return [parts[-1] for parts in marks if parts[1] == "Python" and "." in parts[-1]
            if parts[0] == "Programming Language"]  # fmt: skip


def matrix(job: str) -> list[str]:
    found = workflow("ci")["jobs"][job]["strategy"]["matrix"]["python"]
    assert isinstance(found, list)
    return found


def test_a_package_edited_by_hand_is_marked_in_the_pull_request(tmp_path: Path) -> None:
    machine = Machine(with_toolkit(tmp_path / "work"), tmp_path)
    assert machine.run("ci", "static", "Check generated/").code == 0
    machine.checkout.write({f"{PACKAGE}/README.md": "By hand.\n"})
    ended = machine.run("ci", "static", "Check generated/")
    assert ended.code == 1
    assert f"file={PACKAGE}/README.md,line=1,col=1::changed" in ended.out


def test_every_session_that_a_workflow_runs_is_one() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nox", "--list", "-f", str(ROOT / "noxfile.py")],
        capture_output=True,
        text=True,
        check=True,
    )
    there = set(re.findall(r"^[*-] (\S+)", done.stdout, re.MULTILINE))
    called = re.compile(r"nox -s (.+?)(?: -- .*)?$", re.MULTILINE)
    wanted = {each for _, script in scripts() for part in called.findall(script)
              for each in part.split()}  # fmt: skip
    assert wanted and wanted <= there


def test_the_generator_is_tested_on_the_pythons_that_it_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert matrix("generator") == pythons(project)


def test_the_wheel_is_tested_from_the_oldest_python_that_it_supports() -> None:
    for path in ROOT.glob("generated/*/pyproject.toml"):
        project = tomllib.loads(path.read_text("utf-8"))["project"]
        assert project["requires-python"] == f">={matrix('wheel')[0]}"
    assert matrix("wheel")[-1] == matrix("generator")[-1]


def test_only_the_jobs_that_must_may_write() -> None:
    names = ("ci", "difference", "pull", "release")
    jobs = {(name, job): {**workflow(name)["permissions"], **body.get("permissions", {})}
            for name in names for job, body in workflow(name)["jobs"].items()}  # fmt: skip
    writes = {key for key, granted in jobs.items() if "write" in granted.values()}
    assert writes == {("pull", "tell"), ("release", "publish"), ("release", "attach")}
