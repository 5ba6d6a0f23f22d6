"""The files that documents refer to are found in their bytes, and read only where that is allowed."""

import os
from pathlib import Path

import pytest

from generator.workspace.files import FileReading
from generator.workspace.reference_files import NoFile, find_files, path_of, reader
from generator.workspace.sources import ReferenceFiles, SourceFile
from generator.workspace.toolkits import ANY


def found(folder: Path, text: str, reading: FileReading = ANY) -> ReferenceFiles:
    read = reader(folder, lambda path: path.name, reading)
    return find_files([SourceFile("spec.yaml", text.encode())], "spec.yaml", read)


@pytest.mark.parametrize(
    "spelled",
    [
        '$ref: "a b.yaml"',
        "$ref: 'a b.yaml#/x'",
        "$ref: a b.yaml # which is a remark",
        '{"$ref":"./a%20b.yaml#/x/0"}',
        '{ "$ref" : "x\\/..\\/a b.yaml"}',
        "{ $ref: a b.yaml#/x, other: 1}",
        "$ref:\n  a b.yaml\r\n",
    ],
)
def test_every_spelling_is_found(tmp_path: Path, spelled: str) -> None:
    (tmp_path / "a b.yaml").write_text("x: 1")
    assert list(found(tmp_path, spelled).files) == ["a b.yaml"]


def test_a_remark_is_looked_for_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1")
    spaces = " " * 500_000  # each of which, tried as the beginning of a remark, takes minutes
    assert list(found(tmp_path, f"$ref: a.yaml{spaces}# x").files) == ["a.yaml"]
    (told,) = found(tmp_path, f"$ref: a.yaml{spaces}x").unread.values()
    assert told.endswith("File name too long")


def test_files_refer_to_others_from_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.yaml").write_text("x: {$ref: two.yaml}\ny: {$ref: ../spec.yaml}")
    (tmp_path / "a" / "two.yaml").write_text("x: {$ref: ../three.yaml#/x}\ny: {$ref: one.yaml}")
    (tmp_path / "three.yaml").write_text("{}")
    files = found(tmp_path, "$ref: a/one.yaml").files
    assert sorted(files) == ["a/one.yaml", "a/two.yaml", "three.yaml"]
    assert files["a/two.yaml"].base == "a/two.yaml"


@pytest.mark.parametrize(
    "reference",
    [
        "http://a.example/b.yaml",
        "//a.example/b",
        "file:b.yaml",
        "file:///b",
        "/b",
        "C:\\b",
        "a\\b",
        "a\0b",
        "a\ud800b",
    ],
)
def test_only_relative_paths_are_followed(reference: str) -> None:
    with pytest.raises(NoFile):
        path_of(reference, "spec.yaml")


@pytest.fixture
def inner(tmp_path: Path) -> Path:
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "outside.yaml").write_text("{}")
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "within.yaml").symlink_to(folder / "real.yaml")
    (folder / "real.yaml").write_text("{}")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "folder.yaml").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    return folder


@pytest.mark.parametrize("name", ["link.yaml", "../outside.yaml"])
def test_nothing_leads_out_of_the_folder_unless_allowed(inner: Path, name: str) -> None:
    refused = found(inner, f"$ref: {name}")
    assert (refused.files, "outside" in refused.unread[name]) == ({}, True)
    allowed = found(inner, f"$ref: {name}", FileReading(folders=(inner.parent,)))
    assert list(allowed.files) == [name]


@pytest.mark.parametrize("name", ["loop.yaml", "folder.yaml", "pipe.yaml", "none.yaml"])
def test_what_is_no_plain_file_is_not_read(inner: Path, name: str) -> None:
    refused = found(inner, f"$ref: {name}")
    assert (refused.files, list(refused.unread)) == ({}, [name])


def test_a_folder_that_is_a_link_to_itself_is_no_folder(inner: Path) -> None:
    (inner / "circle").symlink_to("circle")
    allowed = FileReading(folders=(inner / "circle",))
    assert list(found(inner, "$ref: within.yaml", allowed).files) == ["within.yaml"]


def test_links_inside_are_followed(inner: Path) -> None:
    assert list(found(inner, "$ref: within.yaml").files) == ["within.yaml"]


def test_all_files_together_are_bounded(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text("x" * 60)
    bounded = found(tmp_path, "{$ref: a}\n{$ref: b}", FileReading(max_bytes=100))
    assert (list(bounded.files), list(bounded.unread)) == (["a"], ["b"])


def test_no_more_than_a_thousand_files_are_looked_for_in_vain(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1")
    (tmp_path / "z.yaml").write_text("x: 1")
    names = ["a.yaml", *(f"gone{each:04}.yaml" for each in range(1_500)), "z.yaml"]
    unread = found(tmp_path, "".join(f"- $ref: {each}\n" for each in names))
    assert list(unread.files) == ["a.yaml"]
    assert "No such file" in unread.unread["gone0999.yaml"]
    assert unread.unread["gone1000.yaml"] == unread.unread["z.yaml"]
    assert "1,000 other files" in unread.unread["z.yaml"]
