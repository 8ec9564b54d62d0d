"""The credential matrix: redirect kinds x targets x carriers, over real servers, and not one secret at another origin."""

from __future__ import annotations

import base64
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest
import trustme

from curlew.engine.cookies import JarAccess
from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.auth import Auth
from curlew.model.cookies_jar import Jar
from curlew.model.exchange import Exchange
from curlew.model.inherit import Surroundings
from curlew.model.prepared import Proxy, SendSettings
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.model.template import Layer
from curlew.model.variables import Variable
from helpers.rawserver import OK, Connection, RawServer, raw_server
from helpers.tls import server_context

CANARY = "canary-7f3a-secret"
SEEN = [CANARY, *(base64.b64encode(b"\0" * shift + CANARY.encode()).decode()[4:-4] for shift in range(3))]
KINDS = (301, 302, 303, 307, 308)
TARGETS = {
    "other host": "http://other.example:{http}/x",
    "other port": "http://h.example:{port}/x",
    "sub-domain": "http://a.h.example:{http}/x",
    "parent domain": "http://example:{http}/x",
    "other scheme and port": "https://h.example:{tls}/x",
    "look-alike": "//h.example@other.example:{port}/x",
}
NAMES = ("h.example", "other.example", "a.h.example", "example")

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
TOKEN = b'{"access_token": "%b", "token_type": "Bearer", "expires_in": 3600}' % CANARY.encode()


def credentials(**fields: str) -> dict[str, str]:
    return {"username": "user", "password": CANARY, **fields}


Change = Callable[[Request, str], Request]
"""Puts a carrier on a request; the text is the first server's address."""


def with_auth(kind: str, **fields: object) -> Change:
    return lambda request, _base: replace(request, auth=Auth(kind, fields))


def with_header(name: str, value: str) -> Change:
    return lambda request, _base: replace(request, headers=(*request.headers, Row(name, value)))


def with_token(request: Request, base: str) -> Request:
    fields = {"flow": "client_credentials", "accessTokenUrl": f"{base}/token", "credentials": {"clientId": "me", "clientSecret": CANARY}}
    return replace(request, auth=Auth("oauth2", fields))


AWS = {"accessKeyId": "AKIA" + CANARY, "secretAccessKey": CANARY, "sessionToken": CANARY, "service": "s3", "region": "eu-west-1"}
CARRIERS: dict[str, Change] = {
    "basic": with_auth("basic", **credentials()),
    "bearer": with_auth("bearer", token=CANARY),
    "digest": with_auth("digest", **credentials(username=CANARY)),
    "oauth2 token": with_token,
    "AWS signature": with_auth("awsv4", **AWS),
    "API key in a header": with_auth("apikey", key="X-Plain-Name", value=CANARY, placement="header"),
    "API key in the query": with_auth("apikey", key="k", value=CANARY, placement="query"),
    "API key in a cookie": with_auth("apikey", key="k", value=CANARY, placement="cookie"),
    "typed Authorization": with_header("Authorization", f"Bearer {CANARY}"),
    "typed Cookie": with_header("Cookie", f"sid={CANARY}"),
    "typed Proxy-Authorization": with_header("Proxy-Authorization", f"Basic {CANARY}"),
    "typed key": with_header("X-Api-Key", CANARY),
    "secret variable": with_header("X-Custom", "before {{secret}} behind"),
    "user and password in the URL": lambda request, _base: replace(request, url=request.url.replace("//", f"//user:{CANARY}@", 1)),
    "cookie of the jar": lambda request, _base: request,
}


@dataclass
class World:
    """The servers: `first` answers as `place` and `status` say, the others take whatever comes."""

    first: RawServer
    port: RawServer
    tls: RawServer
    status: int = 302
    place: str = ""
    digest: bool = False
    sets_cookie: bool = False

    @property
    def settings(self) -> SendSettings:
        ports = (self.first.port, self.port.port, self.tls.port)
        names = tuple(f"{name}:{port}:127.0.0.1" for name in NAMES for port in ports)
        return SendSettings(resolve=names, verify_tls=False, body_elsewhere="follow", timeout_s=20)

    def elsewhere(self) -> list[bytes]:
        """Return what reached another origin than `h.example` on the first server's port."""
        own = f"host: h.example:{self.first.port}\r\n".encode()
        return [request for request in self.first.requests if own not in request.lower()] + self.port.requests + self.tls.requests

    def forget(self) -> None:
        for server in (self.first, self.port, self.tls):
            server.requests.clear()


@pytest.fixture(scope="module")
def tls_context() -> ssl.SSLContext:
    return server_context(trustme.CA().issue_cert("h.example"))


@asynccontextmanager
async def a_world(context: ssl.SSLContext) -> AsyncIterator[World]:
    async def answer(connection: Connection) -> None:
        while request := await connection.request():
            world.first.requests.append(request)
            await connection.send(_answer(world, request))

    async with raw_server(answer) as first, raw_server(OK) as port, raw_server(OK, tls=context) as tls:
        world = World(first, port, tls)
        yield world


