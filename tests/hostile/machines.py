"""Runs of `toolgen` on machines that break: killed, interrupted, out of room, not alone."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.command_line import ROOT, toolgen
from tests.workspace.folders import snapshot

FOLDER = "generated/arcade_depot"
_START = (
    # Whoever runs the tests in the background may have the signal ignored.
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "import sys; from generator.cli.main import main; sys.exit(main(sys.argv[1:]))"
)
_OPERATION = {"summary": "Does it.", "responses": {"200": {"description": "Fine."}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Depot", "version": "1"},
    "servers": [{"url": "https://depot.example"}],
    "paths": {"/things": {"get": _OPERATION, "post": _OPERATION}},
}
_TOOLKIT = "toolkit: Depot\npackage: arcade_depot\nversion: 1.0.0\ntitle: Depot\ndescription: D.\n"
_CHANGES = 260
"""So many calls that change something on disk has a run, or a few less."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace with a small toolkit in two states: what is generated of the one is not what is
    generated of the other."""

    root: Path

    @classmethod
    def made(cls, root: Path) -> "Desk":
        """With the first state generated."""
        space = root / "specs" / "depot"
        space.mkdir(parents=True)
        (root / ".git").mkdir()
        (space / "openapi.yaml").write_text(json.dumps(DOCUMENT), "utf-8")
        (space / "toolkit.yaml").write_text(_TOOLKIT, "utf-8")
        desk = cls(root)
        desk.run("generate")
        return desk

    def state(self, number: int) -> None:
        """Says something else in the sources."""
        path = self.root / "specs/depot/toolkit.yaml"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        lines[4] = f"description: Tools of state {number}.\n"
        path.write_text("".join(lines), "utf-8")

    def tree(self) -> dict[str, tuple[str, bytes]]:
        """All that is generated, and whatever lies beside it."""
        return snapshot(self.root / "generated")

    def start(self, *arguments: str, code: str = _START) -> "subprocess.Popen[bytes]":
        """A process of its own."""
        return subprocess.Popen(
            [sys.executable, "-P", "-c", code, *arguments],
            cwd=self.root,
            env=self.variables(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str) -> tuple[int, str]:
        """Exit code and what is told by a run that nothing disturbs."""
        done = toolgen(*arguments, cwd=self.root, variables=self.variables())
        return done.code, done.out + done.err

    def variables(self) -> dict[str, str]:
        """What a process has around it; nothing is cached, so that each run does all its work."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TOOLGEN_CACHE_DIR": str(self.root / "cache"),
        }

    def killed(self, random: Random) -> list[str]:
        """Generate a new state and kill the run at some moment; what is wrong afterwards."""
        before = self._new_state(random)
        run = self.start("generate", "--no-cache")
        # More often than not while files are written, which is the end of a run.
        time.sleep(random.choice((random.uniform(0, 1.5), random.uniform(0.3, 0.9))))
        run.kill()
        run.communicate(timeout=120)
        return self._faults_after(before)

    def stopped(self, number: signal.Signals, random: Random) -> list[str]:
        """The same, at one of the calls that change something on disk, by any signal."""
        before = self._new_state(random)
        at = random.randrange(1, _CHANGES)
        run = self.killed_at(at, number, "generate", "--no-cache")
        told = run.stderr.decode("utf-8", "replace")
        faults = []
        if number is not signal.SIGKILL:
            right = run.returncode in (0, 130, -number)
            faults += [] if right else [f"exit code {run.returncode}: {told}"]
            faults += [f"left behind: {each}" for each in self._strangers()]
        return [f"at change {at}: {each}" for each in (*faults, *self._faults_after(before))]

    def killed_at(
        self, change: int, number: signal.Signals, *arguments: str
    ) -> "subprocess.CompletedProcess[bytes]":
        """A run that hears a signal when it is about to make its change of this number."""
        code = _STOPPED_AT.format(at=change, number=int(number))
        with self.start(*arguments, code=code) as run:
            said, told = run.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, run.returncode, said, told)

    def _new_state(self, random: Random) -> dict[str, tuple[str, bytes]]:
        before = self.tree()
        self.state(random.randrange(10**9))
        return before

    def _faults_after(self, before: dict[str, tuple[str, bytes]]) -> list[str]:
        """What is wrong with the tree that a run left behind, and with the next run."""
        strangers = self._strangers()
        left = {path: each for path, each in self.tree().items() if path not in strangers}
        code, told = self.run("generate", "--no-cache")
        new = self.tree()
        faults = [] if code == 0 else [f"the next run ends in {code}: {told}"]
        faults += [] if left in (before, new) else ["neither the old tree nor the new one"]
        faults += [f"the next run leaves {each}" for each in self._strangers()]
        return faults + ([] if self.run("check")[0] == 0 else ["check does not agree"])

    def _strangers(self) -> list[str]:
        return [path for path in self.tree() if not path.startswith("arcade_depot/")]


_STOPPED_AT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
count = 0
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "shutil.rmtree")
def watch(event, arguments):
    global count
    creates = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT
    if event in CHANGES or creates:
        count += 1
        if count == {at}:
            os.kill(os.getpid(), {number})
from generator.cli.main import main
sys.addaudithook(watch)
sys.exit(main(sys.argv[1:]))
"""


LIMITED = """
import resource, sys
import generator.build
import generator.cli.generate
import generator.render.package_files
from generator.cli.main import main
_, hard = resource.getrlimit(resource.RLIMIT_{name})
resource.setrlimit(resource.RLIMIT_{name}, ({most}, hard))
sys.exit(main(sys.argv[1:]))
"""
"""Has imported what it needs when the limit begins."""


def in_namespace(desk: Desk, mount: str, *arguments: str) -> tuple[int, str]:
    """A run in a name space of its own in which something is mounted; see `can_mount`."""
    command = f'{mount} && exec "$@"'
    done = subprocess.run(
        [
            "unshare",
            "-rm",
            "sh",
            "-c",
            command,
            "sh",
            sys.executable,
            "-P",
            "-c",
            _START,
            *arguments,
        ],
        cwd=desk.root,
        env=desk.variables(),
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def can_mount() -> bool:
    """Whether this machine lets whoever runs the tests mount something of their own."""
    command = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
