"""The key: where it goes, what is refused, and that it shows nowhere else."""

import base64
import codecs
import json
import logging
import pickle
import traceback
from dataclasses import replace
from encodings.aliases import aliases
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk.errors import ErrorKind, ToolRuntimeError
from runtime_under_test import Api, Credential, auth
from runtime_under_test.auth import Secret
from runtime_under_test.errors import NotConfigured

from .pipes import API, KEY, NEW_KEY, context, event_endpoint, execute, plain_endpoint, run
from .wire import Act, Wire, answer, close, hang, raw

BODY = {"userId": "person-canary@example.com", "event": "e"}
FORMS = (
    KEY,
    base64.b64encode(KEY.encode()).decode().rstrip("="),
    base64.b64encode(f"{KEY}:".encode()).decode().rstrip("="),
)


def sent_with(base_url: Any, api: Api, key: str) -> Any:
    async def work() -> Any:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            await execute(plain_endpoint("GET", "/me", api=api), key=key)
            return wire.received[0]

    return run(work())


def test_an_old_key_goes_as_basic_user_name(base_url: Any) -> None:
    expected = "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
    assert sent_with(base_url, API, KEY).headers["authorization"] == expected


def test_a_key_that_fits_the_pattern_goes_as_bearer(base_url: Any) -> None:
    assert sent_with(base_url, API, NEW_KEY).headers["authorization"] == f"Bearer {NEW_KEY}"


@pytest.mark.parametrize(
    ("credential", "where", "expected"),
    [
        (Credential("header", "X-Key"), "x-key", "k/1+2"),
        (Credential("cookie", "sid"), "cookie", "sid=k/1+2"),
        (Credential("basic-password"), "authorization", "Basic OmsvMSsy"),
    ],
)
def test_other_places(base_url: Any, credential: Credential, where: str, expected: str) -> None:
    api = replace(API, credentials=(credential,))
    assert sent_with(base_url, api, "k/1+2").headers[where] == expected


@pytest.mark.parametrize("key", ["user:k/1+2", "svc:two words", ":only", "my-app:Zx81kd92"])
def test_a_pair_is_sent_as_it_is(base_url: Any, key: str) -> None:
    api = replace(API, credentials=(Credential("basic-pair"),))
    sent = sent_with(base_url, api, key).headers["authorization"]
    assert base64.b64decode(sent.removeprefix("Basic ")).decode() == key


def test_a_pair_without_a_colon_is_refused_in_words() -> None:
    endpoint = plain_endpoint(
        "GET", "/me", api=replace(API, credentials=(Credential("basic-pair"),))
    )
    with pytest.raises(NotConfigured, match="no colon in it: .* as `user:password`"):
        run(execute(endpoint, key=KEY))


def test_a_header_may_hold_a_space(base_url: Any) -> None:
    api = replace(API, credentials=(Credential("header", "Authorization"),))
    sent = sent_with(base_url, api, "Token 9f8a7b6c")
    assert sent.headers["authorization"] == "Token 9f8a7b6c"


@pytest.mark.parametrize("key", [" Token 9f8a", "Token 9f8a ", "Token\t9f8a", "Token\n9f8a"])
def test_a_header_holds_no_other_white_space(key: str) -> None:
    endpoint = plain_endpoint(
        "GET", "/me", api=replace(API, credentials=(Credential("header", "K"),))
    )
    with pytest.raises(NotConfigured, match="white space"):
        run(execute(endpoint, key=key))


@pytest.mark.parametrize("key", ["Token 9f8a7b6c", "someone:9f8a7b6c"])
def test_what_the_key_holds_is_hidden_alone_too(key: str) -> None:
    assert Secret(key).hide_in("bad: 9f8a7b6c") == "bad: [secret]"


@pytest.mark.parametrize(
    "shown", ["k%2b%26/%3cy", "k%2B%26%2F%3Cy", "k%2b%26%2f%3cy", "k+&amp;/&lt;y", "k+&/<y"]
)
def test_however_an_answer_writes_the_key_it_is_hidden(shown: str) -> None:
    assert Secret("k+&/<y").hide_in(f"bad: {shown}") == "bad: [secret]"


def test_an_operation_that_needs_no_key_gets_none(base_url: Any) -> None:
    async def work() -> Any:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            await execute(plain_endpoint("GET", "/me", api=API, secured=False))
            return wire.received[0]

    received = run(work())
    assert "authorization" not in received.headers and KEY not in str(received)


