from __future__ import annotations

import asyncio
import gc
import threading
from pathlib import Path

import pytest

from curlew.net.errors import SendingError
from curlew.net.spool import BLOCK, IN_MEMORY, Spool


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
    await spool.add(bytes(2 * IN_MEMORY))  # on its way to the disk
    with pytest.raises(SendingError, match="could not be kept"):
        await spool.settle()
    with pytest.raises(SendingError, match="could not be kept"):
        await spool.add(bytes(2 * IN_MEMORY))
    assert (await spool.content()).size == 0


async def test_a_block_on_its_way_to_the_disk_survives_a_cancel(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "s")
    go = threading.Event()
    write = spool._write
    spool._write = lambda pieces: (go.wait(5), write(pieces))[1]  # type: ignore[method-assign]
    await spool.add(b"a" * (IN_MEMORY + 1))
    waiting = asyncio.get_running_loop().create_task(spool.add(b"b" * BLOCK))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    go.set()
    content = await spool.content()
    assert content.read() == b"a" * (IN_MEMORY + 1) + b"b" * BLOCK
