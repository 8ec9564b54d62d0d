from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from curlew.net.errors import SendingError
from curlew.net.files import Files


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "collection" / "sub").mkdir(parents=True)
    (tmp_path / "collection" / "in.txt").write_text("inside")
    (tmp_path / "out.txt").write_text("outside")
    (tmp_path / "collection" / "link.txt").symlink_to(tmp_path / "out.txt")
    (tmp_path / "collection" / "own-link.txt").symlink_to("in.txt")
    return tmp_path


@pytest.mark.parametrize("path", ["in.txt", "./in.txt", "sub/../in.txt", "own-link.txt"])
def test_files_of_the_collection_may_be_sent(tree: Path, path: str) -> None:
    assert Files(tree / "collection")(path).size == 6


@pytest.mark.parametrize("path", ["../out.txt", "link.txt", "sub/../../out.txt", "/etc/hostname", "../collection-other"])
def test_D15_a_file_outside_is_refused_and_never_opened(tree: Path, path: str) -> None:
    opened: list[str] = []
    watching = True

    def watch(event: str, args: tuple[object, ...]) -> None:
        if watching and event in ("open", "os.open") and isinstance(args[0], str | Path | bytes):
            opened.append(os.path.realpath(os.fsdecode(args[0])))

    sys.addaudithook(watch)  # for good, so it looks away afterwards
    try:
        with pytest.raises(SendingError, match="was not sent"):
            Files(tree / "collection")(path)
    finally:
        watching = False
    assert os.path.realpath(tree / "collection" / path) not in opened


def test_D15_a_file_picked_on_this_machine_may_be_sent(tree: Path) -> None:
    assert Files(tree / "collection", [tree / "out.txt"])("../out.txt").size == 7
    assert Files(None, [tree / "out.txt"])(str(tree / "out.txt")).size == 7
    with pytest.raises(SendingError):
        Files(None)(str(tree / "out.txt"))


@pytest.mark.parametrize("path", ["", "nope.txt", "sub", "a\0b"])
def test_D16_what_is_no_file_is_told_before_connecting(tree: Path, path: str) -> None:
    with pytest.raises(SendingError) as raised:
        Files(tree / "collection")(path)
    assert raised.value.kind == "file"
    assert raised.value.reason


def test_D16_devices_are_refused() -> None:
    with pytest.raises(SendingError, match="not a file"):
        Files(None, [Path("/dev/zero")])("/dev/zero")
