"""T1 and A03 at full length: kill -9 while saving, and a disk that is really full."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from curlew.errors import StorageError
from curlew.storage.atomic import content_hash, save
from helpers.killing_saves import Damage, kill_while_saving


def test_A01_two_hundred_kills_tear_and_lose_nothing(tmp_path: Path) -> None:
    damage = kill_while_saving(tmp_path, times=200, seed=1)
    print(f"left before the sweep: {damage.left_before_sweep}")
    assert (damage.torn, damage.lost, damage.stray) == (0, 0, 0)
    assert damage != Damage(), "no kill hit a save: the series proves nothing"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here; tests/storage/test_atomic.py limits the file size instead")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_A03_a_full_disk_keeps_the_old_file_and_says_so(small_disk: Path) -> None:
    path = small_disk / "request.yml"
    old = b"old\n" * 10_000
    save(path, old, None)
    with pytest.raises(StorageError) as caught:
        save(path, b"x" * 400_000, content_hash(old))
    assert caught.value.reason == "The disk is full."
    assert path.read_bytes() == old
    assert os.listdir(small_disk) == ["request.yml"]
    save(path, b"small\n", content_hash(old))
    assert path.read_bytes() == b"small\n"
