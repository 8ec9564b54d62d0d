from __future__ import annotations

import pytest

from curlew.net.errors import ProtocolError
from curlew.net.head import Framing, framing_of, parse_head


def head(*lines: bytes) -> bytes:
    return b"\r\n".join((*lines, b"", b""))


def test_a_head_is_read_in_wire_order_with_case_and_duplicates() -> None:
    parsed = parse_head(head(b"HTTP/1.1 200 OK", b"X-B: 1", b"x-b: 2", b"Empty:"))
    assert parsed.texts() == (("X-B", "1"), ("x-b", "2"), ("Empty", ""))
    assert (parsed.version, parsed.status, parsed.reason) == ("HTTP/1.1", 200, b"OK")


def test_C01_a_reason_may_be_missing() -> None:
    assert parse_head(head(b"HTTP/1.1 200")).reason == b""


def test_C06_a_reason_keeps_its_bytes() -> None:
    assert parse_head(head("HTTP/1.1 200 Très bien".encode())).reason.decode() == "Très bien"


def test_C07_control_characters_in_a_value_are_kept() -> None:
    assert parse_head(head(b"HTTP/1.1 200 OK", b"X: a\x01b")).headers == ((b"X", b"a\x01b"),)


def test_a_folded_line_continues_the_value() -> None:
    assert parse_head(head(b"HTTP/1.1 200 OK", b"X: a", b"  b")).headers == ((b"X", b"a b"),)


@pytest.mark.parametrize("line", [b"no colon", b"Bad : 1", b"Ba d: 1", b": 1", b"a/b: 1", b"X: a\x00b", b"X: a\rb"])
def test_C05_a_bad_line_is_named_with_its_number(line: bytes) -> None:
    with pytest.raises(ProtocolError) as raised:
        parse_head(head(b"HTTP/1.1 200 OK", b"Good: 1", line))
    assert "Line 3" in raised.value.title
    assert raised.value.reason


@pytest.mark.parametrize(
    "line", [b"http/1.1 200 OK", b"ICY 200 OK", b"HTTP/1.1 1000 X", b"HTTP/1.1 20 X", b"HTTP/1.1 099 X", b"HTTP/2 200"]
)
def test_C02_a_bad_first_line_is_quoted(line: bytes) -> None:
    with pytest.raises(ProtocolError) as raised:
        parse_head(head(line))
    assert line.decode() in raised.value.reason


def framed(*lines: bytes, method: str = "GET", status: bytes = b"200") -> tuple[Framing, list[str]]:
    notes: list[str] = []
    return framing_of(parse_head(head(b"HTTP/1.1 " + status + b" X", *lines)), method, notes), notes


def test_the_end_of_a_body_is_found_as_the_standard_says() -> None:
    assert framed(b"Content-Length: 5")[0] == Framing("length", 5)
    assert framed(b"Transfer-Encoding: Chunked")[0] == Framing("chunked")
    assert framed()[0] == Framing("close")


@pytest.mark.parametrize(("method", "status"), [("HEAD", b"200"), ("GET", b"204"), ("GET", b"304"), ("CONNECT", b"200")])
def test_C32_some_responses_have_no_body(method: str, status: bytes) -> None:
    assert framed(b"Content-Length: 5", method=method, status=status)[0] == Framing("none")


def test_C08_a_repeated_equal_length_is_noted() -> None:
    assert framed(b"Content-Length: 2, 2") == (Framing("length", 2), ["The response repeats its Content-Length."])


@pytest.mark.parametrize("value", [b"1, 2", b"-2", b"+2", b"x", b"", b"1" * 30])
def test_C09_a_length_that_is_no_number_is_refused(value: bytes) -> None:
    with pytest.raises(ProtocolError, match="not one number"):
        framed(b"Content-Length: " + value)


def test_C10_length_and_chunks_together_are_noted() -> None:
    framing, notes = framed(b"Content-Length: 2", b"Transfer-Encoding: chunked")
    assert framing == Framing("chunked")
    assert "smuggling" in notes[0]


@pytest.mark.parametrize("value", [b"identity", b"gzip, chunked", b"chunked, chunked"])
def test_C11_an_unknown_transfer_coding_is_refused(value: bytes) -> None:
    with pytest.raises(ProtocolError, match="does not know"):
        framed(b"Transfer-Encoding: " + value)
