"""Finding by a few letters."""

from __future__ import annotations

import pytest

from curlew.ui.shell.fuzzy import match
from curlew.ui.shell.palette import Entry, search


def best(query: str, *texts: str) -> str:
    scored = [(found.score, text) for text in texts if (found := match(query, text)) is not None]
    return max(scored)[1] if scored else ""


@pytest.mark.parametrize(
    ("query", "text", "places"),
    [
        ("lp", "List pets", (0, 5)),
        ("pets", "List pets", (5, 6, 7, 8)),
        ("PETS", "list pets", (5, 6, 7, 8)),
        ("", "anything", ()),
    ],
)
def test_what_matches_is_marked(query, text, places):
    found = match(query, text)
    assert found is not None
    assert found.places == places


@pytest.mark.parametrize(("query", "text"), [("xyz", "List pets"), ("petss", "List pets"), ("env", "No such vane in a very nice heap")])
def test_what_does_not_fit_is_left_out(query, text):
    assert match(query, text) is None


def test_the_start_of_a_word_is_better_than_its_middle():
    assert best("pet", "Carpet", "List pets") == "List pets"
    assert best("get", "Target", "Get one") == "Get one"


def test_a_short_text_is_better_than_a_long_one():
    assert best("list", "List pets of a store", "List pets") == "List pets"


def test_words_are_found_in_any_order():
    assert match("pets list", "List pets") is not None


def test_letters_that_grow_in_lower_case_do_not_shift_the_marks():
    found = match("b", "İb")
    assert found is not None
    assert all(place < 2 for place in found.places)


def test_the_palette_finds_places_and_addresses_by_whole_words_only():
    entries = [
        Entry("Lines, one by one", print, method="GET", detail="Echo tour / Answers", more="{{base}}/stream/8?interval=0.25"),
        Entry("Denied", print, method="GET", detail="Echo tour / Trouble", more="{{base}}/bearer"),
        Entry("Bearer token", print, method="GET", detail="Echo tour / Who are you", more="{{base}}/bearer"),
    ]
    assert [found.entry.title for found in search(entries, "bearer")] == ["Bearer token", "Denied"]
    assert [found.entry.title for found in search(entries, "trouble get")] == ["Denied"]
    assert [found.entry.title for found in search(entries, "lnone")] == ["Lines, one by one"]
