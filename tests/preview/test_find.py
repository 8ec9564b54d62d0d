"""Searching in bytes against searching in the text."""

import random

import pytest

from curlew.preview import find
from curlew.preview.find import TextSearch


def found(data: bytes, wanted: str, case: bool = False) -> list[tuple[int, int]]:
    search = TextSearch(data, wanted, case)
    for _step in search.steps():
        pass
    return search.found


def test_matches_across_slices_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "SLICE", 16)
    rng = random.Random(8)
    for _ in range(300):
        text = "".join(rng.choice("abé ") for _ in range(100))
        wanted = "".join(rng.choice("abé") for _ in range(rng.randrange(1, 5)))
        expected, at = [], text.find(wanted)
        while at >= 0:
            start = len(text[:at].encode())
            expected.append((start, start + len(wanted.encode())))
            at = text.find(wanted, at + len(wanted))
        assert found(text.encode(), wanted, case=True) == expected


def test_case_does_not_matter_in_any_alphabet_unless_asked_for() -> None:
    data = "Straße ÉCOLE école Ωμέγα".encode()
    assert len(found(data, "école")) == 2
    assert len(found(data, "école", case=True)) == 1
    assert len(found(data, "ΩΜΈΓΑ")) == 1
    assert len(found(data, "STRASSE")) == 0


def test_signs_of_expressions_are_plain_text() -> None:
    assert found(b"a.c abc (x)", "a.c") == [(0, 3)]
    assert found(b"a.c abc (x)", "(") == [(8, 9)]


def test_there_is_an_end_to_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "MOST", 10)
    search = TextSearch(b"aaaa" * 10, "a")
    for _step in search.steps():
        pass
    assert (len(search.found), search.more) == (10, True)
