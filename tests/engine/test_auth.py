"""Auth kinds in whole sends: challenges answered, credentials kept at their origin, nothing of them left behind."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from curlew.engine.remembering import masked_request, typed_secrets
from curlew.engine.send import SendJob
from curlew.engine.session import Session
from curlew.model.auth import INHERIT, Auth
from curlew.model.body import FileBody, RawBody
from curlew.model.exchange import Exchange
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Defaults, Request
from curlew.model.rows import FileChoice, Row
from curlew.storage.profile import Profile
from helpers.echo import Echo, echo
from helpers.rawserver import OK, raw_server, send

__all__ = ["echo"]

DIGEST = Auth("digest", {"username": "Jürgen", "password": 'p"ä\\ss-word'})
PATH = "J%C3%BCrgen/p%22%C3%A4%5Css-word"


def statuses(exchange: Exchange) -> list[int]:
    return [hop.response.status for hop in exchange.hops if hop.response]


@pytest.mark.parametrize("qop", ["auth", "auth-int", "none", "auth-int,auth"])
@pytest.mark.parametrize("algorithm", ["", "/MD5", "/MD5-sess", "/SHA-256", "/SHA-256-sess", "/SHA-512-256", "/SHA-512-256-SESS"])
async def test_digest_is_answered(echo: Echo, qop: str, algorithm: str) -> None:
    url = f"{echo.base}/digest-auth/{qop}/{PATH}{algorithm}?a=b%20c&d"
    exchange = await send(Request(method="POST", url=url, auth=DIGEST, body=RawBody("json", '{"ä": 1}')))
    assert exchange.error is None
    assert statuses(exchange) == [401, 200]
    assert exchange.hops[1].why == "auth"


async def test_digest_hides_the_user_takes_the_next_nonce_and_renews_an_old_one(echo: Echo) -> None:
    url = f"{echo.base}/digest-auth/auth/{PATH}/SHA-256"
    hidden = await send(Request(url=url + "?userhash=true&nextnonce=true", auth=DIGEST))
    assert statuses(hidden) == [401, 200]
    assert "userhash=true" in dict(hidden.request.headers)["Authorization"]
    challenge = b'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="%s", qop="auth"%s\r\nContent-Length: 0\r\n\r\n'
    answers = (challenge % (b"one", b""), challenge % (b"two", b", stale=TRUE"), OK)
    async with raw_server(answers) as server:
        exchange = await send(Request(url=server.url, auth=DIGEST))
    assert statuses(exchange) == [401, 401, 200]
    assert [re.search(rb'nonce="(\w+)"', one)[1] for one in server.requests[1:]] == [b"one", b"two"]


async def test_a_wrong_password_is_not_tried_again(echo: Echo) -> None:
    auth = Auth("digest", {"username": "ada", "password": "wrong"})
    exchange = await send(Request(url=f"{echo.base}/digest-auth/auth/ada/right", auth=auth))
    assert statuses(exchange) == [401, 401]
    assert any("did not accept" in note for note in exchange.notes)


@pytest.mark.parametrize(
    ("challenge", "said"),
    [
        (b'Digest realm="r", nonce="n", algorithm=FOO', "FOO"),
        (b'Digest realm="r", qop="auth"', "nonce"),
        (b'Digest realm="r", nonce="n", qop="auth-conf"', "auth-conf"),
        (b"Digest \xff=,,", "realm"),
        (b"", "no Digest"),
    ],
)
async def test_E20_a_challenge_that_cannot_be_answered_shows_the_401_with_a_note(challenge: bytes, said: str) -> None:
    answer = b"HTTP/1.1 401 No\r\nWWW-Authenticate: " + challenge + b"\r\nContent-Length: 4\r\n\r\nbody"
    async with raw_server(answer) as server:
        exchange = await send(Request(url=server.url, auth=DIGEST))
    assert exchange.error is None
    assert statuses(exchange) == [401]
    assert exchange.response.body.read() == b"body"
    assert any(said in note for note in exchange.notes)


async def test_auth_int_hashes_a_file(echo: Echo, tmp_path: Path) -> None:
    (tmp_path / "f.bin").write_bytes(b"\0\xff" * 50_000)
    request = Request(
        method="PUT",
        url=f"{echo.base}/digest-auth/auth-int/ada/p/SHA-256",
        auth=Auth("digest", {"username": "ada", "password": "p"}),
        body=FileBody((FileChoice("f.bin"),)),
    )
    exchange = await send(request, folder=tmp_path)
    assert statuses(exchange) == [401, 200]


async def test_what_was_signed_stays_at_its_origin() -> None:
    async with raw_server(OK) as other:
        back = b"HTTP/1.1 302 Found\r\nLocation: " + other.url.encode() + b"/there\r\nContent-Length: 0\r\n\r\n"
        keys = {"accessKeyId": "AK", "secretAccessKey": "SK", "sessionToken": "ST", "service": "s3", "region": "eu-west-1"}
        async with raw_server(back) as server:
            await send(Request(url=server.url, auth=Auth("awsv4", keys)))
            await send(Request(url=server.url, auth=Auth("apikey", {"key": "sid", "value": "VAL", "placement": "cookie"})))
    assert b"Authorization: AWS4-HMAC-SHA256" in server.requests[0]
    assert b"Cookie: sid=VAL" in server.requests[1]
    for request in other.requests:
        assert b"Authorization" not in request
        assert b"X-Amz" not in request
        assert b"VAL" not in request


async def test_a_typed_authorization_counts_and_is_said(echo: Echo) -> None:
    request = Request(url=f"{echo.base}/anything", headers=(Row("Authorization", "mine"),), auth=Auth("awsv4", {}))
    exchange = await send(request)
    assert dict(exchange.request.headers)["Authorization"] == "mine"
    assert any("not the one of the Auth tab" in note for note in exchange.notes)


async def test_inherited_kinds_sign_too(echo: Echo) -> None:
    above = Above("folder", "Pets", 1, Defaults(auth=DIGEST))
    exchange = await send(Request(url=f"{echo.base}/digest-auth/auth/{PATH}", auth=INHERIT), around=Surroundings((above,)))
    assert statuses(exchange) == [401, 200]


async def test_a_flow_leaves_no_token_in_any_file_of_the_profile(echo: Echo, tmp_path: Path) -> None:
    profile = Profile.at(tmp_path / "home")
    profile.create()
    session = Session(profile)
    await session.open_workspace()
    auth = Auth(
        "oauth2",
        {
            "flow": "password",
            "accessTokenUrl": f"{echo.base}/oauth2/token",
            "credentials": {"clientId": "c", "clientSecret": "secret"},
            "resourceOwner": {"username": "bob", "password": "password"},
            "scope": "openid",
        },
    )
    request = Request(name="me", url=f"{echo.base}/bearer", auth=auth)
    assert (await session.tokens.state(request)).status == "none"
    exchange = await session.send(request)
    token = dict(exchange.request.headers)["Authorization"].removeprefix("Bearer ")
    assert token.encode() in exchange.response.body.read()
    state = await session.tokens.state(request)
    assert (state.status, state.kind, state.scopes, state.account, state.refreshable) == (
        "valid",
        "Bearer, JWT",
        ("openid",),
        "bob@example.com",
        True,
    )
    assert token not in repr(state)
    assert await session.tokens.value(request) == token
    assert (await session.tokens.refresh(request)).status == "valid"
    renewed = await session.tokens.value(request)
    assert renewed != token
    await session.tokens.fetch(request)
    last = await session.tokens.value(request)
    await session.tokens.forget(request)
    assert (await session.tokens.state(request)).status == "none"
    await session.close()
    found = b"".join(file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file())
    assert b"/bearer" in found
    for secret in (token, renewed, last):
        assert secret.encode() not in found
        assert secret.rpartition(".")[2].encode() not in found
        assert hashlib.sha256(secret.encode()).hexdigest().encode() not in found


def test_a_job_without_auth_gets_nothing_made() -> None:
    assert SendJob(Request()).tokens is None


async def test_a_token_fetched_in_the_collection_serves_its_requests(echo: Echo, tmp_path: Path) -> None:
    folder = tmp_path / "api"
    folder.mkdir()
    auth = f"""
    type: oauth2
    flow: client_credentials
    accessTokenUrl: {echo.base}/oauth2/token
    credentials:
      clientId: "{{{{id}}}}"
      clientSecret: secret
