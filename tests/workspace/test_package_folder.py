"""What lies on disk is compared both ways, and what a person put there is not lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from generator.core.problems import ProblemsError
from generator.workspace import atomic_swap, package_folder
from generator.workspace.files import make_folder
from generator.workspace.package_folder import Status

from .folders import as_written, package, snapshot, with_manifest

FILES = package(a_txt="a\n", sub__b_txt="b\n", sub__deep__c_txt="c\n", empty_txt="")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A package as generated."""
    target = tmp_path / "generated" / "arcade_x"
    package_folder.write_package(FILES, target)
    return target


def statuses(folder: Path) -> dict[str, Status]:
    return {str(each.path): each.status for each in package_folder.compare(FILES, folder)}


def test_what_is_written_is_what_was_asked_for(folder: Path) -> None:
    assert snapshot(folder) == as_written(FILES)
    assert statuses(folder) == {}
    assert os.listdir(folder.parent) == ["arcade_x"]


def test_the_mode_does_not_depend_on_who_runs_it(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        package_folder.write_package(FILES, tmp_path / "x")
    finally:
        os.umask(before)
    assert snapshot(tmp_path / "x") == as_written(FILES)


def test_a_missing_folder_misses_every_file(tmp_path: Path) -> None:
    found = statuses(tmp_path / "nothing")
    assert found == {str(path): Status.MISSING for path in FILES}
    assert not (tmp_path / "nothing").exists()


def test_what_is_deep_is_seen_and_removed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    deep = Path(*["d"] * 1500)
    make_folder(deep)
    (deep / "f").touch()
    (deep / "link").symlink_to(folder.parent, target_is_directory=True)
    monkeypatch.chdir(folder.parent)
    assert statuses(folder) == {f"{deep}/{name}": Status.UNEXPECTED for name in ("f", "link")}
    package_folder.write_package(FILES, folder, force=True)
    assert snapshot(folder) == as_written(FILES)
    assert os.listdir(folder.parent) == ["arcade_x"]


def edit(folder: Path) -> None:
    (folder / "a.txt").write_text("A\n")


def remove(folder: Path) -> None:
    (folder / "sub/b.txt").unlink()


def add(folder: Path) -> None:
    (folder / "sub/new.txt").write_text("")


def end_lines_as_windows_does(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"a\r\n")


def make_executable(folder: Path) -> None:
    (folder / "a.txt").chmod(0o755)


def replace_by_equal_link(folder: Path) -> None:
    shutil.copy(folder / "a.txt", folder.parent / "elsewhere")
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to("../elsewhere")


def replace_by_pipe(folder: Path) -> None:
    (folder / "a.txt").unlink()
    os.mkfifo(folder / "a.txt")


def replace_by_folder(folder: Path) -> None:
    (folder / "a.txt").unlink()
    (folder / "a.txt").mkdir()
    (folder / "a.txt/inside").write_text("")


def replace_folder_by_link(folder: Path) -> None:
    shutil.move(folder / "sub", folder.parent / "elsewhere")
    (folder / "sub").symlink_to("../elsewhere")


def hide_code_in_cache(folder: Path) -> None:
    (folder / "sub/__pycache__").mkdir()
    (folder / "sub/__pycache__/b.py").write_text("")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (edit, {"a.txt": Status.CHANGED}),
        (remove, {"sub/b.txt": Status.MISSING}),
        (add, {"sub/new.txt": Status.UNEXPECTED}),
        (end_lines_as_windows_does, {"a.txt": Status.CHANGED}),
        (make_executable, {"a.txt": Status.CHANGED}),
        (replace_by_equal_link, {"a.txt": Status.CHANGED}),
        (replace_by_pipe, {"a.txt": Status.CHANGED}),
        (replace_by_folder, {"a.txt": Status.MISSING, "a.txt/inside": Status.UNEXPECTED}),
        (
            replace_folder_by_link,
            {
                "sub": Status.UNEXPECTED,
                "sub/b.txt": Status.MISSING,
                "sub/deep/c.txt": Status.MISSING,
            },
        ),
        (hide_code_in_cache, {"sub/__pycache__/b.py": Status.UNEXPECTED}),
    ],
)
def test_every_difference_is_found_and_mended(
    folder: Path, change: Callable[[Path], None], expected: dict[str, Status]
) -> None:
    change(folder)
    assert statuses(folder) == expected
    package_folder.write_package(FILES, folder, force=True)
    assert snapshot(folder) == as_written(FILES)


