"""Unpacking a bundle where it lies."""

from pathlib import Path

import pytest

from curlew.errors import ConflictError
from curlew.storage.opencollection import codec
from curlew.storage.unpacking import bundled_in, unpack

BUNDLE = """\
opencollection: 1.0.0
info:
  name: All in one
items:
  - info: {name: List, type: http}
    http: {method: GET, url: u}
  - info: {name: Inner, type: folder}
    items:
      - info: {name: Deep, type: http}
        http: {method: GET, url: u}
bundled: true
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "opencollection.yml").write_text(BUNDLE)
    return tmp_path


def test_each_part_becomes_a_file_and_the_collection_stays(folder: Path) -> None:
    assert bundled_in(folder) == 3
    assert unpack(folder) == 3
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.yml")) == [
        "inner/deep.yml",
        "inner/folder.yml",
        "list.yml",
        "opencollection.yml",
    ]
    assert codec.parse_collection((folder / "opencollection.yml").read_text(), "x").name == "All in one"
    assert bundled_in(folder) == 0


def test_nothing_is_overwritten(folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "deep.yml").write_text("mine")
    with pytest.raises(ConflictError):
        unpack(folder)
    assert (folder / "inner" / "deep.yml").read_text() == "mine"
    assert (folder / "opencollection.yml").read_text() == BUNDLE
    assert not (folder / "list.yml").exists()


@pytest.mark.parametrize("text", ["", "items: [", "info:\n  name: x\n", "info:\n  name: items\nitems: []\n"])
def test_what_is_no_bundle_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "opencollection.yml").write_text(text)
    assert bundled_in(tmp_path) == 0
    assert bundled_in(tmp_path / "none") == 0
