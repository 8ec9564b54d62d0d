"""Through proxies: HTTP, HTTPS and SOCKS5, with and without credentials, and all the ways in which they fail."""

from __future__ import annotations

import asyncio
import base64
import ssl
from pathlib import Path

import pytest
import trustme

from curlew.engine.send import Sender, SendOptions
from curlew.model.exchange import Exchange, SendError
from curlew.model.prepared import Proxy, SendSettings
from curlew.model.request import Request
from curlew.model.sendevent import Phase, SendEvent
from curlew.net.bypass import bypassed
from curlew.net.errors import SendingError
from curlew.net.proxy import proxy_address
from curlew.net.system_proxy import system_proxy
from helpers.h2server import h2_server
from helpers.proxies import Handler, ProxyServer, proxy_server, saying, socks_proxy
from helpers.rawserver import OK, raw_server, send

ACCOUNT = base64.b64encode("ada:pässword".encode())


pytestmark = pytest.mark.usefixtures("trusted")


def tls_context(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


def via(url: str, *bypass: str, **settings: object) -> SendOptions:
    return SendOptions(SendSettings(proxy=Proxy(url, bypass, "from the test"), **settings))  # type: ignore[arg-type]


def error_of(exchange: Exchange) -> SendError:
    assert exchange.error is not None
    assert exchange.error.reason
    assert exchange.error.hint
    return exchange.error


async def test_plain_http_goes_to_the_proxy_in_absolute_form() -> None:
    async with raw_server(OK) as server, proxy_server() as proxy:
        exchange = await send(f"{server.url}/a?b=1", options=via(f"http://127.0.0.1:{proxy.port}"))
    assert exchange.error is None
    assert exchange.hops[0].request.head == proxy.asked[0]
    assert proxy.asked[0].startswith(f"GET http://127.0.0.1:{server.port}/a?b=1 HTTP/1.1\r\nHost: ".encode())
    assert server.requests[0].startswith(b"GET /a?b=1 HTTP/1.1\r\n")
    assert exchange.hops[0].connection.proxy == f"http://127.0.0.1:{proxy.port}, from the test"


async def test_credentials_reach_the_proxy_and_nobody_else() -> None:
    url = "http://ada:p%C3%A4ssword@127.0.0.1:{}"
    async with raw_server(OK) as server, proxy_server(account=ACCOUNT) as proxy:
        exchange = await send(server.url, options=via(url.format(proxy.port)))
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.status == 200
    assert exchange.hops[0].request.head == proxy.asked[0]
    assert b"proxy-auth" not in server.requests[0].lower()
    assert "pässword" in exchange.secrets
    assert ACCOUNT.decode() in exchange.secrets
    assert "ada" not in exchange.hops[0].connection.proxy


@pytest.mark.parametrize("outer_tls", [False, True])
async def test_https_goes_through_a_tunnel(ca: trustme.CA, outer_tls: bool) -> None:
    events: list[SendEvent] = []
    async with (
        raw_server(OK, tls_context(ca)) as server,
        proxy_server(tls=tls_context(ca) if outer_tls else None, account=ACCOUNT) as proxy,
    ):
        sender = Sender()
        scheme = "https" if outer_tls else "http"
        options = via(f"{scheme}://ada:p%C3%A4ssword@127.0.0.1:{proxy.port}")
        exchange = await send(server.url, sender, events, options=options)
        again = await send(server.url, sender, options=options)
        await sender.close()
    assert exchange.error is None
    assert again.hops[0].connection.reused
    assert len(proxy.asked) == 1
    assert proxy.asked[0].startswith(f"CONNECT 127.0.0.1:{server.port} HTTP/1.1\r\n".encode())
    assert b"proxy-auth" not in server.requests[0].lower()
    assert exchange.timings.proxy is not None
    assert [event.name for event in events if isinstance(event, Phase)][-5:] == ["proxy", "tls", "send", "wait", "receive"]
    assert exchange.hops[0].connection.tls.startswith("TLSv1.3")
    assert exchange.hops[0].connection.verified is True


async def test_http2_goes_through_a_tunnel_too(ca: trustme.CA) -> None:
    async with h2_server(tls=tls_context(ca)) as server, proxy_server() as proxy:
        exchange = await send(server.url, options=via(f"127.0.0.1:{proxy.port}"))
    assert exchange.response is not None
    assert exchange.response.http_version == "HTTP/2"


@pytest.mark.parametrize(("scheme", "kind"), [("socks5", b"1 127.0.0.1"), ("socks5h", b"3 localhost")])
async def test_socks_looks_names_up_here_or_there(ca: trustme.CA, scheme: str, kind: bytes) -> None:
    async with raw_server(OK, tls_context(ca)) as server, proxy_server(socks_proxy, account=b"ada:secret") as proxy:
        options = via(f"{scheme}://ada:secret@127.0.0.1:{proxy.port}", ip_version="4")
        exchange = await send(f"https://localhost:{server.port}", options=options)
    assert exchange.error is None
    assert proxy.asked == [kind + f":{server.port}".encode()]


async def test_a_redirect_leaves_the_proxy_where_the_list_says_so() -> None:
    async with raw_server(OK) as end, proxy_server(account=ACCOUNT) as proxy:
        there = f"HTTP/1.1 302 Found\r\nLocation: http://localhost:{end.port}/b\r\nContent-Length: 0\r\n\r\n".encode()
        async with raw_server(there) as start:
            options = via(f"http://ada:p%C3%A4ssword@127.0.0.1:{proxy.port}", f"localhost:{end.port}")
            exchange = await send(start.url, options=options)
    assert exchange.error is None
    assert len(proxy.asked) == 1
    assert end.requests[0].startswith(b"GET /b HTTP/1.1\r\n")
    assert b"roxy-" not in end.requests[0]
    assert [hop.connection.proxy != "" for hop in exchange.hops] == [True, False]


async def test_F08_a_proxy_that_wants_a_password(ca: trustme.CA) -> None:
    async with raw_server(OK) as plain, raw_server(OK, tls_context(ca)) as secure, proxy_server(account=ACCOUNT) as proxy:
        by_http = await send(plain.url, options=via(f"http://127.0.0.1:{proxy.port}"))
        by_https = await send(secure.url, options=via(f"http://127.0.0.1:{proxy.port}"))
        wrong = await send(secure.url, options=via(f"http://ada:no@127.0.0.1:{proxy.port}"))
    assert by_http.response is not None
    assert by_http.response.status == 407
    assert any(note.startswith("The proxy wants a user name and password.") for note in by_http.notes)
    error = error_of(by_https)
    assert (error.kind, error.phase, error.title) == ("proxy", "proxy", "The proxy wants a user name and password")
    assert "“the lab”" in error.reason
    assert error_of(wrong).title == "The proxy did not take the user name and password"
    assert "no@" not in error_of(wrong).reason
    assert b"407 No" in by_https.received


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("ftp://proxy:21", "ftp:// is no proxy that Curlew can use"),
        ("socks4://proxy:1080", "socks4:// is no proxy that Curlew can use"),
        ("http://", "The proxy’s address has no host"),
        ("http://ada:secret@", "The proxy’s address has no host"),
        ("http://proxy:99999", "The proxy’s address cannot be used"),
        ("http://pro xy", "The proxy’s address cannot be used"),
        ("http://[::1", "The proxy’s address cannot be used"),
    ],
)
async def test_F09_an_address_that_is_none_is_told_before_connecting(url: str, title: str) -> None:
    error = error_of(await send("http://127.0.0.1:9/", options=via(url)))
    assert (error.kind, error.phase, error.title) == ("proxy", "prepare", title)
    assert "secret" not in error.reason


