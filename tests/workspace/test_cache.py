"""The cache gives what building would give, or nothing."""

import os
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from generator.core.problems import Place, Problem, ProblemsError, Severity
from generator.workspace import cache, cache_files, cache_reading, program
from generator.workspace.sources import SURFACE_NAME, Built, SourceFile, Sources
from generator.workspace.toolkits import SourcePaths, read_sources

WARNING = Problem(
    "some-warning",
    "words \u2028 and more",
    Place("openapi.yaml", 3, 4),
    "#/paths",
    expected="e",
    hint="h",
    severity=Severity.WARNING,
)
SKIPPED = Problem("left-out", "no place", None, "#", is_omission=True)


class Builder:
    """Builds something that tells how many builds came before."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, sources: Sources) -> Built:
        self.count += 1
        files = {PurePosixPath("b/größe.txt"): f"{self.count} \u2028\r\n", PurePosixPath("a"): ""}
        return Built("arcade_x", files, (WARNING,), (SKIPPED,))


class Setting:
    """A document, a cache of its own, and a builder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = SourcePaths(root / "openapi.yaml", None, root / "toolkit.yaml")
        for path in self.paths.all():
            path.write_text(path.name)
        self.builder = Builder()
        self.cache = root / "cache"

    def get(self, paths: SourcePaths | None = None, *, enabled: bool = True) -> Built:
        """What a run of its own gets."""
        program._known.clear()
        sources = read_sources(paths or self.paths, self.root)
        return cache.cached(sources, self.builder, enabled=enabled)

    def entry(self) -> Path:
        (path,) = self.cache.iterdir()
        return path


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Setting:
    monkeypatch.setenv("TOOLGEN_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(program, "_known", [])
    return Setting(tmp_path)


def test_the_second_time_nothing_is_built_and_the_result_is_equal(setting: Setting) -> None:
    first = setting.get()
    assert setting.get() == first
    assert list(setting.get().files) == list(first.files)
    assert setting.builder.count == 1


@pytest.mark.parametrize("name", ["openapi.yaml", "toolkit.yaml"])
def test_one_byte_of_an_input_more_is_another_result(setting: Setting, name: str) -> None:
    setting.get()
    with open(setting.root / name, "a") as file:
        file.write(" ")
    setting.get()
    assert setting.builder.count == 2


def test_the_part_that_a_file_plays_and_its_name_count(setting: Setting) -> None:
    openapi, config = setting.paths.openapi, setting.paths.config
    renamed = openapi.with_name("other.yaml")
    renamed.write_bytes(openapi.read_bytes())
    variants = [
        SourcePaths(openapi, None, config),
        SourcePaths(openapi, config, None),
        SourcePaths(openapi, None, None),
        SourcePaths(renamed, None, config),
    ]
    for each in variants * 2:
        setting.get(each)
    assert setting.builder.count == len(variants)


def test_another_library_is_another_result(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = setting.root / "site-packages"
    site.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    setting.get()
    (site / "black-99.0.dist-info").mkdir()
    setting.get()
    (site / "black-99.0.dist-info").rename(site / "black-99.1.dist-info")
    setting.get()
    assert setting.builder.count == 3


@pytest.mark.parametrize("inside", [False, True], ids=["checkout", "wheel"])
def test_another_template_or_line_of_code_is_another_result(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    package = setting.root / "code" / "generator"
    templates = package / "_templates" if inside else package.parent / "templates"
    (templates / "deep").mkdir(parents=True)
    (package / "plan").mkdir(parents=True)
    monkeypatch.setattr(program, "FOLDER", str(package))
    paths = (package / "build.py", package / "plan/toolkit.schema.json", templates / "deep/x.j2")
    setting.get()
    for number, path in enumerate(paths, start=2):
        path.write_text("1")
        setting.get()
        path.write_text("2")
        setting.get()
        assert setting.builder.count == number * 2 - 1


def test_what_linters_leave_in_the_templates_does_not_count(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = setting.root / "code" / "generator"
    package.mkdir(parents=True)
    monkeypatch.setattr(program, "FOLDER", str(package))
    setting.get()
    for name in (".mypy_cache", "__pycache__"):
        (package / name).mkdir()
        (package / name / "x.py").write_text("")
    setting.get()
    assert setting.builder.count == 1


def test_without_the_cache_nothing_is_kept(setting: Setting) -> None:
    setting.get(enabled=False)
    setting.get(enabled=False)
    assert setting.builder.count == 2
    assert not setting.cache.exists()


def test_a_package_built_on_its_own_surface_is_kept_with_it_and_once(setting: Setting) -> None:
    sources = read_sources(setting.paths, setting.root)
    surface = "s" * 100_000
    files = {PurePosixPath(SURFACE_NAME): surface}
    built = Built("arcade_x", files, (WARNING,))

    def build(sources: Sources) -> Built:
        setting.builder.count += 1
        return built

    on_itself = replace(sources, surface=SourceFile(SURFACE_NAME, surface.encode()))
    for each in (sources, on_itself, sources):
        assert cache.cached(each, build) == built
    assert setting.builder.count == 1
    small, large = sorted(setting.cache.iterdir(), key=lambda each: each.stat().st_size)
    assert small.stat().st_size < 200
    large.unlink()
    assert cache.cached(sources, build) == built
    assert setting.builder.count == 2


def test_a_damaged_entry_is_built_again(setting: Setting) -> None:
    setting.get()
    whole = setting.entry().read_bytes()
    damaged = [b"", whole[:-1], whole[:70], whole.replace(b"arcade_x", b"arcade_y"), b"\xff" * 99]
    for count, data in enumerate(damaged, start=2):
        setting.entry().write_bytes(data)
        setting.get()
        assert setting.builder.count == count
        setting.get()
        assert setting.builder.count == count


def test_the_entry_of_another_input_is_not_taken(setting: Setting) -> None:
    setting.get()
    first = setting.entry()
    setting.paths.openapi.write_text("other")
    setting.get()
    (second,) = (each for each in setting.cache.iterdir() if each != first)
    second.write_bytes(first.read_bytes())
    setting.get()
    assert setting.builder.count == 3


def test_neither_a_link_nor_a_pipe_nor_a_folder_is_taken_for_an_entry(setting: Setting) -> None:
    setting.get()
    entry = setting.entry()
    copy = setting.root / "copy"
    entry.rename(copy)
    entry.symlink_to(copy)
    setting.get()
    assert setting.builder.count == 2
    entry.unlink()
    os.mkfifo(entry)
    setting.get()
    assert setting.builder.count == 3
    entry.unlink()
    entry.mkdir()
    setting.get()
    assert setting.builder.count == 4


def test_an_input_edited_meanwhile_does_not_count(setting: Setting) -> None:
    def build(sources: Sources) -> Built:
        setting.paths.openapi.write_text("edited meanwhile")
        return setting.builder(sources)

    first = cache.cached(read_sources(setting.paths, setting.root), build)
    setting.get()
    assert setting.builder.count == 2
    setting.paths.openapi.write_text("openapi.yaml")
    assert setting.get() == first
    assert setting.builder.count == 2


def test_where_it_cannot_be_kept_it_is_built(setting: Setting) -> None:
    setting.cache.write_text("a file where the folder should be")
    setting.get()
    setting.get()
    assert setting.builder.count == 2


def test_a_folder_deeper_than_any_disk_has_is_done_without(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOOLGEN_CACHE_DIR", f"{setting.cache}{'/a' * 3000}")
    setting.get()
    setting.get()
    assert setting.builder.count == 2


def test_every_input_that_cannot_be_read_is_named(setting: Setting) -> None:
    for path in setting.paths.all():
        path.unlink()
    with pytest.raises(ProblemsError) as caught:
        setting.get()
    assert [(each.code, each.message) for each in caught.value.problems] == [
        ("file-unreadable", "openapi.yaml: No such file or directory"),
        ("file-unreadable", "toolkit.yaml: No such file or directory"),
    ]


def test_old_entries_go_and_files_of_others_stay(setting: Setting) -> None:
    setting.cache.mkdir()
    (setting.cache / "notes.txt").write_text("mine")
    for number in range(80):
        setting.paths.openapi.write_text(str(number))
        setting.get()
    names = [each.name for each in setting.cache.iterdir()]
    assert len(names) == 51 and "notes.txt" in names
    setting.get()
    assert setting.builder.count == 80


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"TOOLGEN_CACHE_DIR": "/t", "XDG_CACHE_HOME": "/x"}, "/t"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/toolgen"),
        ({"HOME": "/h"}, "/h/.cache/toolgen"),
    ],
)
def test_it_lives_where_a_cache_belongs(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("TOOLGEN_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache_files.cache_folder() == Path(expected)


def test_a_relative_folder_is_never_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOOLGEN_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    folder = cache_files.cache_folder()
    assert folder is None or folder.is_absolute()


def test_an_entry_larger_than_any_that_we_write_is_built_again(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting.get()
    size = setting.entry().stat().st_size
    for most, count in ((size, 1), (size - 1, 2), (size, 2)):
        monkeypatch.setattr(cache_reading, "_LARGEST", most)
        setting.get()
        assert setting.builder.count == count
