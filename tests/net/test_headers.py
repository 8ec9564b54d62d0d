from __future__ import annotations

import pytest

from curlew.model.prepared import Header
from curlew.net.errors import SendingError
from curlew.net.headers import checked, checked_method, head_bytes, is_sensitive


def test_a_head_is_written_byte_for_byte() -> None:
    headers = (Header("b", "1"), Header("A", ""), Header("b", "é"))
    assert head_bytes("Get", b"/ x", headers) == b"Get / x HTTP/1.1\r\nb: 1\r\nA: \r\nb: \xc3\xa9\r\n\r\n"


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
