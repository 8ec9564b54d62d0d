"""Searching in bytes against searching in the text."""

import mmap
import random
import re
import tempfile

import pytest

from curlew.preview.buffer import Buffer
from curlew.preview.search import find
from curlew.preview.search.find import TextSearch
from curlew.preview.search.matches import FoundSpans, Matches, marked_shares


def found(data: Buffer, wanted: str, case: bool = False, whole: bool = False) -> TextSearch:
    search = TextSearch(data, wanted, case, whole)
    for _step in search.steps():
        pass
    assert search.done
    return search


def spans(data: bytes, wanted: str, case: bool = False, whole: bool = False) -> list[tuple[int, int]]:
    return list(found(data, wanted, case, whole))


def expected(text: str, pattern: str, flags: int = 0) -> list[tuple[int, int]]:
    return [(len(text[: match.start()].encode()), len(text[: match.end()].encode())) for match in re.finditer(pattern, text, flags)]


@pytest.mark.parametrize("case", [True, False])
@pytest.mark.parametrize("whole", [True, False])
def test_matches_across_slices_are_found_once(monkeypatch: pytest.MonkeyPatch, case: bool, whole: bool) -> None:
    monkeypatch.setattr(find, "SLICE", 16)
    monkeypatch.setattr(find, "BLOCK", 8)
    rng = random.Random(8)
    for _ in range(400):
        text = "".join(rng.choice("abAéÉ ") for _ in range(100))
        wanted = "".join(rng.choice("abAé ") for _ in range(rng.randrange(1, 5)))
        pattern = re.escape(wanted)
        if whole:
            pattern = (r"(?<!\w)" if wanted[0].isalpha() else "") + pattern + (r"(?!\w)" if wanted[-1].isalpha() else "")
        assert spans(text.encode(), wanted, case, whole) == expected(text, pattern, 0 if case else re.IGNORECASE)


def test_matches_are_known_by_number_and_by_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "SLICE", 64)
    monkeypatch.setattr(find, "BLOCK", 16)
    rng = random.Random(9)
    for _ in range(200):
        data = bytes(rng.choices(b"ab.......", k=300))
        search = found(data, "a")
        plain = [(at, at + 1) for at in range(300) if data[at] == 0x61]
        assert [search[number] for number in range(len(search))] == plain
        for _again in range(20):
            low, high = sorted(rng.choices(range(301), k=2))
            assert search.first_from(low) == sum(start < low for start, _end in plain)
            assert search.any_between(low, high) == any(low <= start < high for start, _end in plain)
            assert [place for _number, *place in search.touching(low, high)] == [[a, b] for a, b in plain if low < b and a < high]


def test_case_does_not_matter_in_any_alphabet_unless_asked_for() -> None:
    data = "Straße ÉCOLE école Ωμέγα".encode()
    assert len(spans(data, "école")) == 2
    assert len(spans(data, "école", case=True)) == 1
    assert len(spans(data, "ΩΜΈΓΑ")) == 1
    assert len(spans(data, "STRASSE")) == 0


def test_whole_words_end_at_signs_of_any_alphabet() -> None:
    data = "“no” no, not nÖ éno\u2026no\u2026 no_1 -no-".encode()
    assert [data[start - 1 : end + 1] for start, end in spans(data, "no", whole=True)] == [b"\x9cno\xe2", b" no,", b"\xa6no\xe2", b"-no-"]
    assert len(spans(data, "no,", whole=True)) == 1
    assert len(spans(data, "nö", whole=True)) == 1


def test_half_a_surrogate_pair_is_nowhere() -> None:
    assert spans("a😀".encode(), "\ud83d") == []
    assert spans("a😀".encode(), "a\ud83d", case=True) == []


def test_signs_of_expressions_are_plain_text() -> None:
    assert spans(b"a.c abc (x)", "a.c") == [(0, 3)]
    assert spans(b"a.c abc (x)", "(") == [(8, 9)]


def test_there_is_no_end_to_matches_and_they_take_little_memory() -> None:
    search = found(b"aab" * 1_000_000, "A")
    assert len(search) == 2_000_000
    assert search[1_999_999] == (2_999_998, 2_999_999)
    assert len(search._starts) < 500


def test_what_is_in_a_mapped_file_is_found() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"x" * 3_000_000 + b"needle" + b"x" * 3_000_000 + b"NEEDLE")
        file.flush()
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        assert list(found(data, "needle")) == [(3_000_000, 3_000_006), (6_000_006, 6_000_012)]


def test_matches_can_be_read_while_the_search_goes_on() -> None:
    search = TextSearch(b"one two " * 500_000, "two")
    steps = search.steps()
    next(steps)
    assert 0 < len(search) < 500_000
    assert search[len(search) - 1][0] % 8 == 4
    assert not search.done


def test_every_match_has_its_mark_and_each_place_one() -> None:
    matches = FoundSpans()
    for start in (0, 1, 500, 999):
        place = start.to_bytes(8, "little"), (start + 1).to_bytes(8, "little")
        matches.add(*place)
    assert marked_shares(matches, lambda place: place * 10, 100) == [0.0, 0.5, 0.99]
    assert marked_shares(Matches(), lambda place: place, 100) == []
