import stat

import pytest

from curlew.errors import StorageError
from curlew.storage.profile import Profile


def test_all_lies_under_curlew_home_if_that_is_set(tmp_path):
    profile = Profile.from_environment({"CURLEW_HOME": str(tmp_path / "home")})
    folders = (profile.data, profile.state, profile.cache, profile.config)
    assert {folder.parent for folder in folders} == {tmp_path / "home"}
    assert all(stat.S_IMODE(folder.stat().st_mode) == 0o700 for folder in folders)


def test_the_platforms_folders_are_used_otherwise(tmp_path, monkeypatch):
    for name in ("DATA", "STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    profile = Profile.from_environment({})
    assert profile.state == tmp_path / "state" / "curlew"
    assert profile.trash == tmp_path / "data" / "curlew" / "trash"


def test_A22_a_home_that_is_a_file_is_said_so(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(StorageError) as raised:
        Profile.from_environment({"CURLEW_HOME": str(tmp_path / "home")})
    assert f"{tmp_path / 'home'} is a file" in raised.value.reason
    assert "CURLEW_HOME" in raised.value.hint


def test_A22_a_home_that_cannot_be_written_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_arguments: False)
    with pytest.raises(StorageError) as raised:
        Profile.from_environment({"CURLEW_HOME": str(tmp_path)})
    assert str(tmp_path) in raised.value.title
