"""Options and fixtures that all tests share, and which of them are slow."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.shop"]

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


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-cases` writes the expected output of tests/cases instead of comparing with it."""
    parser.addoption(
        "--update-cases", action="store_true", help="write tests/cases/*/expected anew"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what `nox -s quick` leaves out."""
    here = Path(__file__).parent
    assert all((here / name).exists() for name in SLOW), "a module moved; SLOW names it"
    for item in items:
        path = item.path.relative_to(here)
        if SLOW & {path.parts[0], path.as_posix()}:
            item.add_marker(pytest.mark.slow)
