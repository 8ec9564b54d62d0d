"""Expressions, tame and wild."""

import re

import pytest

from curlew.preview.regex_search import RegexSearch, find_in_lines


def test_matches_are_offsets_in_bytes_and_stay_within_a_line() -> None:
    data = "a1\né22 b\n\xa0".encode() + b"\xff33"
    assert [data[start:end] for start, end in find_in_lines(data, r"\d+").found] == [b"1", b"22", b"33"]
    assert find_in_lines(b"a\nb", r"a\sb").found == []
    assert find_in_lines(b"abc", r"x*").found == []


def test_a_wrong_expression_is_told() -> None:
    with pytest.raises(re.error):
        find_in_lines(b"", "(")


def test_a_child_finds_what_is_found_here() -> None:
    data = b"one two\nthree\n" * 1000
    assert RegexSearch(data, "T[a-z]+", case=False).run(30.0) == find_in_lines(data, "t[a-z]+")


def test_an_expression_without_end_is_ended() -> None:
    result = RegexSearch(b"a" * 40 + b"!", "(a+)+$").run(patience_s=1.0)
    assert result.found == []
    assert "too long" in result.problem


def test_a_search_can_be_stopped_before_it_begins() -> None:
    search = RegexSearch(b"a", "a")
    search.stop()
    assert search.run(5.0).problem