def test_a_key_in_the_query(base_url: Any) -> None:
    api = replace(API, credentials=(Credential("query", "api_key"),))
    assert sent_with(base_url, api, "k/1+2").target == "/v1/me?api_key=k%2F1%2B2"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        (" abc123", "white space"),
        ("abc 123", "white space"),
        ("abc123\n", "white space"),
        ("abc\x00123", "control characters"),
        ("schlüssel1", "not ASCII"),
        ("{apiKey}", "placeholder"),
        ("<your-key>", "placeholder"),
        ("[KEY]", "placeholder"),
        ("YOUR_API_KEY", "placeholder"),
        ("your-key-here", "placeholder"),
        ("$CUSTOMER_KEY", "placeholder"),
        ("${KEY}", "placeholder"),
        ("{{secrets.key}}", "placeholder"),
        ("xxxxxxxx", "placeholder"),
        ("XXXX", "placeholder"),
        ("changeme", "placeholder"),
        ("REPLACE_ME", "placeholder"),
        ("API_KEY", "placeholder"),
        ("********", "placeholder"),
        ("your key", "placeholder"),
        ("pk_us_YOUR_KEY", "placeholder"),
        ("your_user:your_password", "placeholder"),
        ("my-secret-token", "placeholder"),
        ("INSERT-KEY-HERE", "placeholder"),
        ("paste your token", "placeholder"),
        ("acme_your_key", "placeholder"),
        ('"abc123"', "quotation marks"),
        ("'abc123'", "quotation marks"),
        ("abc123:", "colon"),
    ],
)
def test_what_cannot_be_a_key_is_refused_in_words(tmp_path: Path, key: str, words: str) -> None:
    with pytest.raises(NotConfigured, match=words) as caught:
        run(execute(event_endpoint(tmp_path), BODY, key=key))
    fault = caught.value
    assert str(fault).startswith("not_sent: the secret PIPES_KEY ")
    assert not key.strip() or key not in str(fault)
    assert (fault.kind, fault.can_retry) == (ErrorKind.TOOL_RUNTIME_CONTEXT_REQUIRED, False)


@pytest.mark.parametrize(
    "key",
    [
        *("abc123", "0f9ayourx", "sk_us_apikeyxxx1", "a.b-c_d", "myriad77"),
        *("sk-enter-9f8a", "my_pass99", "replace-0f", "your-7f3a-key", "$2b$10$N9qo8uLO", "the-x1"),
    ],
)
def test_what_may_be_a_key_is_not_refused(base_url: Any, key: str) -> None:
    assert "authorization" in sent_with(base_url, API, key).headers


def test_the_secrets_own_name_is_a_placeholder(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured, match="is a placeholder"):
        run(execute(event_endpoint(tmp_path), BODY, key="pipes_key"))


def test_a_missing_secret_is_told(tmp_path: Path) -> None:
    from arcade_tdk import ToolContext
    from runtime_under_test import call

    with pytest.raises(NotConfigured, match="PIPES_KEY is empty"):
        run(
            call(event_endpoint(tmp_path), ToolContext(), request_body='{"event":"e","userId":"u"}')
        )


def test_what_is_remembered_of_keys_is_theirs_alone_and_bounded(base_url: Any) -> None:
    keys = [f"key-{number:04d}" for number in range(auth._REMEMBERED + 6)]
    endpoint = plain_endpoint("GET", "/me", api=replace(API, credentials=(Credential("bearer"),)))

    async def work() -> None:
        async with Wire((answer(200, b'{"key": "key-0000"}'),)) as wire:
            base_url(wire.url)
            for key in [*keys, "YOUR_API_KEY", keys[0], keys[1]]:
                if key == "YOUR_API_KEY":
                    with pytest.raises(NotConfigured):
                        await execute(endpoint, key=key)
                    continue
                answered = await execute(endpoint, key=key)
                shown = "[secret]" if key == keys[0] else keys[0]
                assert answered["response"] == {"json": {"key": shown}}
            sent = [each.headers["authorization"] for each in wire.received]
            assert sent == [f"Bearer {key}" for key in [*keys, keys[0], keys[1]]]

    run(work())
    remembered = auth._authorization.cache_info()
    assert remembered.maxsize == auth._REMEMBERED >= remembered.currsize


def test_a_secret_keeps_itself() -> None:
    secret = Secret(KEY)
    assert KEY not in f"{secret!r} {secret} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


async def echo(writer: Any) -> None:
    """Answers with the key in every form, as an unwary API would."""
    await answer(400, " ".join(FORMS).encode())(writer)


