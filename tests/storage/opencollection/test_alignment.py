"""Pairing the entries of two lists."""

import time

from hypothesis import given
from hypothesis import strategies as st

from curlew.storage.opencollection.alignment import aligned


def test_a_changed_entry_is_paired_with_its_successor() -> None:
    assert list(aligned(["a", "b", "c"], ["a", "x", "c"])) == [(0, 0), (1, 1), (2, 2)]


def test_removed_and_new_entries_stand_alone() -> None:
    assert list(aligned(["a", "b"], ["b"])) == [(0, None), (1, 0)]
    assert list(aligned(["a"], ["n", "a"])) == [(None, 0), (0, 1)]


def test_a_moved_entry_is_not_taken_for_a_changed_one() -> None:
    pairs = list(aligned(["a", "b", "c"], ["b", "c", "a"]))
    assert (0, None) in pairs
    assert (None, 2) in pairs


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_every_entry_appears_once_in_order(old: list[str], new: list[str]) -> None:
    pairs = list(aligned(old, new))
    assert [b for _a, b in pairs if b is not None] == list(range(len(new)))
    assert sorted(a for a, _b in pairs if a is not None) == list(range(len(old)))


def test_thousands_of_equal_rows_take_no_time() -> None:
    began = time.perf_counter()
    pairs = list(aligned(["a"] * 5000 + ["b"] * 5000, ["b"] * 5000 + ["a"] * 5001))
    assert time.perf_counter() - began < 2
    assert [new for _old, new in pairs if new is not None] == list(range(10_001))
