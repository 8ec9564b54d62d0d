"""Reading YAML: as 1.2 means it, hostile files refused, places remembered."""

import time

import pytest

from curlew.errors import BrokenFileError
from curlew.storage.opencollection.reader import read
from curlew.storage.opencollection.scalars import Plain


def data(text: str) -> object:
    return read(text).data


def line_of(text: str) -> int:
    with pytest.raises(BrokenFileError) as caught:
        read(text)
    assert caught.value.title
    assert caught.value.reason
    return caught.value.line


def test_G13_scalars_keep_their_source() -> None:
    read_back = data("a: no\nb: 1.10\nc: 012\nd: 2024-01-01\ne: 1:30\nf: '1'\n")
    assert read_back == {"a": "no", "b": "1.10", "c": "012", "d": "2024-01-01", "e": "1:30", "f": "1"}
    assert isinstance(read("b: 1.10").data["b"], Plain)
    assert not isinstance(read("b: '1.10'").data["b"], Plain)


def test_G11_alias_bombs_are_refused_at_once() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"] + [
        f"{n}: &{n} [{', '.join(['*' + p] * 9)}]" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    began = time.perf_counter()
    assert line_of("\n".join(lines)) == 4
    assert time.perf_counter() - began < 1


def test_G11_a_chain_of_nested_aliases_is_refused() -> None:
    assert line_of("k0: &k0 [x]\n" + "".join(f"k{n}: &k{n} [*k{n - 1}]\n" for n in range(1, 300)))


def test_aliases_are_resolved() -> None:
    assert data("a: &x {b: 1}\nc: *x\n") == {"a": {"b": "1"}, "c": {"b": "1"}}


def test_G15_a_recursive_alias_is_refused() -> None:
    assert line_of("a: &a\n  b: *a\n") == 2


def test_an_alias_to_nothing_is_refused() -> None:
    assert line_of("a: *b\n") == 1


@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!mine", "!!binary"])
def test_G14_tags_are_refused(tag: str) -> None:
    assert line_of(f"a: 1\nb: {tag} x\n") == 2


def test_core_tags_are_understood() -> None:
    read_back = read("a: !!str 12\nb: !!map {}\n").data
    assert read_back == {"a": "12", "b": {}}
    assert not isinstance(read_back["a"], Plain)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_G04_depth_is_bounded(opening: str) -> None:
    line_of("x: " + opening * 20_000 if opening != "- " else opening * 20_000)


def test_duplicate_keys_are_refused_with_the_line_of_the_second() -> None:
    assert line_of("info:\n  name: a\n  seq: 1\n  name: b\n") == 4


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("# only a comment\n", 0),
        ("- a\n", 1),
        ("text", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("a: 1\n? [b]\n: 2\n", 2),
        ("a:\n\tb: 1\n", 2),
        ("a: 'open\nb: 1\n", 0),
        ("a: {b: 1\n", 0),
        ("a: b: c\n", 1),
        ("a: @b\n", 1),
        ('a: "\\q"\n', 1),
    ],
)
def test_broken_files_name_the_line(text: str, line: int) -> None:
    found = line_of(text)
    assert line == 0 or found == line


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", ">>>>>>> theirs"])
def test_B15_conflict_markers_are_named(mark: str) -> None:
    with pytest.raises(BrokenFileError) as caught:
        read(f"info:\n  name: a\n{mark}\nhttp:\n  url: x\n")
    assert caught.value.line == 3
    assert "merge" in caught.value.reason


def test_B15_markers_inside_a_text_are_text() -> None:
    assert data("a: |-\n  <<<<<<< HEAD\n  x\n") == {"a": "<<<<<<< HEAD\nx"}


def test_B20_byte_order_mark_and_crlf() -> None:
    assert data("\ufeffa: |-\r\n  x\r\n  y\r\nb: c\r\n") == {"a": "x\ny", "b": "c"}


def test_what_only_yaml_1_1_takes_for_a_line_break_is_text() -> None:
    assert data("a: |-\n  x\u2028y\x85z\nb: c\u2029d\n") == {"a": "x\u2028y\x85z", "b": "c\u2029d"}


def test_control_characters_are_text_as_for_bruno() -> None:
    assert data("a: x\x07y\x7f\nb: 'c\rd'\n") == {"a": "x\x07y\x7f", "b": "c\rd"}


def test_a_block_may_begin_with_a_tab() -> None:
    assert data("a: |-\n  \tx\n  y\nb: 1\n") == {"a": "\tx\ny", "b": "1"}


def test_a_tab_is_still_no_indentation() -> None:
    assert line_of("a:\n  \tb: c\n  d: |-\n    \tx\n")


def test_escaped_surrogates_join_in_double_quotes_only() -> None:
    read_back = data('a: "\\ud83d\\uDE00"\nb: \\ud83d\nc: |-\n  \\uD83D\nd: "\\\\ud83d"\n')
    assert read_back == {"a": "😀", "b": "\\ud83d", "c": "\\uD83D", "d": "\\ud83d"}


def test_places_span_the_source() -> None:
    text = "a: 1 # one\nb:\n  - x\n  - |-\n    y\n\n  - z\n"
    root = read(text)
    spans = [text[child.start : child.end] for child in root.children]
    assert spans == ["1", "- x\n  - |-\n    y\n\n  - z"]
    assert [text[item.start : item.end] for item in root.children[1].children] == ["x", "|-\n    y", "z"]


def test_a_keeping_block_owns_its_blank_lines() -> None:
    text = "a: |+\n  x\n\n\nb: c\n"
    first = read(text).children[0]
    assert first.data == "x\n\n\n"
    assert text[first.end :] == "\nb: c\n"
