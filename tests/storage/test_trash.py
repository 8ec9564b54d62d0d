import errno
import os

import pytest

from curlew.errors import ConflictError
from curlew.storage.trash import ALWAYS, DAYS, Trash
from helpers.workspaces import on_disk, write_tree


def test_A21_what_was_deleted_comes_back_byte_for_byte(tmp_path):
    folder = write_tree(tmp_path / "ws", {"pets": {"a.yml": b"\xff\r\n", "sub": {"b.yml": "x"}}})
    before = on_disk(folder)
    trash = Trash(tmp_path / "trash")
    entry = trash.put(folder / "pets")
    assert on_disk(folder) == {}
    trash.restore(entry)
    assert on_disk(folder) == before
    assert not entry.place.parent.exists()


def test_it_comes_back_from_another_disk_too(tmp_path, monkeypatch):
    folder = write_tree(tmp_path / "ws", {"pets": {"a.yml": "a"}, "one.yml": "1"})
    before = on_disk(folder)
    rename = os.rename

    def only_within_a_folder(old, new):
        if os.path.dirname(old) != os.path.dirname(new):
            raise OSError(errno.EXDEV, "cross-device")
        rename(old, new)

    monkeypatch.setattr(os, "rename", only_within_a_folder)
    trash = Trash(tmp_path / "trash")
    entries = [trash.put(folder / "pets"), trash.put(folder / "one.yml")]
    assert on_disk(folder) == {}
    for entry in entries:
        trash.restore(entry)
    assert on_disk(folder) == before


def test_nothing_is_put_back_over_something_else(tmp_path):
    path = write_tree(tmp_path / "ws", {"a.yml": "old"}) / "a.yml"
    trash = Trash(tmp_path / "trash")
    entry = trash.put(path)
    path.write_text("new")
    with pytest.raises(ConflictError):
        trash.restore(entry)
    assert path.read_text() == "new"
    assert entry.place.read_text() == "old"


def test_what_is_gone_already_is_said_so_and_leaves_no_slot(tmp_path):
    trash = Trash(tmp_path / "trash")
    with pytest.raises(ConflictError):
        trash.put(tmp_path / "nothing.yml")
    assert on_disk(tmp_path / "trash") == {}


def test_A23_the_newest_stay_whatever_the_clock_says(tmp_path):
    trash = Trash(tmp_path / "trash")
    for number in range(ALWAYS + 3):
        trash.put(write_tree(tmp_path / "ws", {f"{number}.yml": "x"}) / f"{number}.yml")
    assert trash.sweep() == 0
    assert trash.sweep(now=4e12) == 3
    assert trash.sweep(now=4e12) == 0
    assert DAYS == 30
    assert sorted(int(slot.name) for slot in (tmp_path / "trash").iterdir())[0] == 4
