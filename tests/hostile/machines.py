"""Runs of `toolgen` on machines that break: killed, interrupted, out of room, not alone."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.command_line import ROOT, toolgen
from tests.workspace.folders import snapshot

from .sources import BENIGN

FOLDER = "generated/arcade_depot"
_START = (
    # Whoever runs the tests in the background may have the signal ignored.
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "import sys; from generator.cli.main import main; sys.exit(main(sys.argv[1:]))"
)


@dataclass(frozen=True, slots=True)
class Desk:
    """A workspace with the benign toolkit in two states: what is generated of the one is not what
    is generated of the other."""

    root: Path

    @classmethod
    def made(cls, root: Path) -> "Desk":
        """With the first state generated."""
        space = root / "specs" / "depot"
        space.mkdir(parents=True)
        (root / ".git").mkdir()
        for each in BENIGN.iterdir():
            shutil.copy(each, space)
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

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A process of its own."""
        return subprocess.Popen(
            [sys.executable, "-P", "-c", _START, *arguments],
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

    def disturbed(self, number: signal.Signals, random: Random) -> list[str]:
        """Generate a new state and send the signal at some moment; what is wrong afterwards."""
        before = self.tree()
        state = random.randrange(10**9)
        self.state(state)
        run = self.start("generate", "--no-cache")
        time.sleep(self._moment(random))
        run.send_signal(number)
        told = run.communicate(timeout=120)[1].decode("utf-8", "replace")
        faults = [] if number is signal.SIGKILL else self._interrupted(run.returncode, told)
        after = self.tree()
        own = {path: each for path, each in after.items() if path.startswith("arcade_depot/")}
        self.run("generate", "--no-cache")
        new = self.tree()
        if own not in (before, new):
            faults.append("neither the old tree nor the new one")
        if number is not signal.SIGKILL and after.keys() - own.keys():
            faults.append(f"left behind: {sorted(after.keys() - own.keys())[:3]}")
        if self.run("check")[0] != 0:
            faults.append("check does not agree with what generate writes next")
        if any(not path.startswith("arcade_depot/") for path in new):
            faults.append("the next run leaves something behind")
        return faults

    def _moment(self, random: Random) -> float:
        """Seconds; more often than not while files are written, which is the end of a run."""
        return random.choice((random.uniform(0, 1.5), random.uniform(0.3, 0.9)))

    def _interrupted(self, code: int, told: str) -> list[str]:
        faults = [] if code in (0, 130) else [f"exit code {code}"]
        return [*faults, *(["a traceback"] if "Traceback" in told else [])]


def write_moments(desk: Desk, random: Random) -> list[str]:
    """Ends the process at one of the calls that change something on disk; what is wrong afterwards."""
    before = desk.tree()
    desk.state(random.randrange(10**9))
    at = random.randrange(1, 330)
    done = subprocess.run(
        [sys.executable, "-P", "-c", _ENDED_AT.format(at=at), "generate", "--no-cache"],
        cwd=desk.root,
        env=desk.variables(),
        capture_output=True,
        check=False,
    )
    after = {path: each for path, each in desk.tree().items() if path.startswith("arcade_depot/")}
    code, told = desk.run("generate", "--no-cache")
    new = desk.tree()
    faults = [] if code == 0 else [f"the next run ends in {code}: {told}"]
    if after not in (before, new):
        faults.append(f"ended at {at} ({done.returncode}): neither the old tree nor the new one")
    if any(not path.startswith("arcade_depot/") for path in new):
        faults.append(f"ended at {at}: the next run leaves something behind")
    return faults


_ENDED_AT = """
import os, signal, sys
count = 0
CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.link", "shutil.rmtree")
def watch(event, arguments):
    global count
    if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT):
        count += 1
        if count == {at}:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from generator.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


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
