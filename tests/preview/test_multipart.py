"""The parts of a multipart body, whole and broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.preview.form_rows import MOST, form_rows
from curlew.preview.multipart import SLICE, Parts, is_multipart, parameter

TYPE = 'multipart/form-data; boundary="b0"'
BODY = (
    b'preamble\r\n--b0\r\nContent-Disposition: form-data; name="a"\r\n\r\nfirst\r\nline two\r\n'
    b"--b0  \r\nContent-Disposition: form-data;\r\n name=file; filename*=UTF-8''na%C3%AFve.txt; filename=naive.txt\r\n"
    b"Content-Type: text/plain\r\n\r\n\r\n--b0--\r\nepilogue"
)


def _parts(data: bytes, content_type: str = TYPE) -> Parts:
    parts = Parts(data, content_type)
    for _step in parts.steps():
        pass
    return parts


def test_parts_stand_where_they_stand() -> None:
    found = _parts(BODY).found
    assert [BODY[part.start : part.end] for part in found] == [b"first\r\nline two", b""]
    assert [part.name for part in found] == ["a", "file"]
    assert found[1].file_name == "naïve.txt"
    assert found[1].content_type == "text/plain"


@pytest.mark.parametrize(
    ("data", "content_type", "bodies", "problem"),
    [
        (b"--x\n\nbare line feeds\n--x--", "multipart/mixed; boundary=x", [b"bare line feeds"], ""),
        (b"--x\r\n\r\ncut off", "multipart/mixed; boundary=x", [b"cut off"], "missing"),
        (b"--x\r\nA: b", "multipart/mixed; boundary=x", [b""], "missing"),
        (b"--y\r\n\r\nguessed\r\n--y--", "multipart/mixed", [b"guessed"], ""),
        (b"nothing", "multipart/mixed; boundary=x", [], "nowhere"),
        (b"nothing", "multipart/mixed", [], "No boundary"),
        (b"", "multipart/mixed; boundary=x", [], "nowhere"),
        (b"--x\r\n\r\nnot --x within\r\n--x--", "multipart/mixed; boundary=x", [b"not --x within"], ""),
    ],
)
def test_broken_ones_are_shown_as_far_as_they_go(data: bytes, content_type: str, bodies: list[bytes], problem: str) -> None:
    parts = _parts(data, content_type)
    assert [data[part.start : part.end] for part in parts.found] == bodies
    assert problem in parts.problem
    assert bool(problem) == bool(parts.problem)


@given(st.lists(st.binary(max_size=40).filter(lambda body: b"--b0" not in body), max_size=6))
def test_what_was_put_in_comes_out(bodies: list[bytes]) -> None:
    data = b"".join(b"--b0\r\nX: 1\r\n\r\n" + body + b"\r\n" for body in bodies) + b"--b0--\r\n"
    assert [data[part.start : part.end] for part in _parts(data).found] == bodies


def test_a_boundary_between_two_slices_is_found() -> None:
    for shift in range(-6, 7):
        first = b"x" * (SLICE - 13 + shift)
        data = b"--b0\r\nX: 1\r\n\r\n" + first + b"\r\n--b0\r\n\r\nsecond\r\n--b0--"
        assert [part.end - part.start for part in _parts(data).found] == [len(first), 6]


def test_transfer_encodings_are_taken_off() -> None:
    encoded = b"--b0\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n"
    data = encoded % (b"base64", b"aGVsbG8=") + encoded % (b"Quoted-Printable", b"a=3Db") + b"--b0--"
    assert [part.content(data) for part in _parts(data).found] == [b"hello", b"a=b"]
    plain = _parts(BODY).found[0]
    assert plain.content(BODY) is None


def test_parameters_of_a_header() -> None:
    assert parameter('form-data; name="a\\"b"; filename="c;d"', "name") == 'a"b'
    assert parameter('form-data; name="a\\"b"; filename="c;d"', "filename") == "c;d"
    assert parameter("attachment", "filename") == ""
    assert is_multipart("Multipart/Mixed; boundary=x")
    assert not is_multipart("text/multipart")


def test_fields_of_a_form() -> None:
    rows, total = form_rows(b"a=1&b=two+words&c=%C3%A9&d&=x&&bad=%zz\n")
    assert rows == [("a", "1"), ("b", "two words"), ("c", "é"), ("d", ""), ("", "x"), ("bad", "%zz")]
    assert total == 6
    many, total = form_rows(b"&".join([b"a=1"] * (MOST + 5)))
    assert len(many) == MOST
    assert total == MOST + 5
