"""Certificates and proxies that are not as they should be are told, and nothing is read past them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from generator.pull.fetch import fetch
from tests.pull.conftest import Certificates
from tests.pull.server import JSON, Vendor, answer, redirect, serving
from tests.pull.test_fetch import PATIENT, refused

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """One that the environment names."""
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return made


def context(authority: trustme.CA, *names: str, ended: bool = False) -> ssl.SSLContext:
    """What a server presents itself with."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    until = NOW - DAY if ended else NOW + DAY
    leaf = authority.issue_cert(*names, not_before=NOW - 3 * DAY, not_after=until)
    leaf.configure_cert(server)
    return server


@contextmanager
def presented(server: ssl.SSLContext) -> Iterator[Vendor]:
    with serving({"/a": answer(JSON)}, server) as vendor:
        yield vendor


def test_a_certificate_that_has_expired_or_is_anothers_is_told_at_once(
    authority: trustme.CA,
) -> None:
    for server, words in (
        (context(authority, "127.0.0.1", ended=True), "certificate has expired"),
        (context(authority, "other.example"), "not valid for '127.0.0.1'"),
        (context(trustme.CA(), "127.0.0.1"), "unable to get local issuer"),
    ):
        with presented(server) as vendor:
            problem = refused(vendor.url("/a"))
            assert vendor.seen["/a"] == 0
        assert problem.code == "pull-unreachable" and words in problem.message
        assert "SSL_CERT_FILE" in problem.hint


def test_a_certificate_is_looked_at_again_behind_a_redirect(authority: trustme.CA) -> None:
    with presented(context(authority, "127.0.0.1", ended=True)) as expired:
        routes = {"/a": redirect(expired.url("/a"))}
        with serving(routes, context(authority, "127.0.0.1")) as vendor:
            assert "certificate has expired" in refused(vendor.url("/a")).message
        assert expired.seen["/a"] == 0


@pytest.mark.parametrize("speaks_tls", [True, False])
def test_a_port_that_speaks_otherwise_is_told(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch, *, speaks_tls: bool
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    with serving({"/a": answer(JSON)}, certificates.server if speaks_tls else None) as vendor:
        scheme = "http" if speaks_tls else "https"
        problem = refused(f"{scheme}://127.0.0.1:{vendor.server_address[1]}/a")
    assert problem.code == "pull-unreachable" and "--from FILE" in problem.hint


@pytest.mark.parametrize(
    ("variable", "there"),
    [
        *(("SSL_CERT_FILE", each) for each in ("folder", "gone/file", "garbage")),
        *(("SSLKEYLOGFILE", each) for each in ("folder", "gone/file")),
    ],
)
def test_certificates_of_the_environment_that_cannot_be_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, there: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "garbage").write_text("-----BEGIN CERTIFICATE-----\nx\n")
    monkeypatch.setenv(variable, str(tmp_path / there))
    problem = refused("https://127.0.0.1:1/a")
    assert problem.code == "pull-certificates" and variable in problem.hint


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "http://user:secret@[::"),
        ("HTTPS_PROXY", "http://user:secret@127.0.0.1:99999"),
        ("HTTPS_PROXY", "http://user:secret@ü..example:3"),
        ("HTTP_PROXY", "::::"),
        ("NO_PROXY", "a:b:c"),
        ("NO_PROXY", "[::"),
    ],
)
def test_a_proxy_that_is_no_address_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    problem = refused("https://vendor.example/openapi.json")
    assert problem.code == "pull-proxy" and variable in problem.hint
    assert "secret" not in str(problem)


def test_what_is_trusted_is_read(authority: trustme.CA) -> None:
    with presented(context(authority, "127.0.0.1")) as vendor:
        assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON
