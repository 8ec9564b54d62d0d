"""Texts laid out in stretches are, byte for byte, what the tokens make of them: G01 to G08 of the reliability catalogue."""

import json
import os
import random
from pathlib import Path

import pytest

from curlew.preview import layout as json_layout
from curlew.preview.buffer import Gathering
from curlew.preview.json import shortcut as json_shortcut
from curlew.preview.json.format import minify, pretty
from curlew.preview.layout import duplicate_notes, lay_out

SCALARS = [
    b"0",
    b"-0",
    b"1.10",
    b"1E5",
    b"9007199254740993",
    b"1e400",
    b"true",
    b'""',
    b'"a\\ud800b"',
    b'"\\/\\u00e9,{\\""',
    b'"},{"',
    b'"\xff"',
]
ODD = [b"NaN", b"01", b"x", b'"', b",", b"]", b"}", b"{", b"[", b":", b"/*c*/", b"//c\n", b"\xef\xbb\xbf"]
CORPORA = Path(os.environ.get("CURLEW_CORPORA", Path(__file__).parents[3] / "shared" / "corpora"))


@pytest.fixture
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything goes the way of large texts, in tiny stretches."""
    monkeypatch.setattr(json_layout, "WORTH_USING", -1)
    monkeypatch.setattr(json_layout, "WORTH_IMPORTING", -1)
    for name, size in (("WINDOW", 160), ("FIRST", 40), ("SMALLEST", 20)):
        monkeypatch.setattr(json_shortcut, name, size)


def random_json(rng: random.Random, odd: float, depth: int = 0) -> bytes:
    """Return JSON with random blanks; with some odd tokens in it, if wanted."""
    blank = lambda: rng.choice([b"", b"", b" ", b"\n", b"\r\n\t"])  # noqa: E731
    kind = rng.random()
    if depth > 5 or kind < 0.35:
        return rng.choice(ODD if rng.random() < odd else SCALARS)
    inner = [random_json(rng, odd, depth + 1) for _ in range(rng.randrange(6))]
    if kind < 0.7:
        return b"[" + (b",".join(blank() + one + blank() for one in inner) or blank()) + b"]"
    return (
        b"{"
        + (b",".join(blank() + b'"k%d"' % rng.randrange(3) + blank() + b":" + blank() + one + blank() for one in inner) or blank())
        + b"}"
    )


def check_same(text: bytes) -> None:
    """A text laid out in stretches is what the tokens make of it, or the text itself where only blanks at the end differ."""
    laid = lay_out(text, "json")
    expected = pretty(text)
    assert bytes(laid.data[:]) == expected or (laid.same and laid.data[:].rstrip(b" \t\r\n") == expected.rstrip(b" \t\r\n")), text
    assert minify(laid.data[:]) == minify(text), text


def same_for(count: int, seed: int) -> None:
    """Check so many random texts."""
    rng = random.Random(seed)
    for number in range(count):
        odd = rng.choice([0, 0, 0.02, 0.2])
        text = random_json(rng, odd)
        check_same(text)
        check_same(b"\n".join(random_json(rng, odd) for _ in range(rng.randrange(4))))
        check_same(rng.choice([b")]}',\n", b"\xef\xbb\xbf", b"cb("]) + text + rng.choice([b"", b");", b"\n"]))
        check_same(pretty(text) if number % 2 else text[: rng.randrange(len(text) + 1)])


@pytest.mark.usefixtures("small_windows")
def test_G01_G02_random_texts_in_stretches_are_what_the_tokens_make_of_them() -> None:
    same_for(600, 7)


@pytest.mark.usefixtures("small_windows")
def test_G01_the_corpus_in_stretches() -> None:
    files = sorted((CORPORA / "json").glob("**/*.json"))
    if not files:
        pytest.skip("the JSON corpus is not there: set CURLEW_CORPORA")
    for path in files:
        text = path.read_bytes()
        if len(text) < 200_000:
            check_same(text)


# --- large texts, by row of the catalogue ---

ROW = b'{"id":%d,"name":"Ann","tags":["a","b"],"nested":{"x":1.10}}'


def large(*odd: bytes) -> bytes:
    """Return a list of about 900 kB, with odd elements in the middle."""
    rows = [ROW % number for number in range(15_000)]
    return b"[" + b",".join([*rows[:7_000], *odd, *rows[7_000:]]) + b"]"


def test_G01_G02_numbers_of_a_large_text_come_out_as_they_came() -> None:
    odd = b"[9007199254740993,1.10,1E400,-0,12345678901234567890123456789.00]"
    laid = lay_out(large(odd), "json")
    assert minify(laid.data[:]) == large(odd)
    assert laid.problem is None
    assert not laid.same


def test_G03_a_number_of_a_million_digits_is_shown() -> None:
    digits = b"7" * 1_000_000
    laid = lay_out(b'{"n":[1,' + digits + b"]}", "json")
    assert laid.problem is None
    assert digits in laid.data[:]


def test_G04_a_hundred_thousand_levels_are_shown_and_told_closed() -> None:
    for text in (b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000):
        laid = lay_out(text, "json")
        assert laid.problem is None
        assert minify(laid.data[:]) == text


@pytest.mark.parametrize("odd", [b"NaN", b"Infinity", b"[1e400,NaN]"])
def test_G05_what_is_no_json_is_shown_and_flagged_wherever_it_stands(odd: bytes) -> None:
    laid = lay_out(large(odd), "json")
    assert laid.problem is not None
    assert minify(laid.data[:]) == large(odd)
    assert any("no JSON value" in note for note in laid.notes)
    at = laid.data[:].find(b"NaN" if b"NaN" in odd else b"Infinity")
    assert abs(laid.problem_out - at) < 200


def test_G06_keys_that_stand_twice_are_all_shown_and_told_in_large_texts_too() -> None:
    text = large(b'{"a":1,"b":2,"a":3}', b'{"c":{"a":1},"a":2}')
    laid = lay_out(text, "json")
    assert minify(laid.data[:]) == text
    assert laid.unchecked
    assert duplicate_notes(text) == ("1 key stands more than once in its object; all are shown.",)
    assert duplicate_notes(large()) == ()
    small = lay_out(b'{"a":1,"a":2}', "json")
    assert not small.unchecked
    assert small.notes == ("1 key stands more than once in its object; all are shown.",)


def test_G06_keys_are_compared_within_their_object_however_long_it_is() -> None:
    members = b",".join(b'"key %d":{"k":%d}' % (number, number) for number in range(40_000))
    assert duplicate_notes(b"{" + members + b"}") == ()
    assert duplicate_notes(b"{" + members + b',"key 3":1}') == ("1 key stands more than once in its object; all are shown.",)


def test_G07_lone_surrogates_stay_escapes_and_bytes_that_are_no_character_stay_bytes() -> None:
    text = large(b'"a\\ud800b"', b'"\xff\xfe"')
    laid = lay_out(text, "json")
    assert b'"a\\ud800b"' in laid.data[:]
    assert minify(laid.data[:]) == text
    assert laid.problem is None


def test_G08_text_behind_the_end_is_shown_and_flagged() -> None:
    laid = lay_out(large() + b" junk", "json")
    assert laid.problem is not None
    assert laid.data[:].endswith(b"]\njunk")
    assert (laid.problem.line, laid.problem.column) == (1, len(large()) + 2)


def test_broken_texts_are_laid_out_as_far_as_they_go_with_line_and_column() -> None:
    text = large().replace(b'"id":9000,', b'"id" 9000,')
    laid = lay_out(text, "json")
    assert laid.problem is not None
    assert laid.problem.offset == text.index(b'"id" 9000') + 5
    assert laid.data[:].endswith(text[laid.problem.offset :])
    assert laid.data[laid.problem_out - 8 : laid.problem_out + 8].strip().endswith(b'"id"\n9000'[-5:]) or laid.problem_out > 0


def test_a_text_laid_out_already_is_not_copied() -> None:
    shown = json.dumps(json.loads(large()), indent=2).encode()
    laid = lay_out(shown + b"\n", "json")
    assert laid.same
    assert len(laid.data) == len(shown) + 1
    late = shown[:-2] + b",1\n]"
    laid = lay_out(late, "json")
    assert not laid.same
    assert laid.data[:] == shown[:-2] + b",\n  1\n]"


def test_values_one_after_another_jsonp_and_a_prefix_at_any_size() -> None:
    lines = b"\n".join(ROW % number for number in range(12_000))
    laid = lay_out(lines, "json")
    assert laid.notes[0] == "12,000 JSON values, one after another."
    assert laid.data[:] == pretty(lines)
    for before, after in ((b"cb(", b");"), (b"/**/a.b(", b")"), (b")]}'\n", b""), (b"\xef\xbb\xbf", b"")):
        laid = lay_out(before + large() + after, "json")
        assert laid.problem is None
        assert laid.data[: len(before)] == before
        assert laid.data[:].endswith(b"]" + after)


def test_the_first_screen_comes_early_and_stopping_ends_at_once() -> None:
    beginnings: list[bytes] = []
    laid = lay_out(large(), "json", beginnings.append)
    assert len(beginnings) == 1
    assert laid.data[: len(beginnings[0])] == beginnings[0]
    assert len(beginnings[0]) < len(laid.data) // 3
    asked: list[int] = []
    stopped = lay_out(large(), "json", stop=lambda: len(asked) >= 2 or bool(asked.append(1)))
    assert not stopped.whole
    assert pretty(large()).startswith(stopped.data[:])
    assert lay_out(large(), "text").same


def test_a_large_result_is_mapped_and_a_mapped_text_is_taken() -> None:
    gathering = Gathering()
    gathering.add(large() * 1)
    gathering.add(b" " * 2_000_000)
    mapped = gathering.buffer()
    assert not isinstance(mapped, bytes)
    laid = lay_out(mapped, "json")
    assert not isinstance(laid.data, bytes)
    assert laid.data[:] == pretty(large())


def test_comments_are_kept_and_told() -> None:
    text = b'// who\n{"a": 1, // one\n  /* own line */\n  "b": /* in */ [ ], "c": [ // first\n 1]}'
    laid = lay_out(text, "json")
    assert laid.data[:] == b'// who\n{\n  "a": 1, // one\n  /* own line */\n  "b": /* in */ [],\n  "c": [ // first\n    1\n  ]\n}'
    assert str(laid.problem) == "line 1, column 1: JSON knows no comments"
    check_same(text)