def test_what_running_the_package_leaves_does_not_count(folder: Path) -> None:
    for name in ("sub/__pycache__/b.cpython-311.pyc", ".mypy_cache/3.11/x.json", ".DS_Store"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    assert statuses(folder) == {}


def test_an_unchanged_tree_is_not_touched(folder: Path) -> None:
    before = {path: path.lstat() for path in (folder, *folder.rglob("*"))}
    assert package_folder.write_package(FILES, folder) == ()
    after = {path: path.lstat() for path in (folder, *folder.rglob("*"))}
    assert {path: (facts.st_ino, facts.st_mtime_ns) for path, facts in before.items()} == {
        path: (facts.st_ino, facts.st_mtime_ns) for path, facts in after.items()
    }


def test_a_stale_file_of_ours_vanishes_with_its_folder(folder: Path) -> None:
    fewer = package(a_txt="a\n")
    package_folder.write_package(fewer, folder)
    assert snapshot(folder) == as_written(fewer)
    assert not (folder / "sub").exists()


def test_a_package_with_no_files_is_removed(folder: Path) -> None:
    package_folder.write_package({}, folder)
    assert os.listdir(folder.parent) == []


@pytest.mark.parametrize("name", ["notes.txt", "sub/notes.txt", ".env", "dist/x.whl"])
def test_a_file_that_we_never_wrote_stops_it(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("mine")
    (folder / "a.txt").write_text("drift")
    before = snapshot(folder)
    with pytest.raises(ProblemsError) as caught:
        package_folder.write_package(FILES, folder)
    (problem,) = caught.value.problems
    assert problem.code == "tree-foreign-file"
    assert problem.message.endswith(f": {name}")
    assert "--force" in problem.hint
    assert snapshot(folder) == before
    package_folder.write_package(FILES, folder, force=True)
    assert snapshot(folder) == as_written(FILES)


def test_a_file_of_a_person_where_a_new_file_is_due_stops_it(folder: Path) -> None:
    (folder / "late.txt").write_text("mine")
    more = package(a_txt="a\n", sub__b_txt="b\n", late_txt="ours\n")
    with pytest.raises(ProblemsError, match=r"never wrote: late\.txt"):
        package_folder.write_package(more, folder)
    (folder / "late.txt").write_text("ours\n")
    package_folder.write_package(more, folder)
    assert snapshot(folder) == as_written(more)


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x/thesis.txt").write_text("mine")
    with pytest.raises(ProblemsError, match=r"never wrote: thesis\.txt"):
        package_folder.write_package(FILES, tmp_path / "x")
    assert (tmp_path / "x/thesis.txt").read_text() == "mine"


def test_a_lost_manifest_is_written_again(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    package_folder.write_package(FILES, folder)
    assert snapshot(folder) == as_written(FILES)


def test_a_merge_conflict_in_the_manifest_makes_nothing_foreign(folder: Path) -> None:
    manifest = (folder / "manifest.json").read_text()
    ours, theirs = "0" * 64, "1" * 64
    conflict = f'<<<<<<< a\n    "a.txt": "{ours}",\n=======\n    "a.txt": "{theirs}",\n>>>>>>> b\n'
    lines = manifest.splitlines(keepends=True)
    (folder / "manifest.json").write_text("".join([*lines[:2], conflict, *lines[3:]]))
    (folder / "a.txt").write_text("theirs")
    package_folder.write_package(FILES, folder)
    assert snapshot(folder) == as_written(FILES)


def test_a_manifest_beyond_bounds_is_not_read(folder: Path) -> None:
    os.truncate(folder / "manifest.json", 1 << 40)
    with pytest.raises(ProblemsError, match=r"never wrote: .*manifest\.json"):
        package_folder.write_package(with_manifest({"b.txt": ""}), folder)


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", '{"files": ["a.txt"]}', '{"files": 3}', "[" * 100_000),
        # As other programs have it.
        *('{"files": {"a.txt": "a.1f2e.txt"}}', '{"files": {"a.txt": 7}}', '{"files": {}}'),
    ],
)
def test_a_manifest_that_is_no_manifest_vouches_for_nothing(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    (folder / "a.txt").write_text("edited")
    with pytest.raises(ProblemsError, match=r"never wrote: a\.txt, manifest\.json"):
        package_folder.write_package(FILES, folder)


def test_a_link_inside_never_leads_the_writer_out(folder: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "b.txt").write_text("precious")
    shutil.rmtree(folder / "sub")
    (folder / "sub").symlink_to(victim)
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(victim / "b.txt")
    package_folder.write_package(FILES, folder, force=True)
    assert snapshot(folder) == as_written(FILES)
    assert (victim / "b.txt").read_text() == "precious"


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "x").symlink_to("victim")
    with pytest.raises(ProblemsError, match="is not a folder"):
        package_folder.write_package(FILES, tmp_path / "x", force=True)
    assert os.listdir(tmp_path / "victim") == []


def test_a_link_to_itself_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").symlink_to("x")
    with pytest.raises(ProblemsError):
        package_folder.write_package(FILES, tmp_path / "x", force=True)
    assert os.listdir(tmp_path) == ["x"]


def test_a_link_in_place_of_what_a_killed_run_left_is_only_unlinked(folder: Path) -> None:
    victim = folder.parent / "victim"
    victim.mkdir()
    (victim / "file").write_text("precious")
    (folder.parent / ".arcade_x.toolgen-new").symlink_to(victim)
    edit(folder)
    package_folder.write_package(FILES, folder)
    assert (victim / "file").read_text() == "precious"
    assert sorted(os.listdir(folder.parent)) == ["arcade_x", "victim"]


@pytest.mark.parametrize("kind", ["a link", "a file"])
def test_what_is_no_folder_is_not_put_back(tmp_path: Path, kind: str) -> None:
    """It would stand in the way of each run from then on."""
    retired = tmp_path / ".x.toolgen-old"
    retired.symlink_to("nowhere") if kind == "a link" else retired.write_text("")
    package_folder.write_package(FILES, tmp_path / "x")
    assert snapshot(tmp_path / "x") == as_written(FILES)
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/x", "a/../../x", "a\\b", "C:x", "a\0b", "a\nb", "CON", "aux.txt", "a./b", "a "],
)
def test_a_path_that_is_unsafe_somewhere_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        package_folder.write_package(with_manifest({path: ""}), tmp_path / "x")
    assert {each.code for each in caught.value.problems} == {"tree-unsafe-path"}
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("one", "other"), [("a.txt", "A.txt"), ("d/a", "D/b"), ("d", "d/a")])
def test_paths_that_clash_are_refused(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(ProblemsError, match="clash"):
        package_folder.write_package(with_manifest({one: "", other: ""}), tmp_path / "x")


def test_text_that_is_not_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="surrogate"):
        package_folder.write_package({PurePosixPath("a.txt"): "\ud800"}, tmp_path / "x")


