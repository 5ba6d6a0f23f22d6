"""What the plan decides is printed as calls that make the runtime's own values of it."""

import dataclasses
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from generator.core.shipped import templates_folder
from generator.emit.python_values import ValuePrinter
from generator.openapi.body_formats import FORMATS
from generator.plan import runtime_model
from generator.plan.toolkit_yaml import Config

MODEL = templates_folder() / "package" / "module" / "_runtime" / "endpoint.py"

API = runtime_model.Api(
    name="Desk",
    distribution="arcade_desk",
    servers=(runtime_model.Server("https://desk.example", region="eu"),),
    base_url_variable="DESK_BASE_URL",
    credentials=(runtime_model.Credential("header", name="X-Key"),),
    retry=runtime_model.Retry(attempts=2, total_ms=50_000),
    hints=((401, "The key is " + "very " * 30 + "old."),),
)
BODY = runtime_model.Body(
    schema="send.json",
    required=False,
    limits=(runtime_model.Limit("", 32_000),),
    deduplicate=("/id",),
)
STRICT = runtime_model.Strict(argument="strict", header="X-Strict", on="1", earlier=("mode_",))
PARAMETER = runtime_model.Parameter(
    argument="ids", name='i"d\n', place="query", style="pipeDelimited", explode=False
)
ENDPOINT = runtime_model.Endpoint(
    api=API,
    tool="Send",
    method="POST",
    path="/send",
    secured=False,
    credentials=(),
    servers=(),
    body=BODY,
    strict=STRICT,
    parameters=(PARAMETER,),
)


def _runtime(path: Path = MODEL) -> ModuleType:
    spec = importlib.util.spec_from_file_location("runtime_model_under_test", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RUNTIME = _runtime()
MIRRORED = [each for each in vars(runtime_model).values() if dataclasses.is_dataclass(each)]


def _made(source: str, **names: Any) -> Any:
    return eval(source, {**vars(RUNTIME), **names})


def _plain(value: Any) -> Any:
    """The value without the names of the classes, which two modules define; runtime-only fields are at their defaults."""
    if dataclasses.is_dataclass(value):
        return {
            each.name: _plain(getattr(value, each.name))
            for each in dataclasses.fields(value)
            if getattr(value, each.name) != each.default
        }
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("mirrored", MIRRORED, ids=lambda each: str(each.__name__))
def test_the_plan_and_the_runtime_have_the_same_fields_and_defaults(mirrored: Any) -> None:
    theirs = {each.name: each for each in dataclasses.fields(getattr(RUNTIME, mirrored.__name__))}
    ours = {each.name: each for each in dataclasses.fields(mirrored)}
    assert list(ours) == [name for name in theirs if name in ours]
    for name, each in ours.items():
        assert _plain(each.default) == _plain(theirs[name].default), name
    # What the plan does not decide has a default.
    assert all(
        theirs[name].default is not dataclasses.MISSING for name in theirs.keys() - ours.keys()
    )


@pytest.mark.parametrize("value", [API, ENDPOINT], ids=["api", "endpoint"])
def test_what_is_printed_makes_the_value(value: Any) -> None:
    assert _plain(_made(ValuePrinter().source(value))) == _plain(value)


def test_defaults_are_left_out_and_numbers_of_bytes_are_grouped() -> None:
    assert ValuePrinter().source(BODY) == (
        'Body(schema="send.json", required=False, limits=(Limit("", 32_000),),'
        ' deduplicate=("/id",))'
    )
    assert ValuePrinter().source(runtime_model.Retry(total_ms=5000)) == "Retry(total_ms=5000)"


def test_it_tells_what_has_to_be_imported() -> None:
    printer = ValuePrinter({API: "API"})
    source = printer.source(ENDPOINT)
    assert source.startswith('Endpoint(api=API, tool="Send"')
    assert printer.classes == {"Endpoint", "Body", "Limit", "Strict", "Parameter"}
    assert printer.names == {"API"}
    assert _made(source, API=_made(ValuePrinter().source(API))).api.name == "Desk"


def test_only_constants_have_source() -> None:
    with pytest.raises(TypeError):
        ValuePrinter().source((object(),))


def test_toolkit_yaml_says_nothing_of_retries_that_the_runtime_does_not() -> None:
    assert _plain(Config().retry) == _plain(RUNTIME.Retry())


def test_the_runtime_knows_every_format_of_bodies() -> None:
    assert set(get_args(RUNTIME.BodyKind)) == FORMATS.keys()
