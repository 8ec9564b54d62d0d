"""Multipart bodies, cut anywhere."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.mock.multipart import KEEP_ALL, KEEP_PART, MultipartParser, boundary_of, parameters

PLAIN_NAMES = st.text(st.characters(codec="utf-8", exclude_characters='"\\\r\n'), max_size=10)


def parsed(body: bytes, cuts: list[int] | None = None) -> MultipartParser:
    parser = MultipartParser(b"B")
    places = sorted({0, *(cut % (len(body) + 1) for cut in cuts or ()), len(body)})
    for start, end in itertools.pairwise(places):
        parser.feed(body[start:end])
    parser.finish()
    return parser


@given(
    st.lists(st.tuples(PLAIN_NAMES, st.binary(max_size=60).filter(lambda data: b"--B" not in data)), max_size=5),
    st.lists(st.integers(0), max_size=10),
)
def test_parts_come_out_as_they_went_in_however_the_body_is_cut(parts: list[tuple[str, bytes]], cuts: list[int]) -> None:
    body = (
        b"".join(b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), data) for name, data in parts)
        + b"--B--"
    )
    parser = parsed(body, cuts)
    assert parser.problem == ""
    assert [(part.name, part.data) for part in parser.parts] == parts


def test_preamble_and_epilogue_are_passed_over() -> None:
    parser = parsed(b'before\r\n--B  \r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--\r\nafter\r\n--B\r\n')
    assert [(part.name, part.data) for part in parser.parts] == [("a", b"1")]


def test_a_part_without_a_head() -> None:
    parser = parsed(b"--B\r\n\r\nbody\r\n--B--")
    assert [(part.name, part.data) for part in parser.parts] == [("", b"body")]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "the closing boundary is missing"),
        (b"--B\r\nX: y\r\n\r\nabc", "the closing boundary is missing"),
        (b"--Bother\r\n\r\n", "there is text behind a boundary"),
        (b"--B\r\n" + b"x" * 70_000, "a part's head is longer than 65536 bytes"),
        (b"--B" + b" " * 70_000, "a boundary's line is longer than 65536 bytes"),
    ],
)
def test_what_is_wrong_is_said(body: bytes, problem: str) -> None:
    assert parsed(body).problem == problem


def test_a_big_part_is_counted_not_kept() -> None:
    parser = MultipartParser(b"B")
    parser.feed(b'--B\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\n')
    for _ in range(5):
        parser.feed(bytes(KEEP_PART // 4))
    parser.feed(b"\r\n--B--")
    assert [(part.size, part.data) for part in parser.parts] == [(KEEP_PART // 4 * 5, None)]


def test_many_parts_together_are_kept_up_to_a_limit() -> None:
    parser = MultipartParser(b"B")
    for _ in range(KEEP_ALL // KEEP_PART + 2):
        parser.feed(b"--B\r\n\r\n" + bytes(KEEP_PART) + b"\r\n")
    parser.feed(b"--B--")
    assert [part.data is None for part in parser.parts] == [False] * (KEEP_ALL // KEEP_PART) + [True] * 2


def test_parameters() -> None:
    value = "form-data; name=\"a;b\"; FileName=plain ; filename*=UTF-8''caf%C3%A9.txt; x*=bogus''y"
    assert parameters(value) == {"name": "a;b", "filename": "café.txt", "x": "y"}
    assert boundary_of('multipart/mixed; boundary="a b"') == b"a b"
    assert boundary_of("multipart/form-data") == b""
    assert boundary_of("multipart/form-data; boundary=" + "x" * 300) == b""
