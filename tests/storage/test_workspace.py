import pytest

from curlew.errors import BrokenFileError, NotACollectionError, StorageError
from curlew.storage.workspace import (
    first_workspace,
    kind_of,
    make_workspace,
    place_of,
    place_text,
    read_workspace,
    with_collection,
    without_collection,
)
from helpers.workspaces import a_collection, a_profile, request_text, write_tree


def test_the_first_workspace_lies_in_the_data_folder_and_is_made_once(tmp_path):
    profile = a_profile(tmp_path)
    folder = first_workspace(profile)
    assert folder.is_relative_to(profile.data)
    text = (folder / "workspace.yml").read_bytes()
    assert b"type: workspace" in text
    assert first_workspace(profile) == folder
    assert (folder / "workspace.yml").read_bytes() == text


def test_collections_are_named_relative_inside_and_absolute_outside(tmp_path):
    workspace = tmp_path / "ws"
    assert place_text(workspace, workspace / "a" / "b") == "a/b"
    assert place_text(workspace, tmp_path / "else") == (tmp_path / "else").as_posix()
    assert place_of(workspace, "a/b") == workspace / "a" / "b"
    assert place_of(workspace, str(tmp_path / "else")) == tmp_path / "else"


def test_a_collection_is_named_once_and_taken_out_and_put_back_where_it_stood(tmp_path):
    make_workspace(tmp_path, "Mine")
    for name in ("a", "b", "c"):
        with_collection(tmp_path, name.upper(), tmp_path / name).do()
    with_collection(tmp_path, "C", tmp_path / "c").do()
    whole = (tmp_path / "workspace.yml").read_bytes()
    back = without_collection(tmp_path, tmp_path / "b").do()
    assert read_workspace(tmp_path).collections == (("A", "a"), ("C", "c"))
    forth = back.do()
    assert (tmp_path / "workspace.yml").read_bytes() == whole
    again = forth.do()
    with_collection(tmp_path, "D", tmp_path / "d").do()
    again.do()
    assert [name for name, _path in read_workspace(tmp_path).collections] == ["A", "B", "C", "D"]


def test_what_stands_at_a_path(tmp_path):
    make_workspace(tmp_path / "ws", "W")
    a_collection(tmp_path / "api")
    assert kind_of(tmp_path / "ws") == kind_of(tmp_path / "ws" / "workspace.yml") == "workspace"
    assert kind_of(tmp_path / "api") == kind_of(tmp_path / "api" / "opencollection.yml") == "collection"
    with pytest.raises(StorageError):
        kind_of(tmp_path / "nothing")


def test_B21_a_folder_without_its_root_file_says_what_it_holds(tmp_path):
    write_tree(tmp_path, {"a.yml": request_text("A"), "pets": {"b.yml": request_text("B"), "folder.yml": "info: {}\n"}, "c.yml": "x: 1\n"})
    with pytest.raises(NotACollectionError) as raised:
        kind_of(tmp_path)
    assert raised.value.requests == 2
    assert raised.value.path == str(tmp_path)
    assert "2 files" in raised.value.reason


def test_A17_a_broken_workspace_names_its_file(tmp_path):
    write_tree(tmp_path, {"workspace.yml": "collections: [\n"})
    with pytest.raises(BrokenFileError) as raised:
        read_workspace(tmp_path)
    assert raised.value.path == str(tmp_path / "workspace.yml")
    assert raised.value.line
