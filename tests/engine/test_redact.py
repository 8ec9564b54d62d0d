from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.engine.redact import MASK, Redactor, is_masked_header, redacted
from curlew.engine.remembering import kept_of
from curlew.model.content import Content
from curlew.model.exchange import Exchange, Hop, Mark, Response, SendError, SentRequest
from curlew.model.request import Request
from curlew.model.rows import Row

SECRETS = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=8, max_size=30)


@given(SECRETS, st.text(max_size=5), st.text(max_size=5))
def test_I06_a_value_is_masked_in_every_form(secret: str, before: str, after: str) -> None:
    redactor = Redactor([secret])
    for form in (str, quote, lambda s: quote(s, safe=""), quote_plus, html.escape, lambda s: json.dumps(s)[1:-1]):
        assert form(secret) not in redactor.text(f"{before}{form(secret)}{after}").replace(MASK, "")


@given(SECRETS, st.binary(max_size=7), st.binary(max_size=7))
def test_I06_a_value_within_base64_is_masked_at_every_offset(secret: str, before: bytes, after: bytes) -> None:
    encoded = base64.b64encode(before + secret.encode() + after).decode()
    masked = Redactor([secret]).text(encoded)
    left = masked.replace(MASK, "").rstrip("=")
    assert MASK in masked
    assert len(left) <= len(encoded.rstrip("=")) - (len(secret.encode()) * 8 // 6 - 1)  # but for the characters shared with neighbours


def test_short_values_do_not_mask_half_the_text() -> None:
    assert Redactor(["a", "", "12"]).text("a banana 12") == "a banana 12"


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("Authorization", "Bearer abc", f"Bearer {MASK}"),
        ("authorization", "abc", MASK),
        ("Proxy-Authorization", "Basic abc", f"Basic {MASK}"),
        ("Cookie", "a=1; b=2", f"a={MASK}; b={MASK}"),
        ("Set-Cookie", "sid=abc; Path=/; HttpOnly", f"sid={MASK}; Path=/; HttpOnly"),
        ("X-Api-Key", "abc", MASK),
        ("X-Auth-Token", "abc", MASK),
        ("WWW-Authenticate", 'Basic realm="x"', 'Basic realm="x"'),
        ("Accept", "abc", "abc"),
        ("Authorization", "", ""),
    ],
)
def test_I05_headers_are_masked_by_their_name(name: str, value: str, masked: str) -> None:
    assert Redactor([]).header(name, value) == masked
    line = f"{name}: {value}\r\n".encode()
    assert Redactor([]).head(b"GET / HTTP/1.1\r\n" + line + b"\r\n") == b"GET / HTTP/1.1\r\n" + f"{name}: {masked}\r\n".encode() + b"\r\n"


def test_I05_nothing_of_a_secret_is_left_in_an_exchange() -> None:
    secret = "canary/7f+3a"
    encoded = base64.b64encode(f"user:{secret}".encode()).decode()
    head = f"GET /?k={quote(secret, safe='')} HTTP/1.1\r\nAuthorization: Basic {encoded}\r\nX-Other: {secret}\r\n\r\n".encode()
    request = SentRequest(
        "POST",
        f"http://h/?k={quote(secret)}",
        (("Authorization", f"Basic {encoded}"), ("X", secret)),
        Content.of(json.dumps(secret).encode()),
        head,
    )
    response = Response(
        200, headers=(("Set-Cookie", f"a={secret}"), ("Y", secret)), body=Content.of(f"you sent {secret}".encode()), head=b"HTTP/1.1 200 OK"
    )
    exchange = Exchange(
        (Hop(request, response),), SendError("x", secret, secret, secret), notes=(secret,), received=secret.encode(), secrets=(secret,)
    )
    masked = redacted(exchange)
    assert masked.secrets == ()
    for needle in (secret, quote(secret, safe=""), quote(secret), encoded):
        assert needle not in repr(masked)
    assert masked.response is not None
    assert masked.response.body.data == f"you sent {MASK}".encode()
    assert masked.response.body.size == len(masked.response.body.data)


def test_what_is_left_of_a_value_where_a_text_was_cut_is_masked() -> None:
    redactor = Redactor(["canary-6b1f/+é"])
    for cut in ("canary-6b1f/", "cana", "canary-6b1f%2F%2B"):
        told = redactor.about(f"to http://h/?a={cut}… was not followed")
        assert told.startswith(f"to http://h/?a={MASK}")
        assert "cana" not in told
    assert redactor.about("a can… and a … here") == "a can… and a … here"


def test_a_plus_sign_that_was_taken_for_a_blank_hides_nothing() -> None:
    for form in ("6b1f/ é-canary", "6b1f/%20%C3%A9-canary", "6b1f/+%c3%a9-canary", "6b1f%2F%2B%C3%A9-canary"):
        assert "canary" not in Redactor(["6b1f/+é-canary"]).text(f"http://h/?b={form}&c")


def test_what_is_masked_by_name() -> None:
    assert is_masked_header("X-SESSION-ID")
    assert not is_masked_header("Content-Type")


def test_what_holds_nothing_to_be_masked_is_kept_as_it_is() -> None:
    head = b"GET / HTTP/1.1\r\nHost:   a.test\t\r\nReferer:http://b.test/\r\n\r\n"
    request = SentRequest("GET", "http://a.test/", (("Host", "a.test"), ("Accept", "*/*")), head=head)
    response = Response(200, "OK", headers=(("Location", "/x"),), body=Content.of(b"fine"), head=b"HTTP/1.1 200 OK\r\n\r\n")
    exchange = Exchange((Hop(request, response, marks=(Mark(1.0, "sent"), Mark(2.0, "connect", "127.0.0.1:80"))),), notes=("a note",))
    assert Redactor([]).exchange(exchange) is exchange
    masked = Redactor(["something else"]).exchange(exchange)
    assert masked == exchange
    assert Redactor(["127.0.0.1:80"]).exchange(exchange).hops[0].marks == (Mark(1.0, "sent"), Mark(2.0, "connect", MASK))


def test_a_request_that_only_looks_the_same_has_its_own_text_in_the_history() -> None:
    exchange = Exchange()
    texts = [kept_of(Request(url="http://a.test/", extra={"info.x": value}), exchange)()[1] for value in (1, True)]
    assert texts[0] != texts[1]
    texts = [kept_of(Request(url=url), exchange)()[1] for url in ("http://a.test/", "http://b.test/", "http://a.test/")]
    assert texts[0] == texts[2] != texts[1]
    key = Request(url="http://a.test/", headers=(Row("X-Api-Key", "typed-canary"),))
    assert "typed-canary" not in kept_of(key, exchange)()[1] + kept_of(key, exchange)()[1]
