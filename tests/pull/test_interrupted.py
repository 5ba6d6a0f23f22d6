"""Ctrl-C between two toolkits tells which documents were written before it."""

import os
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from generator.cli import start

from .conftest import ROOT, Space
from .server import JSON, YAML, Handler, serving

STARTED = (
    # Whoever runs the tests in the background may have the signal ignored.
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from generator.cli import start; sys.exit(start.main())"
)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
def test_what_was_written_before_is_told(space: Space) -> None:
    arrived = threading.Event()

    def waits(handler: Handler) -> None:
        arrived.set()
        handler.server.stopping.wait(20)

    (space.folder / "openapi.yaml").write_bytes(YAML.replace(b"Fine", b"Well"))
    shutil.copytree(space.folder, space.root / "specs" / "weary")
    with serving({"/quick": lambda handler: handler.send(JSON), "/slow": waits}) as vendor:
        space.source(vendor.url("/slow"))
        (space.folder / "toolkit.yaml").rename(space.root / "specs" / "weary" / "toolkit.yaml")
        space.source(vendor.url("/quick"))
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", STARTED, "pull", "--write"],
            cwd=space.root,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert arrived.wait(20)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == start.INTERRUPTED
    written = [f"specs/vendor/{each}" for each in ("openapi.yaml", "seen.json")]
    message = f"toolgen: interrupted, what was changed before: {', '.join(written)}\n"
    assert said.decode() == message
    assert b"Well" not in (space.folder / "openapi.yaml").read_bytes()
    assert b"Well" in (space.root / "specs" / "weary" / "openapi.yaml").read_bytes()
