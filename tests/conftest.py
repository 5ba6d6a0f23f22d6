"""Options and fixtures that all tests share, and which of them are slow."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("counted", deadline=None)  # no test asserts on seconds
settings.load_profile("counted")

pytest_plugins = ["tests.shop"]

HERE = Path(__file__).parent

SLOW = frozenset(
    (
        "automation",
        "hostile/test_fuzz.py",
        "hostile/test_injection.py",
        "hostile/test_machines.py",
        "hostile/test_no_network.py",
        "hostile/test_defences.py",
        "package",
        "release",
        "runtime",
        "serving",
        "cases",
        "specs",
        "cli/test_cli.py",
        "cli/test_diff.py",
        "cli/test_distribution.py",
        "cli/test_prove_together.py",
        "compat/test_surface_of_package.py",
        "jsonschema/test_equivalence.py",
        "plan/test_names_on_disk.py",
        "pull/test_fetch.py",
        "pull/test_pull.py",
        "render/reference/test_accessibility.py",
        "render/reference/test_agreement.py",
        "render/reference/test_hostile.py",
        "render/reference/test_page.py",
        "render/test_catalog.py",
        "schemadiff/test_proofs.py",
        "validation/test_check.py",
        "workspace/test_package_folder.py",
    )
)
"""What starts processes, waits for a network, or builds a package for each test."""


LONGEST = (
    "hostile/test_injection.py",
    "hostile/test_fuzz.py",
    "package/test_soak.py",
    "package/test_faults.py",
    "package/test_secrets.py",
    "package/test_reference_page.py",
    "package/test_http.py",
    "package/test_start.py",
    "package/test_bodies.py",
    "package/test_clients.py",
    "package/test_renamed.py",
    "automation/test_pull.py",
    "serving/test_both_ways.py",
    "render/test_catalog.py",
    "render/reference/test_page.py",
    "hostile/test_machines.py",
    "cli/test_cli.py",
    "hostile/test_defences.py",
    "jsonschema/test_equivalence.py",
    "cli/test_progress.py",
    "cli/test_interruption.py",
    "release/test_gate.py",
    "cli/test_diff_equal_parts.py",
    "render/reference/test_curl.py",
    "cli/test_faults.py",
    "automation/test_release.py",
    "render/reference/test_hostile.py",
)
"""What takes more than some seconds, the longest first: begun last, it would keep one core alone."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-cases` writes the expected output of tests/cases instead of comparing with it."""
    parser.addoption(
        "--update-cases", action="store_true", help="write tests/cases/*/expected anew"
    )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks what `nox -s quick` leaves out, before anything is chosen by its marks."""
    path = item.path.relative_to(HERE)
    if SLOW & {path.parts[0], path.as_posix()}:
        item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with what takes longest."""
    for name in (*SLOW, *LONGEST):
        assert (HERE / name).exists(), f"{name} moved"
    places = {HERE / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
