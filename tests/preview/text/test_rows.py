"""Rows of a text against the obvious way to find them."""

import random
import threading
from pathlib import Path

import pytest

from curlew.model.content import Content
from curlew.preview.buffer import open_buffer
from curlew.preview.text import row_blocks
from curlew.preview.text.rows import Rows
from curlew.preview.working import worked_off

PIECES = ["a", "é", "好", "😀", "\n", "\r\n", "x" * 20, '"', '\\"', "\n\n", ","]


def built(data: bytes, longest: int = 2048) -> Rows:
    rows = Rows(data, longest)
    for _step in rows.steps():
        pass
    return rows


def plain_lines(data: bytes) -> list[bytes]:
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


@pytest.mark.parametrize("slice_size", [64, 100, 256 * 1024])
def test_random_texts_are_cut_at_characters_and_lose_nothing(monkeypatch: pytest.MonkeyPatch, slice_size: int) -> None:
    monkeypatch.setattr(row_blocks, "BLOCK", slice_size)
    rng = random.Random(3)
    for _ in range(1_500):
        data = "".join(rng.choices(PIECES, k=rng.randrange(80))).encode()
        rows = built(data, 16)
        lines: list[bytes] = []
        for row in range(len(rows)):
            start, end = rows.bounds(row)
            data[start:end].decode()
            assert end - start <= 16
            assert rows.row_of(start) == row
            if rows.is_piece(row):
                lines[-1] += data[start:end]
            else:
                lines.append(data[start:end])
            assert rows.line_of(row) == len(lines)
        assert lines == plain_lines(data)
        assert rows.lines == len(lines)
        assert all(rows.line_of(rows.row_of_line(line)) == line for line in range(1, len(lines) + 1))


@pytest.mark.parametrize("slice_size", [64, 256 * 1024])
def test_a_piece_knows_whether_it_begins_in_a_string(monkeypatch: pytest.MonkeyPatch, slice_size: int) -> None:
    monkeypatch.setattr(row_blocks, "BLOCK", slice_size)
    rng = random.Random(4)
    for _ in range(300):
        data = (
            b"[" + b",".join(rng.choice([b'"a\\"b"', b'"' + b"x" * rng.randrange(50) + b'"', b"12", b'"\\\\"']) for _ in range(30)) + b"]"
        )
        rows = built(data, 16)
        for row in range(len(rows)):
            inside = False
            for quote in range(rows.bounds(row)[0]):
                if data[quote] == 0x22 and (not inside or (quote - len(data[:quote].rstrip(b"\\"))) % 2 == 0):
                    inside = not inside
            assert rows.begins_in_string(row) == inside


def test_the_first_rows_are_known_before_the_work_is_done() -> None:
    rows = Rows(b"line\n" * 200_000)
    steps = rows.steps()
    next(steps)
    assert not rows.complete
    assert 0 < len(rows) < 200_000
    assert rows.bounds(len(rows) - 1)[1] - rows.bounds(len(rows) - 1)[0] == 4
    assert sum(1 for _step in steps) > 1
    assert (rows.complete, len(rows)) == (True, 200_000)


def test_an_empty_text_has_one_empty_row() -> None:
    assert (len(built(b"")), built(b"").bounds(0), len(built(b"\n"))) == (1, (0, 0), 1)


def test_only_line_feeds_end_lines() -> None:
    rows = built("a\r\nb\rc\u2028d\x0be\x85f\r".encode())
    assert [rows.data[slice(*rows.bounds(row))].decode() for row in range(len(rows))] == ["a", "b\rc\u2028d\x0be\x85f"]


def test_a_line_end_is_never_a_row_of_its_own() -> None:
    rows = built(b"x" * 64 + b"\r\n" + b"y" * 65 + b"\r\nz", 64)
    assert [rows.data[slice(*rows.bounds(row))] for row in range(len(rows))] == [b"x" * 64, b"y" * 64, b"y", b"z"]


def test_bytes_that_are_no_characters_are_cut_anywhere() -> None:
    rows = built(b"\x80" * 100_000, 64)
    assert b"".join(rows.data[slice(*rows.bounds(row))] for row in range(len(rows))) == rows.data


def test_the_index_of_a_large_file_is_small_and_right(tmp_path: Path) -> None:
    path = tmp_path / "body"
    line = b"12345678\n"
    path.write_bytes(line * 1_000_000)
    data = open_buffer(Content(None, path, 9_000_000))
    rows = Rows(data)
    for _step in rows.steps():
        pass
    assert (len(rows), rows.lines, rows.known) == (1_000_000, 1_000_000, 9_000_000)
    assert rows._starts.itemsize * len(rows._starts) < 10_000
    for row in (0, 1, 499_999, 999_999):
        assert rows.bounds(row) == (row * 9, row * 9 + 8)
        assert rows.row_of(row * 9 + 8) == row
        assert rows.row_of_line(row + 1) == row
        assert abs(rows.about(row) - row * 9) < 32 * 1024
    with pytest.raises(IndexError):
        rows.bounds(1_000_000)


def test_rows_are_read_while_another_thread_finds_them() -> None:
    rows = Rows(b"line of text\n" * 1_000_000)
    finder = threading.Thread(target=worked_off, args=(rows.steps(),))
    finder.start()
    looks = 0
    while not rows.complete or looks < 10:
        known = len(rows)
        assert rows.bounds(known - 1) == ((known - 1) * 13, known * 13 - 1)
        assert rows.line_of(known - 1) == known
        looks += 1
    finder.join()
    assert len(rows) == 1_000_000


def test_a_line_of_megabytes_is_there_at_once() -> None:
    rows = Rows(b'"' + b"x" * 20_000_000 + b'"')
    assert len(rows) >= 32
    assert rows.bounds(1) == (1024, 2048)
    assert rows.begins_in_string(1)