@pytest.mark.parametrize("inside", ["", "sub"])
def test_the_folder_you_are_in_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    edit(folder)
    monkeypatch.chdir(folder / inside)
    with pytest.raises(ProblemsError, match="the folder you are in"):
        package_folder.write_package(FILES, folder, force=True)


def test_a_checkout_is_not_replaced(folder: Path) -> None:
    (folder / ".git").mkdir()
    edit(folder)
    with pytest.raises(ProblemsError, match="a checkout of its own"):
        package_folder.write_package(FILES, folder, force=True)


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProblemsError) as caught:
        package_folder.write_package(FILES, tmp_path / "file" / "x")
    assert [each.code for each in caught.value.problems] == ["tree-unwritable"]


@pytest.mark.skipif(os.name != "posix", reason="there is no umask")
def test_no_umask_shuts_it_out_of_its_own_folders(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        package_folder.write_package(FILES, tmp_path / "new" / "arcade_x")
    finally:
        os.umask(before)
    made = tmp_path / "new", tmp_path / "new/arcade_x", tmp_path / "new/arcade_x/sub"
    assert {each.stat().st_mode & 0o700 for each in made} == {0o700}
    assert snapshot(made[1]) == as_written(FILES)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything")
def test_a_package_with_a_folder_of_others_stays_as_it_was(folder: Path) -> None:
    edit(folder)
    before = snapshot(folder)
    (folder / "sub").chmod(0o555)
    with pytest.raises(ProblemsError, match="sub"):
        package_folder.write_package(FILES, folder)
    (folder / "sub").chmod(0o755)
    assert snapshot(folder) == before
    assert os.listdir(folder.parent) == ["arcade_x"]


def test_a_failure_half_way_leaves_the_old_tree(folder: Path) -> None:
    long = with_manifest({"a.txt": "new", "x" * 300: "longer than a name may be"})
    with pytest.raises(ProblemsError, match="too long"):
        package_folder.write_package(long, folder)
    assert snapshot(folder) == as_written(FILES)
    assert os.listdir(folder.parent) == ["arcade_x"]


def test_a_file_that_stays_as_it_is_is_not_written_again(folder: Path) -> None:
    edit(folder)
    before = os.stat(folder / "sub/b.txt")
    changed = os.stat(folder / "a.txt").st_ino
    package_folder.write_package(FILES, folder)
    after = os.stat(folder / "sub/b.txt")
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (
        before.st_ino,
        before.st_mtime_ns,
        1,
    )
    assert os.stat(folder / "a.txt").st_ino != changed
    assert snapshot(folder) == as_written(FILES)


def with_other_rights(path: Path, _: Path) -> None:
    path.chmod(0o666)


def with_a_name_elsewhere(path: Path, elsewhere: Path) -> None:
    os.link(path, elsewhere)


@pytest.mark.parametrize("spoil", [with_other_rights, with_a_name_elsewhere])
def test_a_file_that_is_not_as_we_write_it_is_written_anew(
    folder: Path, tmp_path: Path, spoil: Callable[[Path, Path], None]
) -> None:
    edit(folder)
    spoil(folder / "sub/b.txt", tmp_path / "elsewhere")
    package_folder.write_package(FILES, folder)
    assert snapshot(folder) == as_written(FILES)
    facts = os.stat(folder / "sub/b.txt")
    assert (facts.st_nlink, facts.st_mode & 0o777) == (1, 0o644)


def test_where_a_file_can_have_no_second_name_it_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    edit(folder)
    package_folder.write_package(FILES, folder)
    assert snapshot(folder) == as_written(FILES)


def test_without_an_exchange_two_renames_do_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_swap, "_exchange", lambda one, other: False)
    edit(folder)
    package_folder.write_package(FILES, folder)
    assert snapshot(folder) == as_written(FILES)
    assert os.listdir(folder.parent) == ["arcade_x"]


