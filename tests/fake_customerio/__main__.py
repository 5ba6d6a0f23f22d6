"""Runs the fake as a process of its own, for benchmarks and for trying a tool by hand."""

import argparse
import contextlib
from pathlib import Path

from .server import MAX_REQUESTS, TEST_KEY, FakeCustomerio


def main() -> None:
    """Serve until the time is up; the address goes to --port-file as one line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fake_customerio")
    parser.add_argument("--port-file", type=Path, help="file to write the server URL to")
    parser.add_argument("--key", action="append", help="a key to accept (repeatable)")
    parser.add_argument("--max-seconds", type=float, default=300.0)
    parser.add_argument("--max-requests", type=int, default=MAX_REQUESTS)
    options = parser.parse_args()
    keys = tuple(options.key or [TEST_KEY])
    with FakeCustomerio(keys, options.max_seconds, options.max_requests) as fake:
        if options.port_file:
            partial = options.port_file.with_suffix(".partial")
            partial.write_text(fake.url + "\n", encoding="utf-8")
            partial.replace(options.port_file)
        else:
            print(fake.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            fake.wait()


if __name__ == "__main__":
    main()
