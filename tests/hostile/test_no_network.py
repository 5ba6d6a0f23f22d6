"""The commands that read documents open no connection, start no process, and write nowhere but where they say."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import ROOT

from .sources import case_folders

# Python with its libraries, and what these read of the system.
SYSTEM = [sys.prefix, sys.base_prefix, os.devnull, "/proc", "/etc/mime.types", "/usr/lib"]


def watched(root: Path, *read: Path | str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.watched", str(root), *map(str, read)],
        cwd=ROOT,
        env={"HOME": str(root), "PATH": os.defpath, "TOOLGEN_CACHE_DIR": str(root / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def space(tmp_path: Path) -> Path:
    for folder in case_folders():
        ignored = shutil.ignore_patterns("expected")
        shutil.copytree(folder, tmp_path / "cases" / folder.name, ignore=ignored)
    return tmp_path


def test_no_command_goes_where_it_has_no_business(space: Path) -> None:
    found = watched(space, ROOT / "generator", ROOT / "templates", *SYSTEM)
    assert found["seen"] == []
    commands = {"generate", "check", "lint", "show", "diff", "why", "prove"}
    assert found["ended"].keys() == commands
    assert all({*codes} <= {0, 1, 2} and 0 in codes for codes in found["ended"].values())


def test_what_is_read_elsewhere_is_seen(space: Path) -> None:
    for each in sorted((space / "cases").iterdir())[1:]:
        shutil.rmtree(each)
    seen = watched(space, ROOT / "generator", *SYSTEM)["seen"]
    assert any("templates" in path for _, path in seen)
