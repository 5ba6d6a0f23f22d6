"""An attempt is a span where OpenTelemetry is set up, and nothing at all where it is not."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk.errors import ToolRuntimeError
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from .conftest import FOLDER
from .pipes import API, KEY, QUICK, event_endpoint, execute, run
from .wire import Act, Wire, answer, close, hang

BODY = {"userId": "canary-person", "event": "Signed Up"}


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """What is exported of spans while the test runs."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield exporter


def after(base_url: Any, folder: Path, *acts: Act) -> None:
    """A call that meets these answers."""

    async def work() -> None:
        endpoint = event_endpoint(folder, api=replace(API, retry=QUICK))
        async with Wire(acts) as wire:
            base_url(wire.url)
            try:
                await execute(endpoint, BODY)
            except ToolRuntimeError:
                pass

    run(work())


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_each_attempt_is_a_span(spans: InMemorySpanExporter, base_url: Any, tmp_path: Path) -> None:
    after(base_url, tmp_path, answer(503), close, answer(200))
    first, second, third = spans.get_finished_spans()
    assert {each.name for each in (first, second, third)} == {first.name}
    assert first.name.startswith(f"{API.name}: POST /")
    assert first.kind is trace.SpanKind.CLIENT
    host = {"http.request.method": "POST", "server.address": "127.0.0.1"}
    assert attributes(first) == {**host, "http.response.status_code": 503, "error.type": "503"}
    failed = attributes(second)
    assert failed.pop("error.type").startswith("httpx.")
    assert failed == {**host, "http.request.resend_count": 1}
    assert attributes(third) == {
        **host,
        "http.request.resend_count": 2,
        "http.response.status_code": 200,
    }
    codes = [each.status.status_code for each in (first, second, third)]
    assert codes == [trace.StatusCode.ERROR, trace.StatusCode.ERROR, trace.StatusCode.UNSET]


def test_a_span_holds_neither_key_nor_body(
    spans: InMemorySpanExporter, base_url: Any, tmp_path: Path
) -> None:
    after(base_url, tmp_path, answer(400, b'{"error": "canary-person"}'))
    [span] = spans.get_finished_spans()
    text = span.to_json()
    assert "canary-person" not in text and KEY not in text
    assert span.events == ()


def test_a_cancelled_attempt_ends_its_span(
    spans: InMemorySpanExporter, base_url: Any, tmp_path: Path
) -> None:
    async def work() -> None:
        endpoint = event_endpoint(tmp_path, api=API)
        async with Wire((hang,)) as wire:
            base_url(wire.url)
            calling = asyncio.create_task(execute(endpoint, BODY))
            while not wire.received:
                await asyncio.sleep(0.01)
            calling.cancel()
            with pytest.raises(asyncio.CancelledError):
                await calling

    run(work())
    [span] = spans.get_finished_spans()
    assert span.end_time and span.events == ()


def test_nothing_loads_opentelemetry() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(FOLDER.parent)!r})\n"
        "import _runtime.call, _runtime.retry\n"
        "assert not any(name.startswith('opentelemetry') for name in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
