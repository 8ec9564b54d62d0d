"""Rows of a text against the obvious way to find them."""

import random

import pytest

from curlew.preview import rows as rows_module
from curlew.preview.rows import Rows

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
    monkeypatch.setattr(rows_module, "BLOCK", slice_size)
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
    monkeypatch.setattr(rows_module, "BLOCK", slice_size)
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
