"""Colours of languages that Pygments knows, of parts of a text."""

from __future__ import annotations

import pytest

from curlew.preview.buffer import Buffer
from curlew.preview.text import lexing as lexing_module
from curlew.preview.text.lexing import LEXERS, Lexing

SCRIPT = """// a comment
function greet(name) {
  const text = `hello ${name}`; /* over
  lines */ return 42 + "é" + text;
}
"""


def lexed(data: Buffer, language: str, start: int, end: int) -> list[tuple[bytes, str]]:
    lexing = Lexing(data, language)
    assert lexing.spans(start, end) is None
    lexing.prepare()
    for _step in lexing.steps():
        pass
    assert lexing.wanted == []
    spans = lexing.spans(start, end)
    assert spans is not None
    return [(data[low:high], token) for low, high, token in spans]


def test_a_script_is_coloured_in_bytes() -> None:
    data = SCRIPT.encode()
    found = lexed(data, "javascript", 0, len(data))
    assert found[0] == (b"// a comment", "comment")
    assert (b"function", "keyword") in found
    assert (b"42", "number") in found
    assert ('"é"'.encode(), "string") in found
    assert (b"return", "keyword") in found


def test_what_goes_over_lines_is_cut_to_the_range() -> None:
    data = SCRIPT.replace("\n", "\r\n").encode()
    start = data.index(b"  lines")
    assert lexed(data, "javascript", start, start + 20)[0] == (b"  lines */", "comment")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("css", "a.b { color: red; width: 4px }", [(b"color", "key"), (b"red", "string"), (b"4px", "number")]),
        ("yaml", "name: value\nn: 4 # c\n", [(b"name", "key"), (b"value", "string"), (b"# c", "comment")]),
        ("graphql", 'query Q($n: Int) { a(x: "y") }', [(b"query", "keyword"), (b"$n", "key"), (b'"y"', "string")]),
        ("markdown", "# Title\n\nsome **bold** `code`\n", [(b"# Title", "key"), (b"**bold**", "keyword"), (b"`code`", "string")]),
    ],
)
def test_each_language_has_colours(language: str, text: str, expected: list[tuple[bytes, str]]) -> None:
    assert set(expected) <= set(lexed(text.encode(), language, 0, len(text)))


@pytest.mark.parametrize("language", LEXERS)
def test_any_bytes_can_be_lexed(language: str) -> None:
    data = bytes(range(256)) * 40
    for low, high, _token in Lexing(data, language).spans(0, 100) or ():
        assert 0 <= low < high <= 100
    assert isinstance(lexed(data, language, 5000, 5100), list)


def test_a_place_far_inside_a_long_text_is_coloured_without_what_is_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexing_module, "WINDOW", 8 * 1024)
    monkeypatch.setattr(lexing_module, "LOOK_BACK", 1024)
    line = b'const name = "value"; // note\n'
    data = line * 40_000
    start = len(line) * 30_000
    lexing = Lexing(data, "javascript")
    lexing.prepare()
    assert lexing.spans(start, start + len(line)) is None
    steps = sum(1 for _step in lexing.steps())
    assert steps < 100
    assert lexing.spans(start, start + 5) == [(start, start + 5, "keyword")]
    assert lexing.spans(start + 60, start + 62) is not None  # known already: just below


def test_a_line_of_megabytes_is_coloured_in_its_middle() -> None:
    data = b'var a="b";' * 300_000
    assert (b'"b"', "string") in lexed(data, "javascript", 1_500_000, 1_500_100)
