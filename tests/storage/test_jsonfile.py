import errno
import os

import pytest

from curlew.errors import StorageError
from curlew.storage import jsonfile


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "new" / "file.json"
    jsonfile.write_json(path, {"name": "é\udcff", "rows": [1, 2.5]})
    assert jsonfile.read_json(path) == {"name": "é\udcff", "rows": [1, 2.5]}
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_A03_a_write_that_fails_keeps_the_old_file(tmp_path, monkeypatch, call):
    path = tmp_path / "file.json"
    jsonfile.write_json(path, {"old": True})

    def full(*_arguments, **_named):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(StorageError) as raised:
        jsonfile.write_json(path, {"new": True})
    monkeypatch.undo()
    assert "No space left" in raised.value.reason
    assert jsonfile.read_json(path) == {"old": True}
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b"[]", b'"x"', b"[" * 100_000, b"1" * 5000])
def test_A09_a_broken_file_is_set_aside_and_told(tmp_path, data):
    path = tmp_path / "settings.json"
    path.write_bytes(data)
    problems: list[str] = []
    assert jsonfile.read_mapping(path, problems) == {}
    aside = list(tmp_path.glob("settings.json.broken-*"))
    assert [kept.read_bytes() for kept in aside] == [data]
    assert aside[0].name in problems[0]


def test_a_second_broken_file_of_a_day_gets_another_name(tmp_path):
    for text in ("{1", "{2"):
        (tmp_path / "a.json").write_text(text)
        jsonfile.read_mapping(tmp_path / "a.json", [])
    assert {path.read_text() for path in tmp_path.glob("a.json.broken-*")} == {"{1", "{2"}
