"""Options and fixtures that all tests share."""

import pytest

pytest_plugins = ["tests.shop"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-cases` writes the expected output of tests/cases instead of comparing with it."""
    parser.addoption(
        "--update-cases", action="store_true", help="write tests/cases/*/expected anew"
    )
