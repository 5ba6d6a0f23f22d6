"""What the tests of the wheel share: the wheel, its environments, a fake API, a served toolkit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_customerio import TEST_KEY, FakeCustomerio

from .environment import Environment, find_or_build_wheel, install
from .session import Session
from .tools import PACKAGE


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel under test."""
    return find_or_build_wheel(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def served(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel with what serving it needs."""
    return install(wheel, "server", tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def by_sdk(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel with the protocol's SDK, and without Arcade's server."""
    return install(wheel, "mcp", tmp_path_factory.mktemp("home-sdk"))


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The wheel alone, as a host that brings its own server installs it."""
    return install(wheel, "", tmp_path_factory.mktemp("home-bare"))


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeCustomerio]:
    """One Customer.io for all tests."""
    with FakeCustomerio() as fake:
        yield fake


@pytest.fixture
def fake(running_fake: FakeCustomerio) -> FakeCustomerio:
    """The Customer.io, with nothing in its memory."""
    running_fake.clear()
    return running_fake


@pytest.fixture(scope="session", params=("served", "by_sdk"))
def toolkit(
    request: pytest.FixtureRequest,
    running_fake: FakeCustomerio,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Session]:
    """The seven tools, served on stdio by either server and pointed at the fake."""
    environment = request.getfixturevalue(request.param)
    log = tmp_path_factory.mktemp("log") / "server.log"
    variables = {"CUSTOMERIO_API_KEY": TEST_KEY, "CUSTOMERIO_BASE_URL": running_fake.url}
    with Session(environment, log, "-m", PACKAGE, **variables) as session:
        yield session
