"""Texts, headers, bytes and times compared."""

from __future__ import annotations

import random
import time
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.model.exchange import Timings
from curlew.preview.compare import plain
from curlew.preview.compare.anchors import anchored
from curlew.preview.compare.bytewise import compare_bytes, first_difference
from curlew.preview.compare.comparing import Body, compare_bodies
from curlew.preview.compare.headers import VOLATILE, compare_headers
from curlew.preview.compare.lines import Lines
from curlew.preview.compare.numbers import number_change
from curlew.preview.compare.plain import compare_lines
from curlew.preview.compare.result import Rules
from curlew.preview.compare.sequence import Matching
from curlew.preview.compare.timing import compare_times, difference_words
from curlew.preview.compare.within import changed_parts

TEXTS = st.lists(st.sampled_from([b"", b"a", b"b", b"one two", b"one three", b"  }", "ä€".encode()]), max_size=30).map(b"\n".join)
HEADERS = st.lists(st.tuples(st.sampled_from(["Date", "A", "b", "B", "Set-Cookie"]), st.sampled_from(["1", "2"])), max_size=8)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_a_comparison_gives_both_texts_back(a, b):
    one, other = Lines(a), Lines(b)
    left, right = [], []
    for piece in compare_lines(one, other).pieces:
        left += [one.raw(piece.a + n) for n in range(piece.lines_a)]
        right += [other.raw(piece.b + n) for n in range(piece.lines_b)]
        if piece.mark == "same":
            assert left[-piece.lines_a :] == right[-piece.lines_b :]
    assert b"\n".join(left) == a
    assert b"\n".join(right) == b


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_text_does_not_differ_from_itself(text):
    assert compare_lines(Lines(text), Lines(text)).differences == []


@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
@settings(max_examples=300, deadline=None)
def test_what_is_common_rises_on_both_sides(a, b):
    end_a = end_b = 0
    for start_a, start_b, count in Matching(a, b).blocks:
        assert count > 0
        assert start_a >= end_a
        assert start_b >= end_b
        assert a[start_a : start_a + count] == b[start_b : start_b + count]
        end_a, end_b = start_a + count, start_b + count


@given(st.lists(st.integers(0, 60), max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3)), max_size=6))
@settings(max_examples=200, deadline=None)
def test_anchors_and_what_is_between_them_are_common_and_rise(a, edits):
    b = list(a)
    for at, many in edits:
        b[at : at + many] = [-at] * (3 - many)
    blocks, stretches = anchored(array("q", a), array("q", b))
    at_a = at_b = 0
    for start_a, start_b, count in blocks:
        assert start_a >= at_a
        assert start_b >= at_b
        assert a[start_a : start_a + count] == b[start_b : start_b + count]
        if start_a > at_a and start_b > at_b:
            assert (at_a, start_a, at_b, start_b) in stretches
        at_a, at_b = start_a + count, start_b + count


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_lines_have_numbers_wherever_the_slices_end(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "_SLICE", 3)
        assert list(plain._ids(Lines(text), lambda _share: None, 0)) == [hash(line) for line in text.split(b"\n")]


def test_few_changes_of_very_many_lines_are_found_exactly():
    one = [b'  "id": %d' % n if n % 3 else b"  }" for n in range(30_000)]
    other = [*one[:1000], b"new", *one[1000:20_000], *one[20_001:29_999], b"last"]
    found = compare_lines(Lines(b"\n".join(one)), Lines(b"\n".join(other))).differences
    assert [(d.kind, d.place_a, d.place_b) for d in found] == [
        ("add", None, (1000,)),
        ("del", (20_000,), None),
        ("del", (29_999,), None),
        ("add", None, (29_999,)),
    ]


@given(st.text("ab 1.,", max_size=40), st.text("ab 1.,", max_size=40))
@settings(max_examples=200, deadline=None)
def test_outside_of_the_changed_parts_lines_are_the_same(a, b):
    parts_a, parts_b = changed_parts(a, b)
    assert _without(a, parts_a) == _without(b, parts_b)
    assert (parts_a, parts_b) == ([], []) or a != b


def _without(text: str, parts: list[tuple[int, int]]) -> str:
    for start, end in reversed(parts):
        text = text[:start] + text[end:]
    return text