def _answer(world: World, request: bytes) -> bytes:
    lower = request.lower()
    if request.startswith(b"POST /token"):
        return JSON % (len(TOKEN), TOKEN)
    if f"host: h.example:{world.first.port}\r\n".encode() not in lower:
        return OK
    if world.digest and b"\r\nauthorization: digest" not in lower:
        return b'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=MD5\r\nContent-Length: 0\r\n\r\n'
    cookie = f"Set-Cookie: jar={CANARY}; Path=/; Max-Age=99\r\n" if world.sets_cookie else ""
    return f"HTTP/1.1 {world.status} Moved\r\n{cookie}Location: {world.place}\r\nContent-Length: 0\r\n\r\n".encode()


async def sent(world: World, sender: Sender, carrier: str, settings: SendSettings) -> Exchange:
    base = f"http://h.example:{world.first.port}"
    request = CARRIERS[carrier](Request(url=f"{base}/start"), base)
    around = Surroundings(runtime=(Layer("runtime", "Run", (Variable("secret", secret=True),)),))
    jar = Jar()
    if carrier == "cookie of the jar":
        jar.store(f"old={CANARY}; Path=/; Max-Age=99".encode(), base, 1e9)
    access = JarAccess(jar, clock=lambda: 1e9)
    return await sender.send(SendJob(request, around, lambda *_names: CANARY, options=SendOptions(settings), cookies=access))


@pytest.mark.parametrize("carrier", CARRIERS)
async def test_E01_E02_E03_E04_no_credential_reaches_another_origin(tls_context: ssl.SSLContext, carrier: str) -> None:
    sender = Sender()
    leaks, tried = [], 0
    async with a_world(tls_context) as world:
        world.digest, world.sets_cookie = carrier == "digest", carrier == "cookie of the jar"
        for status in KINDS:
            for target, place in TARGETS.items():
                world.forget()
                world.status = status
                world.place = place.format(http=world.first.port, port=world.port.port, tls=world.tls.port)
                exchange = await sent(world, sender, carrier, world.settings)
                there = world.elsewhere()
                assert exchange.error is None, exchange.error
                assert len(there) == 1, (carrier, target, status, exchange.notes)
                tried += 1
                assert _shows_it(b"".join(world.first.requests), carrier), "the first server has to get what is not to leak"
                if carrier == "cookie of the jar" and "//h.example:" in place:
                    assert _leaks(there[0]), "cookies do not tell ports apart (E13; RFC 6265bis, 8.5)"
                elif _leaks(there[0]):
                    leaks.append((carrier, target, status, there[0]))
        await sender.close()
    assert tried == len(KINDS) * len(TARGETS)
    assert not leaks


def _shows_it(requests: bytes, carrier: str) -> bool:
    signed = {"digest": b"\r\nAuthorization: Digest", "AWS signature": b"\r\nAuthorization: AWS4"}
    return signed.get(carrier, b"") in requests and any(form.encode() in requests for form in SEEN)


def _leaks(request: bytes) -> bool:
    head = request.lower()
    names = (b"\r\nauthorization:", b"\r\ncookie:", b"\r\nproxy-authorization:", b"\r\nx-amz-", b"\r\nreferer:")
    return any(form.encode() in request for form in SEEN) or any(name in head for name in names)


@pytest.mark.parametrize("carrier", ["digest", "oauth2 token", "AWS signature", "typed Cookie", "secret variable", "cookie of the jar"])
async def test_E03_the_same_origin_gets_them_again(tls_context: ssl.SSLContext, carrier: str) -> None:
    sender = Sender()
    async with a_world(tls_context) as world:
        world.digest, world.place = carrier == "digest", "/again"
        exchange = await sent(world, sender, carrier, replace(world.settings, max_redirects=1))
        await sender.close()
        again = [request for request in world.first.requests if request.startswith(b"GET /again")]
    assert len(exchange.hops) >= 2
    assert _shows_it(again[-1], carrier)


async def test_E02_a_trusted_host_gets_what_the_person_typed_but_no_cookie_of_another_host(tls_context: ssl.SSLContext) -> None:
    sender = Sender()
    async with a_world(tls_context) as world:
        world.place = f"http://other.example:{world.port.port}/x"
        settings = replace(world.settings, trusted_hosts=("other.example",))
        await sent(world, sender, "typed key", settings)
        await sender.close()
        (there,) = world.elsewhere()
    assert f"X-Api-Key: {CANARY}".encode() in there
    assert b"\r\nCookie:" not in there, "the jar binds cookies to their host, trust or not"


async def test_E02_a_proxys_password_goes_to_the_proxy_only(tls_context: ssl.SSLContext) -> None:
    sender = Sender()
    async with a_world(tls_context) as world, raw_server(OK) as proxy:
        world.place = f"http://other.example:{world.port.port}/x"
        through = Proxy(f"http://user:{CANARY}@127.0.0.1:{proxy.port}", bypass=("other.example", "h.example"))
        await sent(world, sender, "bearer", replace(world.settings, proxy=through))
        await sender.close()
        assert not proxy.requests
        assert not any(_leaks(request) for request in world.elsewhere())
