"""Saving: whole or not at all, never over what somebody else wrote."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from curlew.errors import ConflictError, StorageError
from curlew.storage import atomic
from curlew.storage.atomic import content_hash, is_temporary, remove, save, sweep
from helpers.faults import CALLS, failing_call
from helpers.killing_saves import kill_while_saving

OLD, NEW = b"old: 1\n", b"new: 2\n" * 1000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "request.yml"
    path.write_bytes(OLD)
    return path


def strays(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if is_temporary(name)]


def test_save_replaces_what_was_read(file: Path) -> None:
    assert save(file, NEW, content_hash(OLD)) == content_hash(NEW)
    assert file.read_bytes() == NEW
    assert os.listdir(file.parent) == ["request.yml"]


def test_save_makes_a_new_file_only_where_none_is(tmp_path: Path, file: Path) -> None:
    save(tmp_path / "new.yml", NEW, None)
    assert (tmp_path / "new.yml").read_bytes() == NEW
    with pytest.raises(ConflictError):
        save(file, NEW, None)
    assert file.read_bytes() == OLD


def test_B11_another_s_edit_is_never_overwritten(file: Path) -> None:
    file.write_bytes(b"theirs\n")
    with pytest.raises(ConflictError) as caught:
        save(file, NEW, content_hash(OLD))
    assert caught.value.theirs == "theirs\n"
    assert file.read_bytes() == b"theirs\n"
    assert not strays(file.parent)


def test_B11_an_edit_while_writing_is_not_overwritten(file: Path) -> None:
    real = os.fsync

    def edited_meanwhile(descriptor: int) -> None:
        real(descriptor)
        file.write_bytes(b"theirs, just now\n")

    with mock.patch.object(os, "fsync", edited_meanwhile), pytest.raises(ConflictError):
        save(file, NEW, content_hash(OLD))
    assert file.read_bytes() == b"theirs, just now\n"
    assert not strays(file.parent)


def test_a_file_made_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "new.yml"
    real = os.fsync

    def made_meanwhile(descriptor: int) -> None:
        real(descriptor)
        path.write_bytes(b"theirs\n")

    with mock.patch.object(os, "fsync", made_meanwhile), pytest.raises(ConflictError):
        save(path, NEW, None)
    assert path.read_bytes() == b"theirs\n"


def test_A20_a_deleted_file_is_told_and_can_be_put_back(file: Path) -> None:
    file.unlink()
    with pytest.raises(ConflictError) as caught:
        save(file, NEW, content_hash(OLD))
    assert caught.value.theirs is None
    save(file, NEW, None)
    assert file.read_bytes() == NEW


def test_the_same_content_writes_nothing(file: Path) -> None:
    before = file.stat()
    save(file, OLD, content_hash(OLD))
    after = file.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_retry_after_the_same_content_arrived_succeeds(file: Path) -> None:
    file.write_bytes(NEW)
    assert save(file, NEW, content_hash(OLD)) == content_hash(NEW)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_is_kept(file: Path, mode: int) -> None:
    file.chmod(mode)
    save(file, NEW, content_hash(OLD))
    assert stat.S_IMODE(file.stat().st_mode) == mode


def test_B09_a_link_stays_a_link(tmp_path: Path, file: Path) -> None:
    link = tmp_path / "link.yml"
    link.symlink_to(file)
    save(link, NEW, content_hash(OLD))
    assert link.is_symlink()
    assert file.read_bytes() == NEW


def test_A05_a_read_only_file_is_respected(file: Path) -> None:
    file.chmod(0o444)
    with pytest.raises(StorageError) as caught:
        save(file, NEW, content_hash(OLD))
    assert "read-only" in caught.value.reason
    assert file.read_bytes() == OLD


def test_A05_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        save(tmp_path / "gone" / "a.yml", NEW, None)
    assert "gone" in caught.value.reason
    assert caught.value.hint


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.ENOSPC, "full"), (errno.EACCES, "may not"), (errno.EROFS, "read-only"), (errno.ENAMETOOLONG, "long"), (errno.EIO, "")],
)
def test_errors_are_told_in_plain_words(file: Path, number: int, word: str) -> None:
    with failing_call("fsync", 0, OSError(number, os.strerror(number))), pytest.raises(StorageError) as caught:
        save(file, NEW, content_hash(OLD))
    assert word in caught.value.reason
    assert caught.value.hint
    assert "Errno" not in str(caught.value)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("call", CALLS)
def test_A03_each_failing_call_loses_nothing(tmp_path: Path, call: str, exists: bool, number: int) -> None:
    path = tmp_path / "request.yml"
    if exists:
        path.write_bytes(OLD)
    expected = content_hash(OLD) if exists else None
    place = 0
    while True:
        with failing_call(call, place, OSError(number, os.strerror(number))) as count:
            failure = _attempt(path, expected)
        if count[0] <= place:
            break
        content = path.read_bytes() if path.exists() else None
        assert content in ((OLD if exists else None), NEW)
        assert failure is None or (failure.title and failure.reason)
        assert failure is None or content != NEW or call in ("unlink", "close")
        assert len(strays(tmp_path)) <= (call == "unlink")
        for name in strays(tmp_path):
            os.unlink(tmp_path / name)
        if exists:
            path.write_bytes(OLD)
        elif path.exists():
            path.unlink()
        place += 1
    assert place > 0 or call in ("stat", "access", "fchmod", "link", "replace", "read")


def _attempt(path: Path, expected: str | None) -> StorageError | None:
    try:
        save(path, NEW, expected)
    except StorageError as error:
        return error
    return None


def test_short_writes_are_carried_on(file: Path) -> None:
    real = os.write
    with mock.patch.object(os, "write", lambda descriptor, data: real(descriptor, data[:100])):
        save(file, NEW, content_hash(OLD))
    assert file.read_bytes() == NEW


@pytest.mark.parametrize("answer", [0, -1])
def test_a_write_that_takes_nothing_fails(file: Path, answer: int) -> None:
    with mock.patch.object(os, "write", return_value=answer), pytest.raises(StorageError):
        save(file, NEW, content_hash(OLD))
    assert file.read_bytes() == OLD
    assert not strays(file.parent)


def test_a_disk_that_lies_about_the_length_is_caught(file: Path) -> None:
    with mock.patch.object(os, "write", lambda _descriptor, data: len(data)), pytest.raises(StorageError):
        save(file, NEW, content_hash(OLD))
    assert file.read_bytes() == OLD


def test_A03_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    """A file size limit stands in for the full disk where nothing can be mounted; campaigns use a real one."""
    program = """if True:
        import resource, sys
        from pathlib import Path
        from curlew.errors import StorageError
        from curlew.storage.atomic import content_hash, save
        path = Path(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (262144, 262144))
        try:
            save(path, b"x" * 1_000_000, content_hash(path.read_bytes()))
        except StorageError as error:
            print(error.reason)
    """
    path = tmp_path / "a.yml"
    path.write_bytes(OLD)
    ended = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True, env=_environment())
    assert ended.stdout.strip() == "The disk is full."
    assert path.read_bytes() == OLD
    assert not strays(tmp_path)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(atomic.__file__).parents[2])}


def test_remove_deletes_only_what_was_read(file: Path) -> None:
    with pytest.raises(ConflictError):
        remove(file, content_hash(NEW))
    remove(file, content_hash(OLD))
    assert not file.exists()
    with pytest.raises(ConflictError):
        remove(file, content_hash(OLD))


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yml").mkdir()
    with pytest.raises(StorageError):
        save(tmp_path / "a.yml", NEW, None)


def _left_by(pid: int, folder: Path, host: str = atomic._HOST) -> Path:
    path = folder / f".curlew-{host}-{pid}-0123abcd.tmp"
    path.write_bytes(b"torn")
    return path


def test_A04_what_dead_processes_left_is_swept(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead = [_left_by(child.pid, inner), _left_by(os.getpid(), tmp_path)]
    living = _left_by(os.getppid(), tmp_path)
    foreign = _left_by(child.pid, tmp_path, host="00000000")
    others = tmp_path / "notes.tmp"
    others.touch()
    assert sweep(tmp_path) == 2
    assert not any(path.exists() for path in dead)
    assert living.exists()
    assert foreign.exists()
    assert others.exists()


def test_A04_old_files_of_other_machines_go_too(tmp_path: Path) -> None:
    foreign = _left_by(1, tmp_path, host="00000000")
    os.utime(foreign, (0, 0))
    assert sweep(tmp_path) == 1


def test_temporary_names_are_hidden_and_no_yml() -> None:
    assert is_temporary(f".curlew-{atomic._HOST}-12-0123abcd.tmp")
    assert not is_temporary("request.yml")


def test_a_link_that_leads_nowhere_is_written_through(tmp_path: Path) -> None:
    link = tmp_path / "link.yml"
    link.symlink_to(tmp_path / "target.yml")
    save(link, NEW, None)
    assert link.is_symlink()
    assert (tmp_path / "target.yml").read_bytes() == NEW


def test_A01_ten_kills_while_saving_tear_and_lose_nothing(tmp_path: Path) -> None:
    """A slice of tests/campaigns/test_kill_while_saving.py."""
    damage = kill_while_saving(tmp_path, times=10, seed=2)
    assert (damage.torn, damage.lost, damage.stray) == (0, 0, 0)


def test_A02_bytes_are_on_disk_before_the_name_is(file: Path) -> None:
    order: list[str] = []

    def noting(name: str, what: Callable[..., str]) -> Any:
        real = getattr(os, name)

        def call(*arguments: Any, **options: Any) -> Any:
            order.append(what(*arguments))
            return real(*arguments, **options)

        return mock.patch.object(os, name, call)

    def synced(descriptor: int) -> str:
        return "sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file"

    with noting("write", lambda *_: "write"), noting("fsync", synced), noting("replace", lambda *_: "rename"):
        save(file, NEW, content_hash(OLD))
    assert order == ["write", "sync file", "rename", "sync folder"]


@pytest.mark.parametrize("name", ["a b", "a!&#%b", "ü 好", "-x", "$(y)"])
def test_B08_odd_folders_work(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    save(folder / "a.yml", OLD, None)
    save(folder / "a.yml", NEW, content_hash(OLD))
    assert (folder / "a.yml").read_bytes() == NEW


def test_A05_a_read_only_folder_is_told(tmp_path: Path) -> None:
    program = """if True:
        import os, sys
        from pathlib import Path
        from curlew.errors import StorageError
        from curlew.storage.atomic import content_hash, save
        path = Path(sys.argv[1])
        old = path.read_bytes()
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            save(path, b"new", content_hash(old))
        except StorageError as error:
            print(error.reason)
    """
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "a.yml").write_bytes(OLD)
    (folder / "a.yml").chmod(0o666)
    for above in (folder, *folder.parents[:3]):
        above.chmod(0o755 if above != folder else 0o555)
    ended = subprocess.run([sys.executable, "-c", program, str(folder / "a.yml")], capture_output=True, text=True, env=_environment())
    if ended.returncode:
        pytest.skip("another user cannot run this Python or reach this folder")
    assert ended.stdout.startswith("You may not write in")
    assert (folder / "a.yml").read_bytes() == OLD
    folder.chmod(0o755)