ACTS: list[Act] = [
    answer(200),
    answer(200, f'{{"key":"{KEY}","{KEY}":["{FORMS[2]}"]}}'.encode()),
    echo,
    answer(401, f"bad key {KEY}".encode()),
    answer(302, b"", Location=f"http://{KEY}.example/{KEY}"),
    answer(429, b"", Retry_After="900"),
    answer(500, KEY.encode(), Set_Cookie=f"k={KEY}"),
    answer(200, KEY.encode(), Content_Encoding="gzip"),
    raw(f"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{KEY}".encode(), then_close=True),
    raw(f"{KEY}\r\n\r\n".encode()),
    close,
    hang,
]
PLACES = [
    API.credentials,
    (Credential("query", "api_key"),),
    (Credential("header", "X-Key"),),
    (Credential("cookie", "sid"),),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("credentials", PLACES)
def test_the_key_and_the_person_show_nowhere(
    base_url: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture, act: Act, credentials: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    retry = replace(API.retry, attempts=2, read_ms=100)
    endpoint = event_endpoint(tmp_path, api=replace(API, credentials=credentials, retry=retry))
    seen = [repr(endpoint)]

    async def work() -> None:
        async with Wire((act,)) as wire:
            base_url(wire.url)
            try:
                seen.append(repr(await execute(endpoint, BODY)))
            except ToolRuntimeError as fault:
                seen.extend([str(fault), repr(fault), str(fault.to_payload())])
                seen.append("".join(traceback.format_exception(fault)))
                seen.extend(_locals_of_the_runtime(fault))
            assert wire.received

    run(work())
    seen += [f"{record.getMessage()} {record.__dict__}" for record in caplog.records]
    text = "\n".join(seen)
    assert not [form for form in FORMS if form in text]
    assert "person-canary" not in text
    assert f"Pipes: POST /track: {'httpx' if act in (hang, close) else ''}" in text


def _locals_of_the_runtime(fault: BaseException) -> list[str]:
    """What a crash reporter that records local variables would show."""
    frames = [frame for frame, _ in traceback.walk_tb(fault.__traceback__)]
    return [
        repr(value)
        for frame in frames
        if "_runtime" in frame.f_code.co_filename
        for name, value in frame.f_locals.items()
        if name not in ("context", "request_body")  # what the caller itself handed in
    ]


def test_our_silence_does_not_spread(caplog: pytest.LogCaptureFixture, base_url: Any) -> None:
    import httpx

    caplog.set_level(logging.INFO)

    async def work() -> None:
        async with Wire((answer(200),)) as wire, httpx.AsyncClient() as other:
            base_url(wire.url)
            await execute(plain_endpoint("GET", "/ours"))
            await other.get(f"{wire.url}/theirs")

    run(work())
    assert "/theirs" in caplog.text and "/ours" not in caplog.text


def test_no_cookie_passes_from_call_to_call(base_url: Any) -> None:
    async def work() -> None:
        async with Wire((answer(200, b"", Set_Cookie="who=someone; Path=/"),)) as wire:
            base_url(wire.url)
            for _ in range(2):
                await execute(plain_endpoint("GET", "/x"))
            assert "cookie" not in wire.received[1].headers

    run(work())


def test_a_context_is_asked_by_any_case(base_url: Any) -> None:
    assert context().get_secret("pipes_key") == KEY
    api = replace(API, secret="pipes_key")
    assert "authorization" in sent_with(base_url, api, KEY).headers


def _is_of_texts(name: str) -> bool:
    try:
        return bool("\0".join(KEY).encode(name)) and codecs.lookup(name).name != "punycode"
    except (LookupError, ValueError):
        return False


CHARSETS = sorted({name for name in aliases.values() if _is_of_texts(name)})
CONCEALED = [
    *((f"text/plain; charset={name}", KEY.encode()) for name in CHARSETS),
    *(
        (f"application/json; charset={name}", b'{"a": "\xff%s"}' % KEY.encode())
        for name in CHARSETS
    ),
    *((f"text/plain; charset={name}", KEY.encode("utf-16-le")) for name in CHARSETS),
    *((f"text/plain; charset={name}", KEY.encode(name)) for name in CHARSETS),
    *(("text/plain; charset=utf-16", mark + KEY.encode()) for mark in (b"\xff\xfe", b"\xfe\xff")),
    *(("text/plain", KEY.encode(name)) for name in ("utf-16", "utf-16-be", "utf-32-le")),
    *(("application/json", f'["{KEY}"]'.encode(name)) for name in ("utf-16", "utf-16-be")),
    *((kind, KEY.encode("utf-16-le")) for kind in ("", "image/png", "application/octet-stream")),
    ("text/plain; charset=utf-7", KEY.encode("utf-16-be").replace(b"\0", b"")),
    ("text/plain; charset=iso2022-jp", b"\x1b$B" + KEY.encode()),
    ("text/plain; charset=hz", b"~{" + KEY.encode()),
    ("text/plain; charset=utf-7", b"+" + KEY.encode()),
]


@pytest.mark.parametrize("status", [200, 400])
def test_no_charset_shows_the_key_as_other_characters(base_url: Any, status: int) -> None:
    async def shown() -> str:
        try:
            return json.dumps(await execute(plain_endpoint("GET", "/me", api=API)))
        except ToolRuntimeError as fault:
            return json.dumps(str(fault))

    async def work() -> list[str]:
        acts = [answer(status, body, Content_Type=kind) for kind, body in CONCEALED]
        async with Wire(tuple(acts)) as wire:
            base_url(wire.url)
            return [await shown() for _ in acts]

    readings = (each.decode(name, "replace") for name in CHARSETS for each in _SHIFTED)
    parts = {each[at : at + 5] for each in (KEY, *readings) for at in range(len(each) - 4)}
    parts = {json.dumps(each)[1:-1] for each in parts if "\ufffd" not in each}
    for (kind, body), text in zip(CONCEALED, run(work()), strict=True):
        assert not [each for each in (*parts, "k\\\\u00003") if each in text], (kind, body, text)
        assert base64.b64encode(body).decode().rstrip("=") not in text


_SHIFTED = (KEY.encode(), KEY[1:].encode())
