from __future__ import annotations

import gc
from pathlib import Path

import pytest

from curlew.net.errors import SendingError
from curlew.net.spool import IN_MEMORY, Spool


async def test_small_bodies_stay_in_memory(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    for _ in range(4):
        await spool.add(bytes(IN_MEMORY // 4))
    content = await spool.content()
    assert content.data == bytes(IN_MEMORY)
    assert not (tmp_path / "s").exists()


async def test_C20_large_ones_go_to_a_private_file_that_goes_with_them(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    for n in range(30):
        await spool.add(bytes([n]) * 100_000)
    content = await spool.content()
    assert content.size == 3_000_000
    assert content.read() == b"".join(bytes([n]) * 100_000 for n in range(30))
    path = content.path
    assert path is not None
    del content
    gc.collect()
    assert not path.exists()


async def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    spool = Spool(tmp_path / "file")
    with pytest.raises(SendingError, match="could not be kept"):
        await spool.add(bytes(2 * IN_MEMORY))
    assert (await spool.content()).size == 0