def test_changed_words_are_found_within_a_line():
    assert changed_parts('"price": 349.9,', '"price": 329.9,') == ([(9, 12)], [(9, 12)])


def test_a_changed_line_stands_beside_its_former_self():
    result = compare_lines(Lines(b"x\nthe price is 20\ny"), Lines(b"x\nthe price is 25\nnew\ny"))
    assert [piece.mark for piece in result.pieces] == ["same", "chg", "add", "same"]


def test_two_texts_of_5_mb_with_few_changes_take_about_a_second():
    lines = [b"%06d a line of an ordinary text, as it comes" % (n % 50_000) for n in range(100_000)]
    other = list(lines)
    for n in range(100):
        other[n * 997] = b"changed %d" % n
    a, b = Lines(b"\n".join(lines)), Lines(b"\n".join(other))
    began = time.perf_counter()
    result = compare_lines(a, b)
    assert result.exact
    assert len(result.differences) in (100, 200)
    assert time.perf_counter() - began < 5


def test_texts_without_anything_in_common_are_answered_too():
    chance = random.Random(4)
    a, b = ([b"%d" % chance.randrange(30) for _line in range(40_000)] for _side in range(2))
    began = time.perf_counter()
    result = compare_lines(Lines(b"\n".join(a)), Lines(b"\n".join(b)))
    assert not result.exact
    assert result.notes
    assert time.perf_counter() - began < 10


def test_markup_on_one_line_is_laid_out():
    a, b = b"<a>" + b"<b>1</b>" * 600 + b"</a>", b"<a>" + b"<b>1</b>" * 599 + b"<b>2</b></a>"
    outcome = compare_bodies("text", Body(a, "xml"), Body(b, "xml"), Rules())
    assert len(outcome.comparison.differences) == 1
    assert len(outcome.a) > 500


def test_bytes_are_compared_to_the_first_difference():
    a, b = bytes(200_000), bytes(150_000) + b"\1" + bytes(10)
    assert first_difference(a, b) == 150_000
    assert first_difference(a, a) == -1
    assert first_difference(a, a[:10]) == 10
    result, one, _other = compare_bytes(a, b)
    assert "150,000" in result.notes[0]
    assert result.differences
    assert one.text(0).startswith("000249b0")
    assert "equal" in compare_bytes(a, a)[0].notes[0]


# --- headers ---


@given(HEADERS, HEADERS)
@settings(max_examples=200, deadline=None)
def test_every_header_of_both_sides_is_shown(a, b):
    compared = compare_headers(a, b, ("x", "x"))
    shown_a = {piece.a + n for piece in compared.comparison.pieces for n in range(piece.lines_a)}
    shown_b = {piece.b + n for piece in compared.comparison.pieces for n in range(piece.lines_b)}
    assert shown_a == set(range(len(a) + 1))
    assert shown_b == set(range(len(b) + 1))


def test_headers_differ_by_name_and_value_and_duplicates_count():
    a = [("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=1"), ("Date", "x"), ("X-Old", "1")]
    b = [("content-type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Date", "y"), ("X-New", "1")]
    compared = compare_headers(a, b, ("HTTP/1.1 200 OK", "HTTP/2 200"), VOLATILE).comparison
    assert compared.counts == {"chg": 2, "ign": 1, "del": 1, "add": 1}


def test_a_header_in_another_order_has_moved():
    assert compare_headers([("A", "1"), ("B", "1")], [("B", "1"), ("A", "1")], ("", "")).comparison.counts == {"mov": 1}


# --- numbers and times ---


def test_the_change_of_a_number_in_words():
    assert number_change("349.9", "329.9") == "−20.0 (−5.7 %)"
    assert number_change("0", "5") == "+5"
    assert number_change('"a"', "5") == ""
    assert number_change("9007199254740993", "9007199254740992").startswith("−1 (")


def test_times_are_compared_phase_by_phase():
    rows = compare_times(Timings(dns=1.0, wait=100.0, total=110.0), Timings(wait=50.0, total=55.0))
    assert [(row.id, row.a, row.b) for row in rows] == [("dns", 1.0, None), ("wait", 100.0, 50.0), ("total", 110.0, 55.0)]
    assert difference_words(100.0, 50.0) == "−50.0 ms (−50 %)"
    assert difference_words(None, 1.0) == ""