def test_a_tree_set_aside_by_a_killed_run_comes_back(folder: Path) -> None:
    (folder / "own.txt").write_text("mine")
    folder.rename(folder.with_name(".arcade_x.toolgen-old"))
    with pytest.raises(ProblemsError, match=r"never wrote: own\.txt"):
        package_folder.write_package(FILES, folder)
    assert (folder / "own.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("failing", "count"),
    [(".arcade_x.toolgen-old", 1), (".arcade_x.toolgen-old", 2), ("arcade_x", 2)],
)
def test_a_tree_set_aside_is_not_lost_where_the_disk_does_not_tell_of_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str, count: int
) -> None:
    (folder / "own.txt").write_text("mine")
    folder.rename(folder.with_name(".arcade_x.toolgen-old"))
    real, asked = os.lstat, 0

    def lstat(path: str | Path) -> os.stat_result:
        nonlocal asked
        asked += Path(path).name == failing
        if Path(path).name == failing and asked == count:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return real(path)

    monkeypatch.setattr(os, "lstat", lstat)
    with pytest.raises(ProblemsError):
        package_folder.write_package(FILES, folder)
    monkeypatch.undo()
    assert asked >= count
    assert "mine" in [each.read_text() for each in folder.parent.rglob("own.txt")]


# The names in a writer's texts tell which tree a file is from.
WRITER = """
import sys
from pathlib import Path
from generator.workspace import package_folder
from tests.workspace.folders import with_manifest
target, rounds = Path(sys.argv[1]), int(sys.argv[2])
names = [f"d{number % 5}/f{number}.txt" for number in range(25)]
print("ready", flush=True)
for number in range(rounds):
    text = f"tree {sys.argv[3]}{number % 2}\\n" * 50
    package_folder.write_package(with_manifest({name: text for name in names}), target, force=True)
"""


