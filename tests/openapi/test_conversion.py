"""Every version that is read has what it takes to read it."""

import pytest

from generator.document.load import load
from generator.openapi.conversion import as_openapi_3
from generator.validation.published_schemas import compiled
from generator.validation.versions import EXPECTED, VERSIONS, Version, version_of, version_problem


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.number)
def test_a_version_has_a_schema_and_a_way_into_openapi_3(version: Version) -> None:
    said = f"{version.number}.0" if version.member == "openapi" else version.number
    document = load(f"{version.member}: '{said}'\ninfo: {{}}\npaths: {{}}\n".encode(), "a.yaml")
    assert version_of(document.root) == version
    assert not compiled(version, version.dialect).is_valid({version.member: said})
    assert version_problem(as_openapi_3(document)) is None


def test_people_are_told_the_first_and_the_last() -> None:
    ours = [each.number for each in VERSIONS if each.member == "openapi"]
    assert f'"{ours[0]}.x" to "{ours[-1]}.x"' in EXPECTED
    others = [f'{each.member}: "{each.number}"' for each in VERSIONS if each.member != "openapi"]
    assert all(each in EXPECTED for each in others)