def test_F09_an_address_without_a_scheme_is_an_http_proxy() -> None:
    assert proxy_address(Proxy("proxy:3128")).address == "http://proxy:3128"
    assert proxy_address(Proxy("socks5://proxy")).address == "socks5://proxy:1080"
    assert proxy_address(Proxy("https://[::1]")).address == "https://[::1]:443"
    found = proxy_address(Proxy("http://a%40b:c%3Ad@büro.example:80/"))
    assert (found.host, found.user, found.password) == ("xn--bro-hoa.example", "a@b", "c:d")
    assert "c:d" not in repr(found)
    with pytest.raises(SendingError):
        proxy_address(Proxy(""))


async def told(handler: Handler, scheme: str, ca: trustme.CA) -> tuple[str, str]:
    async with proxy_server(handler) as proxy:
        exchange = await asyncio.wait_for(send("https://127.0.0.1:9/", options=via(f"{scheme}://u:p@127.0.0.1:{proxy.port}")), 5)
    error = error_of(exchange)
    assert (error.kind, error.phase) == ("proxy", "proxy")
    return error.title, error.reason


async def test_F10_every_failure_of_a_socks_proxy_has_its_own_words(ca: trustme.CA) -> None:
    methods = b"\x05\x00"
    refusals = [saying(methods, bytes([5, code, 0, 1, 0, 0, 0, 0, 0, 0])) for code in (1, 2, 3, 4, 5, 6, 7, 8, 99)]
    others = [
        saying(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        saying(b""),
        saying(b"\x05\xff"),
        saying(b"\x05\x02", b"\x01\x01"),
        saying(methods, b"\x05\x00"),
        saying(methods, b"\x04\x5a\0\0\0\0\0\0"),
    ]
    seen = [await told(handler, "socks5h", ca) for handler in (*refusals, *others)]
    titles = [title for title, _reason in seen]
    assert len(set(seen)) == len(seen)
    assert len(set(titles[:9])) == 9
    assert titles[9] == titles[14] == "What answers at the proxy’s address is no SOCKS5 proxy"
    assert titles[10] == titles[13] == "The SOCKS proxy closed the connection"
    async with proxy_server(saying(b"\x05\xff")) as proxy:
        error = error_of(await send("http://127.0.0.1:9/", options=via(f"socks5://127.0.0.1:{proxy.port}")))
    assert error.title == "The SOCKS proxy wants a user name and password"


async def test_each_failure_of_an_http_proxy_has_its_own_words(ca: trustme.CA) -> None:
    answers = [
        b"",
        b"\x05\x00junk",
        b"HTTP/1.1 403 Forbidden\r\n\r\nnot there",
        b"HTTP/1.1 502 Bad Gateway\r\n\r\n",
        b"HTTP/1.1 405 No\r\n\r\n",
        b"HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n\r\n",
        b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\n\r\n",
    ]
    seen = [await told(saying(answer), "http", ca) for answer in answers]
    assert len({title for title, _reason in seen}) == len(answers)
    assert "NTLM, Negotiate" in seen[5][1]


async def test_a_proxy_that_is_not_there_is_told_with_its_address() -> None:
    error = error_of(await send("http://example.invalid/", options=via("http://127.0.0.1:1")))
    assert (error.kind, error.title) == ("refused", "The proxy http://127.0.0.1:1 refused the connection")


async def test_F11_the_environment_says_which_proxy_and_the_exchange_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with raw_server(OK) as server, proxy_server() as proxy:
        monkeypatch.setenv("http_proxy", f"127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", "localhost:1")
        exchange = await send(server.url, options=via("system"))
        direct = await send(server.url)
    assert exchange.hops[0].connection.proxy == f"http://127.0.0.1:{proxy.port}, from the environment variable http_proxy"
    assert direct.hops[0].connection.proxy == ""
    assert len(proxy.asked) == 1


def test_F11_surprises_of_the_environment() -> None:
    def url(environ: dict[str, str], scheme: str = "http") -> str | None:
        found = system_proxy(scheme, "api.example.com", 80, environ)
        return found.url if found else None

    assert url({"HTTP_PROXY": "up:1", "http_proxy": "low:1"}) == "low:1"
    assert url({"HTTP_PROXY": "up:1"}) == "up:1"
    assert url({"HTTP_PROXY": "up:1", "REQUEST_METHOD": "GET"}) is None
    assert url({"http_proxy": "", "HTTP_PROXY": "up:1"}) is None
    assert url({"ALL_PROXY": "all:1"}, "https") == "all:1"
    assert url({"HTTP_PROXY": "up:1"}, "https") is None
    assert url({"http_proxy": "low:1", "NO_PROXY": "other.org, .example.com"}) is None
    assert url({}) is None


@pytest.mark.parametrize(
    ("host", "pattern", "direct"),
    [
        ("api.example.com", "example.com", True),
        ("api.example.com", ".example.com", True),
        ("example.com", ".example.com", True),
        ("example.com", "*.example.com", False),
        ("api.example.com", "*.example.com", True),
        ("notexample.com", "example.com", False),
        ("API.Example.COM.", "example.com", True),
        ("anything", "*", True),
        ("10.1.2.3", "10.0.0.0/8", True),
        ("11.1.2.3", "10.0.0.0/8", False),
        ("10.1.2.3", "10.1.*", True),
        ("::1", "::1", True),
        ("::1", "[::1]:443", True),
        ("::1", "[::1]:80", False),
        ("fd00::5", "fd00::/8", True),
        ("127.0.0.5", "localhost", True),
        ("localhost", "localhost", True),
        ("printer", "<local>", True),
        ("printer.lan", "<local>", False),
        ("api.example.com", "example.com:443", True),
        ("api.example.com", "example.com:80", False),
        ("api.example.com", "", False),
        ("1.2.3.4", "4", False),
    ],
)
def test_lists_of_hosts_reached_directly(host: str, pattern: str, direct: bool) -> None:
    assert bypassed(host, 443, [pattern]) is direct


async def test_F14_cancelling_within_a_proxy_leaves_nothing_open(ca: trustme.CA) -> None:
    async def silent(_state: object, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        await reader.read(1)

    async def turns(proxy: ProxyServer, connections: int) -> None:
        for _turn in range(100_000):
            if proxy.open == connections:
                return
            await asyncio.sleep(0)
        raise AssertionError(f"{proxy.open} connections are open")

    async with proxy_server(silent) as proxy:
        sender = Sender()
        for scheme in ("http", "socks5h", "https"):
            async with asyncio.TaskGroup() as group:
                options = via(f"{scheme}://127.0.0.1:{proxy.port}")
                task = group.create_task(send(Request(url="https://127.0.0.1:9/"), sender, options=options))
                await turns(proxy, 1)
                task.cancel()
            assert task.result().error is not None
            await turns(proxy, 0)
        await sender.close()


async def test_F08_a_tunnel_refused_with_401_speaks_of_the_account_that_was_shown() -> None:
    answer = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"
    async with proxy_server(saying(answer)) as proxy:
        error = error_of(await send("https://example.invalid/", options=via(f"http://ada:wrong@127.0.0.1:{proxy.port}")))
    assert error.title == "The proxy did not take the user name and password"
    assert "answered 401" in error.reason
    assert "wrong" not in f"{error.reason} {error.hint}"


async def test_a_proxy_whose_name_nobody_knows_is_told_as_the_proxy() -> None:
    error = error_of(await send("http://127.0.0.1:1/", options=via("http://proxy.invalid:3128")))
    assert (error.kind, error.phase) == ("dns", "dns")
    assert error.title == "The proxy http://proxy.invalid:3128 could not be found"
    assert "from the test" in error.hint


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_an_encrypted_proxy_is_judged_by_the_requests_own_authorities(
    ca: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """Also where the request itself is plain http, which has no TLS settings of its own to borrow."""
    monkeypatch.delenv("SSL_CERT_FILE")
    own = (tmp_path / "ca.pem",)
    context = tls_context(ca)
    async with raw_server(OK, context if scheme == "https" else None) as server, proxy_server(tls=context) as proxy:
        address = f"https://localhost:{proxy.port}"
        trusting = await send(server.url, options=via(address, ca_files=own), allowed_files=frozenset(own))
        blind = await send(server.url, options=via(address, verify_tls=False))
        strict = await send(server.url, options=via(address))
    assert (trusting.error, blind.error) == (None, None)
    assert error_of(strict).title == f"The way to the proxy {address} could not be encrypted"


async def test_a_proxy_that_takes_the_connection_and_says_nothing_is_not_told_as_a_host_that_is_not_there() -> None:
    async def silent(_state: ProxyServer, reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        while await reader.read(1000):
            pass

    for scheme in ("http", "socks5"):
        async with proxy_server(silent) as proxy:
            address = f"{scheme}://127.0.0.1:{proxy.port}"
            error = error_of(
                await send("https://example.invalid/", options=via(address, connect_timeout_s=0.05, resolve=("*:443:127.0.0.1",)))
            )
        assert (error.kind, error.phase) == ("timeout", "proxy"), scheme
        assert error.title == "No tunnel through the proxy within 0.05 s"


@pytest.mark.parametrize("answer", [b"\x05\xff", b"", b"HTTP/1.1 2"])
async def test_F08_a_proxy_that_answers_plain_requests_wrongly_is_named(answer: bytes) -> None:
    async with proxy_server(saying(answer)) as proxy:
        exchange = await send("http://example.invalid/", options=via(f"http://ada:secret@127.0.0.1:{proxy.port}"))
    error = error_of(exchange)
    assert f"handed to the proxy http://127.0.0.1:{proxy.port} (from the test)" in error.reason
    assert "secret" not in error.reason