"""
    head = "opencollection: 1.0.0\ninfo:\n  name: API\nrequest:\n  variables:\n    - name: id\n      value: of-collection\n  auth:"
    (folder / "opencollection.yml").write_text(head + auth)
    request = f"info:\n  name: me\n  type: http\nhttp:\n  method: GET\n  url: {echo.base}/oauth2/userinfo\n  auth: inherit\n"
    (folder / "me.yml").write_text(request)
    session = Session(Profile.at(tmp_path / "home"))
    session.profile.create()
    await session.open_workspace()
    collection = await session.open_path(folder)
    await session.settled()
    me = session.tree.child_ids(collection)[0]
    given = (await session.load(collection)).value.defaults
    state = await session.tokens.fetch(Request(auth=given.auth, variables=given.variables), collection)
    assert state.status == "valid"
    inherited = (await session.load(me)).value
    assert (await session.tokens.state(inherited, me)).preview == state.preview
    exchange = await session.send(inherited, me)
    assert b"of-collection" in exchange.response.body.read()
    assert exchange.notes == ()
    await session.close()


def test_more_parameters_are_masked_by_their_names() -> None:
    rows = [{"name": "client_assertion", "value": "eyJhbGciOi.secret"}, {"name": "audience", "value": "https://api.example"}]
    auth = Auth("oauth2", {"additionalParameters": {"accessTokenRequest": rows}, "credentials": {"clientSecret": "hush-hush-hush"}})
    kept = masked_request(Request(auth=auth)).auth
    assert [row["value"] == rows[at]["value"] for at, row in enumerate(kept.rows("additionalParameters.accessTokenRequest"))] == [
        False,
        True,
    ]
    assert "hush" not in repr(kept)
    assert set(typed_secrets(Request(auth=auth))) == {"eyJhbGciOi.secret", "hush-hush-hush"}
