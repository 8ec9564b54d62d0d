from __future__ import annotations

from dataclasses import replace

import pytest

from curlew.model.prepared import Header, Prepared, SendSettings
from curlew.net.errors import SendingError
from curlew.net.headers import checked, checked_method, head_bytes, is_sensitive, shown_value, value_bytes


def test_a_head_is_written_byte_for_byte() -> None:
    headers = (Header("b", "1"), Header("A", ""), Header("b", "é"))
    prepared = Prepared("Get", "http://h/ x", "http", "h", 80, b"/ x", headers)
    assert head_bytes(prepared) == b"Get / x HTTP/1.1\r\nb: 1\r\nA: \r\nb: \xc3\xa9\r\n\r\n"
    latin = replace(prepared, settings=SendSettings(header_encoding="latin-1"))
    assert head_bytes(latin) == b"Get / x HTTP/1.1\r\nb: 1\r\nA: \r\nb: \xe9\r\n\r\n"


def test_D02_a_jars_bytes_that_are_no_text_go_out_as_they_came() -> None:
    cookie = Header("Cookie", b"a=\xff\xc3\xa9".decode("utf-8", "surrogateescape"), "cookie")
    assert value_bytes(cookie, "utf-8") == value_bytes(cookie, "latin-1") == b"a=\xff\xc3\xa9"
    assert shown_value(cookie) == "a=ÿÃ©"
    assert checked(cookie, []) == cookie


def test_D02_what_latin_1_cannot_hold_is_refused_by_name() -> None:
    latin = SendSettings(header_encoding="latin-1")
    notes: list[str] = []
    assert checked(Header("X", "é"), notes, latin).value == "é"
    assert "Latin-1" in notes[0]
    with pytest.raises(SendingError, match="X has no form in Latin-1") as failure:
        checked(Header("X", "好"), [], latin)
    assert failure.value.field == "header:X"


AS_IS = SendSettings(as_is=True)


@pytest.mark.parametrize("header", [Header("X Y", "1"), Header("X", "a\nb"), Header("", "1"), Header("é", "1"), Header("X", " 1 ")])
def test_D01_D03_as_is_everything_that_has_bytes_goes_out(header: Header) -> None:
    assert checked(header, [], AS_IS) == header


def test_D01_as_is_says_what_is_wrong() -> None:
    notes: list[str] = []
    checked(Header("X Y", "1"), notes, AS_IS)
    assert "X Y" in notes[0]
    assert "a space" in notes[0]
    assert checked_method("GET X", as_is=True) == "GET X"
    with pytest.raises(SendingError):
        checked(Header("X", chr(0xD800)), [], AS_IS)


def test_D01_an_empty_name_tells_no_secret() -> None:
    with pytest.raises(SendingError) as failure:
        checked(Header("", "hunter2", secret=True), [])
    assert "hunter2" not in failure.value.reason


@pytest.mark.parametrize("name", ["Authorization", "cookie", "X-API-KEY", "X-Auth-Token", "Proxy-Authorization", "X-Secret"])
def test_E02_names_that_carry_credentials(name: str) -> None:
    assert is_sensitive(name)


@pytest.mark.parametrize("name", ["Accept", "Content-Type", "X-Request-Id", "Idempotency-Key"])
def test_names_that_do_not(name: str) -> None:
    assert not is_sensitive(name)


def test_D06_the_method_keeps_its_case() -> None:
    assert checked_method(" pAtCh ") == "pAtCh"


@pytest.mark.parametrize("character", ["\r", "\n", "\0", chr(0xD800), chr(0xDFFF)])
def test_D01_no_value_breaks_the_head(character: str) -> None:
    with pytest.raises(SendingError, match="X cannot be sent"):
        checked(Header("X", f"a{character}b"), [])
