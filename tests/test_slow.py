"""What is slow is left out where it is not wanted."""

import subprocess
import sys

from tests.command_line import ROOT


def test_what_is_slow_can_be_left_out() -> None:
    files = ("tests/test_slow.py", "tests/pull/test_fetch.py")
    collect = ("-m", "pytest", "--collect-only", "-q", "-n", "0", "-m", "not slow")
    done = subprocess.run(
        [sys.executable, *collect, *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    named = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert named == {"tests/test_slow.py"}, done.stdout
