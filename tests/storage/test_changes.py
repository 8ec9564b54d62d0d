import errno
import os
import shutil

import pytest

from curlew.errors import BrokenFileError, ConflictError, CurlewError, StorageError
from curlew.storage.atomic import is_temporary
from curlew.storage.changes import CopyFile, CopyFolder, NewFile, NewFolder, Rename, SetHead, ToTrash, carry_out
from curlew.storage.trash import Trash
from helpers.workspaces import on_disk, request_text, write_tree


@pytest.fixture
def trash(tmp_path):
    return Trash(tmp_path / "trash")


@pytest.fixture
def folder(tmp_path):
    return write_tree(tmp_path / "ws", {"a.yml": request_text("A"), "b.yml": request_text("B"), "d": {"c.yml": request_text("C")}, "e": {}})


def steps(folder, trash):
    return [
        NewFolder(folder / "new", trash),
        NewFile(folder / "new" / "n.yml", "info: {}\n", trash),
        Rename(folder / "a.yml", folder / "new" / "a.yml"),
        SetHead(folder / "new" / "a.yml", (("name", "Other"), ("seq", 2.5))),
        SetHead(folder / "e" / "folder.yml", (("name", "Named"),)),
        CopyFolder(folder / "d", folder / "copy", trash),
        CopyFile(folder / "b.yml", folder / "b-2.yml", trash),
        ToTrash(folder / "d", trash),
        ToTrash(folder / "b.yml", trash),
    ]


def test_every_step_taken_back_gives_the_same_bytes_and_made_again_too(folder, trash):
    before = on_disk(folder)
    back = carry_out(steps(folder, trash))
    after = on_disk(folder)
    assert after != before
    for _ in range(2):
        forth = carry_out(back)
        assert on_disk(folder) == before
        back = carry_out(forth)
        assert on_disk(folder) == after


CALLS = ["os.rename", "os.open", "os.write", "os.fsync", "os.link", "os.replace", "os.mkdir", "os.unlink", "shutil.copytree"]


def there(folder, name):
    """Return what is on disk; where removing fails, but for temporary files, which the next start sweeps."""
    found = on_disk(folder)
    if name != "os.unlink":
        return found
    return {path: data for path, data in found.items() if not is_temporary(path.rpartition("/")[2]) and not path.endswith("/")}


def with_one_fault(monkeypatch, name, at, work):
    """Do some work in which the `at`-th call of a function fails; return what it raised, and whether there were so many calls."""
    module, call = (os if name.startswith("os.") else shutil), name.split(".")[1]
    real, made = getattr(module, call), 0

    def failing(*arguments, **named):
        nonlocal made
        made += 1
        if made == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, call, failing)
        try:
            work()
        except CurlewError as error:
            return error, True
    return None, made >= at


@pytest.mark.parametrize("name", CALLS)
def test_T2_whichever_call_fails_nothing_is_lost(folder, trash, monkeypatch, name):
    """Each call of the file system fails once, at every time it is made: then all is as it was, and a person is told."""
    before, at, reached = there(folder, name), 1, True
    while reached:
        done = []
        error, reached = with_one_fault(monkeypatch, name, at, lambda done=done: done.extend(carry_out(steps(folder, trash))))
        assert error is None or (error.title and error.reason and not done), (name, at)
        carry_out(done)
        assert there(folder, name) == before, (name, at)
        at += 1


def test_a_step_that_cannot_be_taken_back_is_told(folder, trash, monkeypatch):
    (folder / "c.yml").write_text("taken")

    def broken_back(_self):
        raise StorageError("Could not delete it", "The disk is gone.")

    monkeypatch.setattr(ToTrash, "do", broken_back)
    with pytest.raises(StorageError) as raised:
        carry_out([NewFolder(folder / "new", trash), Rename(folder / "a.yml", folder / "c.yml")])
    assert "c.yml" in raised.value.reason
    assert "The disk is gone" in raised.value.hint


def test_a_name_in_use_is_not_taken(folder):
    with pytest.raises(ConflictError):
        Rename(folder / "a.yml", folder / "b.yml").do()
    assert (folder / "b.yml").read_text() == request_text("B")


def test_taking_back_a_new_name_keeps_what_was_written_since(folder):
    back = SetHead(folder / "a.yml", (("name", "Other"),)).do()
    text = (folder / "a.yml").read_text().replace("GET", "PUT")
    (folder / "a.yml").write_text(text)
    forth = back.do()
    assert (folder / "a.yml").read_text() == text.replace("Other", "A")
    forth.do()
    assert (folder / "a.yml").read_text() == text


def test_a_broken_file_is_not_touched(folder):
    (folder / "a.yml").write_text("info: [")
    with pytest.raises(BrokenFileError) as raised:
        SetHead(folder / "a.yml", (("name", "x"),)).do()
    assert raised.value.path == str(folder / "a.yml")
    assert (folder / "a.yml").read_text() == "info: ["


def test_what_is_gone_is_said_so(folder, trash):
    for change in (Rename(folder / "x", folder / "y"), SetHead(folder / "x.yml", (("name", "x"),)), ToTrash(folder / "x", trash)):
        with pytest.raises(ConflictError) as raised:
            change.do()
        assert raised.value.reason
