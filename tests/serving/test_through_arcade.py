"""What is said where Arcade's server cannot serve the tools as it is set up."""

import pytest
from serving_under_test.command_line import main

URL = "MCP_RESOURCE_SERVER_CANONICAL_URL"
SERVERS = "MCP_RESOURCE_SERVER_AUTHORIZATION_SERVERS"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The words of a refusal to serve over HTTP."""
    assert main("Pipes", "pipes", ["--through", "arcade", "--transport", "http"]) == 2
    told = capsys.readouterr()
    assert not told.out
    return told.err


def test_http_without_authentication_says_what_arcade_requires(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(URL, raising=False)
    monkeypatch.delenv("ARCADE_WORKER_SECRET", raising=False)
    text = said(capsys)
    assert URL in text and SERVERS in text and "ARCADE_WORKER_SECRET" in text


@pytest.mark.parametrize(
    ("url", "servers", "words"),
    [
        ("http://a.example", None, "canonical_url: "),
        ("https://a.example", "junk", "authorization_servers: "),
        ("https://a.example", None, "authorization_servers"),
    ],
)
def test_unusable_settings_for_oauth_are_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    url: str,
    servers: str | None,
    words: str,
) -> None:
    monkeypatch.setenv(URL, url)
    if servers is None:
        monkeypatch.delenv(SERVERS, raising=False)
    else:
        monkeypatch.setenv(SERVERS, servers)
    text = said(capsys)
    assert text.startswith("The settings for OAuth cannot be used:")
    assert words in text and "Traceback" not in text and "pydantic" not in text
