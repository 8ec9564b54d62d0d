"""Texts laid out in stretches are, byte for byte, what the tokens make of them: G01 to G08 of the reliability catalogue."""

import os
import random
from pathlib import Path

import pytest

from curlew.preview import json_layout, json_shortcut
from curlew.preview.json_format import minify, pretty
from curlew.preview.json_layout import lay_out

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
