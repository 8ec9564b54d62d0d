from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from curlew.mock.oauth_issuer import Issuer, fits
from curlew.mock.routes import answer
from curlew.mock.shapes import EchoRequest, ReceivedBody, Reply

BACK = "http://127.0.0.1:5000/callback"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # RFC 7636 appendix B
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def get(path: str, **query: str) -> Reply:
    return answer(EchoRequest("GET", f"{path}?{urlencode(query)}", (("Host", "localhost"),)))


def post(path: str, *headers: tuple[str, str], **form: str) -> tuple[int, dict]:
    data = urlencode(form).encode()
    reply = answer(EchoRequest("POST", path, (("Host", "localhost"), *headers), body=ReceivedBody(len(data), "", data)))
    assert isinstance(reply.body, bytes)
    return reply.status, json.loads(reply.body)


def location(reply: Reply) -> str:
    return dict(reply.headers)["Location"]


def code(**more: str) -> str:
    asked = {"response_type": "code", "client_id": "c", "redirect_uri": BACK, "auto": "allow", "code_challenge": CHALLENGE}
    reply = get("/oauth2/authorize", **{**asked, "code_challenge_method": "S256", "state": "s t", **more})
    held = parse_qs(urlsplit(location(reply)).query)
    assert held["state"] == ["s t"]
    return held["code"][0]


def exchange(given: str, **more: str) -> tuple[int, dict]:
    form = {"grant_type": "authorization_code", "code": given, "redirect_uri": BACK, "client_id": "c", "code_verifier": VERIFIER}
    return post("/oauth2/token", **{**form, **more})


def test_a_code_is_good_once_and_only_with_its_verifier_client_and_address() -> None:
    assert fits(VERIFIER, CHALLENGE, "S256")
    given = code(scope="openid x")
    status, tokens = exchange(given)
    assert status == 200
    assert tokens["scope"] == "openid x"
    assert {"access_token", "refresh_token", "id_token", "expires_in"} <= tokens.keys()
    assert exchange(given)[1]["error"] == "invalid_grant"
    assert exchange(code(), code_verifier="x" * 43)[1]["error"] == "invalid_grant"
    assert exchange(code(), redirect_uri=BACK + "2")[1]["error"] == "invalid_grant"
    assert exchange(code(), client_id="other")[1]["error"] == "invalid_grant"
    assert exchange("nonsense")[1]["error"] == "invalid_grant"


def test_a_person_may_say_no_and_addresses_elsewhere_are_refused() -> None:
    held = parse_qs(urlsplit(location(get("/oauth2/authorize", redirect_uri=BACK, auto="deny", state="1"))).query)
    assert held["error"] == ["access_denied"]
    for url in ("https://evil.example/cb", "", "javascript:alert(1)", "http://u@127.0.0.1/", "http://127.0.0.1.evil.example/"):
        assert get("/oauth2/authorize", redirect_uri=url, auto="allow").status == 400


def test_the_consent_page_needs_no_script_and_shows_names_as_text() -> None:
    page = get("/oauth2/authorize", response_type="code", client_id="<b>x</b>", redirect_uri=BACK, scope='"><script>').body
    assert isinstance(page, bytes)
    assert b"<script" not in page
    assert b"&lt;b&gt;x" in page
    assert b'<form method="post" action="/oauth2/authorize">' in page


def test_other_grants_and_who_may_use_them() -> None:
    status, tokens = post("/oauth2/token?expires_in=5", grant_type="client_credentials", client_id="c", client_secret="secret")
    assert (status, tokens["expires_in"]) == (200, 5)
    assert "refresh_token" not in tokens
    assert post("/oauth2/token", grant_type="client_credentials", client_id="c")[1]["error"] == "unauthorized_client"
    assert post("/oauth2/token", grant_type="client_credentials", client_id="c", client_secret="x")[0] == 401
    basic = ("Authorization", "Basic " + base64.b64encode(b"c:secret").decode())
    assert post("/oauth2/token?client=body", basic, grant_type="client_credentials")[0] == 401
    status, tokens = post("/oauth2/token?client=header", basic, grant_type="password", username="bob", password="password")
    assert status == 200
    renewed = post("/oauth2/token", basic, grant_type="refresh_token", refresh_token=tokens["refresh_token"])[1]
    assert renewed["access_token"] != tokens["access_token"]
    assert post("/oauth2/token", basic, grant_type="refresh_token", refresh_token=tokens["refresh_token"])[0] == 400
    assert post("/oauth2/token", basic, grant_type="password", username="bob", password="no")[1]["error"] == "invalid_grant"
    assert post("/oauth2/token", basic, grant_type="x")[1]["error"] == "unsupported_grant_type"


def test_tokens_are_looked_at_and_can_be_revoked() -> None:
    tokens = post("/oauth2/token", grant_type="client_credentials", client_id="c", client_secret="secret")[1]
    bearer = (("Host", "localhost"), ("Authorization", f"Bearer {tokens['access_token']}"))
    assert answer(EchoRequest("GET", "/oauth2/userinfo", bearer)).status == 200
    assert get("/oauth2/userinfo", access_token=tokens["access_token"]).status == 200
    post("/oauth2/revoke", token=tokens["access_token"])
    assert answer(EchoRequest("GET", "/oauth2/userinfo", bearer)).status == 401
    assert get("/oauth2/userinfo").status == 401
    assert get("/oauth2").status == 200


@pytest.mark.parametrize("text", ["", "a.b.c", "..", "a", "é.é.é", "\udc00"])
def test_what_is_no_token_is_none(text: str) -> None:
    assert Issuer().read(text, "access") is None
