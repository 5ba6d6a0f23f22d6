"""Certificates, workspaces and the command line, for the tests of `toolgen pull`."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from tests.command_line import ROOT, Ended, toolgen
from tests.pull.server import YAML

CONFIG = """\
toolkit: Vendor
package: arcade_vendor
version: 1.0.0
title: Vendor
description: Tools for a vendor.
"""


@dataclass(frozen=True, slots=True)
class Certificates:
    """A server's TLS, and the file of the authority that vouches for it."""

    server: ssl.SSLContext
    authority: Path


@dataclass(frozen=True, slots=True)
class Space:
    """A workspace with one toolkit, and the command line in it."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "specs" / "vendor"

    def source(self, url: str, transcribed: bool = False) -> None:
        """Say in toolkit.yaml where the document is published."""
        text = f"source: {{url: '{url}', transcribed: {str(transcribed).lower()}}}\n"
        (self.folder / "toolkit.yaml").write_text(CONFIG + text)

    def run(self, *arguments: str, **variables: str) -> Ended:
        """Run it in an environment with nothing of ours but the search path."""
        given = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
        return toolgen(*arguments, cwd=self.root, variables=given)


@pytest.fixture
def space(tmp_path: Path) -> Space:
    """A toolkit that names no source yet."""
    (tmp_path / ".git").mkdir()
    made = Space(tmp_path)
    made.folder.mkdir(parents=True)
    (made.folder / "openapi.yaml").write_bytes(YAML)
    (made.folder / "toolkit.yaml").write_text(CONFIG)
    return made


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority that nobody knows but who is told of it."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(server)
    return Certificates(server, file)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxies of whoever runs the tests are none of the tests' business."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