def start_writer(target: Path, rounds: int, name: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", WRITER, str(target), str(rounds), name]
    return subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE)


def assert_whole(target: Path) -> None:
    """Every file is there and all are of one tree."""
    found = snapshot(target)
    manifest = json.loads(found["manifest.json"][1])
    assert found.keys() == {*manifest["files"], "manifest.json"}
    assert len({data for path, (_, data) in found.items() if path != "manifest.json"}) == 1
    assert len(found) == 26


def test_a_kill_at_any_moment_leaves_one_whole_tree(tmp_path: Path) -> None:
    target = tmp_path / "x"
    # On a busy machine no writer may come to its first tree in its time.
    with start_writer(target, 1, "first") as writer:
        assert writer.wait() == 0
    for kills in range(12):
        writer = start_writer(target, 100_000, "")
        assert writer.stdout
        with writer.stdout as output:
            output.readline()
            time.sleep(0.01 + 0.0037 * (kills * 7 % 11))
            writer.kill()
            writer.wait()
        assert_whole(target)
    writer = start_writer(target, 2, "last")
    assert writer.communicate() and writer.returncode == 0
    assert_whole(target)
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges two names at once")
def test_there_is_a_tree_at_every_moment(folder: Path) -> None:
    writer = start_writer(folder, 150, "")
    looks = gone = 0
    while writer.poll() is None:
        gone += not os.path.lexists(folder / "manifest.json")
        looks += 1
    assert writer.communicate() and writer.returncode == 0
    assert looks > 1_000
    assert gone == 0


def test_writers_at_the_same_time_wait_for_one_another(tmp_path: Path) -> None:
    writers = [start_writer(tmp_path / "x", 20, name) for name in "abc"]
    for each in writers:
        each.communicate(timeout=60)
    assert [each.returncode for each in writers] == [0, 0, 0]
    assert_whole(tmp_path / "x")
    assert os.listdir(tmp_path) == ["x"]


def test_a_run_that_never_ends_is_not_waited_for_forever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(folder)
    monkeypatch.setattr(atomic_swap, "LONGEST_WAIT", 0.05)
    with (
        atomic_swap.exclusive(folder),
        pytest.raises(ProblemsError, match="another run is writing"),
    ):
        package_folder.write_package(FILES, folder)
