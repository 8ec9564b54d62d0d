"""Expressions, tame and wild."""

import random
import re
import time
from pathlib import Path

import pytest

from curlew.model.content import Content
from curlew.preview.buffer import Buffer, open_buffer
from curlew.preview.search import regex_text
from curlew.preview.search.regex_search import RegexSearch
from curlew.preview.search.regex_text import compiled, find_all


def found(data: Buffer, pattern: str, case: bool = False, whole: bool = False) -> list[tuple[int, int]]:
    pieces = list(find_all(data, compiled(pattern, case, whole)))
    return [span for piece in pieces for span in zip(piece.starts, piece.ends, strict=True)]


def test_matches_are_offsets_in_bytes_and_stay_within_a_line() -> None:
    data = "a1\né22 b\n\xa0".encode() + b"\xff33"
    assert [data[start:end] for start, end in found(data, r"\d+")] == [b"1", b"22", b"33"]
    assert found(b"a\nb", r"a\sb") == []
    assert found(b"ab\ncd", r"[^c]+") == [(0, 2), (4, 5)]
    assert found(b"abc", r"x*") == []


def test_the_ends_of_lines_are_found_whatever_they_are() -> None:
    assert found(b"ax\r\nbx\nx x", "x$") == [(1, 2), (5, 6), (9, 10)]
    assert found(b"ax\nbx\n", r"\Ab") == [(3, 4)]
    assert found(b"no not no", "no", whole=True) == [(0, 2), (7, 9)]
    assert found(b"No not no", "(?i)NO|x", case=True, whole=True) == [(0, 2), (7, 9)]
    assert found(b"[[a]", "[[a]") == [(0, 1), (1, 2), (2, 3)]


@pytest.mark.parametrize("pattern", [r"a+", r"[^b]+", r"(?<=é)a|b$", r"^.", r"\w+\s?"])
def test_pieces_and_long_lines_give_what_each_line_gives(monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    monkeypatch.setattr(regex_text, "PIECE", 16)
    monkeypatch.setattr(regex_text, "REACH", 64)
    rng = random.Random(5)
    for longest in (16, 64):
        monkeypatch.setattr(regex_text, "LONGEST_LINE", longest)
        for _ in range(200):
            text = "".join(rng.choice("aabé \n" if longest == 64 else "aabé ") for _ in range(60))
            if longest == 16 and pattern not in (r"a+", r"b$|(?<=é)a"):
                continue
            expected, at = [], 0
            for line in text.split("\n"):
                for match in re.finditer(pattern, line):
                    start = at + len(line[: match.start()].encode())
                    expected.append((start, start + len(match[0].encode())))
                at += len(line.encode()) + 1
            assert found(text.encode(), pattern) == expected


def test_a_child_finds_what_is_found_here_in_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes("one twö\nthree\n".encode() * 200_000)
    data = open_buffer(Content(None, path, path.stat().st_size))
    path.unlink()
    search = RegexSearch(data, "T[a-z]+", case=False)
    search.run(30.0)
    assert (search.done, search.problem, search.more, len(search)) == (True, "", False, 400_000)
    assert list(search)[:2] == found(data[:100], "t[a-z]+")[:2]
    assert search[399_999] == (len(data) - 6, len(data) - 1)


def test_a_child_is_sent_what_is_in_memory() -> None:
    search = RegexSearch(b"one two\nthree\n" * 1000, "t[a-z]+")
    search.run(30.0)
    assert len(search) == 2000


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(a|a?)+$", r"(\w+\s?)*$", "(.*a){20}b"])
def test_G10_an_expression_without_end_is_ended(pattern: str) -> None:
    search = RegexSearch(b"a" * 60 + b"!", pattern)
    search.run(patience_s=0.5)
    assert len(search) == 0
    assert "too long" in search.problem


def test_G10_a_search_that_is_stopped_ends_at_once() -> None:
    import threading

    search = RegexSearch(b"a" * 60 + b"!", "(a+)+$")
    running = threading.Thread(target=search.run)
    running.start()
    began = time.monotonic()
    search.stop()
    running.join(5)
    assert (search.done, running.is_alive()) == (True, False)
    assert time.monotonic() - began < 2


def test_a_search_can_be_stopped_before_it_begins() -> None:
    search = RegexSearch(b"a", "a")
    search.stop()
    search.run(5.0)
    assert (search.done, len(search)) == (True, 0)


def test_a_wrong_expression_is_told() -> None:
    with pytest.raises(re.error):
        compiled("(", True)
