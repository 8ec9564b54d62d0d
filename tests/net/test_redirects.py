"""Section E of the catalogue: where redirects lead, and what they must not carry."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from curlew.engine.send import Sender, SendJob
from curlew.model.auth import Auth
from curlew.model.body import RawBody
from curlew.model.exchange import Response
from curlew.model.inherit import Surroundings
from curlew.model.prepared import Header, Payload, Prepared, SendSettings
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.sendevent import Redirected, SendEvent
from curlew.model.template import Layer
from curlew.model.variables import Variable
from curlew.net.redirects import next_step
from helpers.rawserver import OK, raw_server, send

CANARY = "canary-7f3a"
CARRIERS = {
    "Authorization": "request",
    "Cookie": "request",
    "Proxy-Authorization": "request",
    "X-Api-Key": "request",
    "X-Auth-Token": "request",
    "X-Custom": "secret",  # carries a secret variable
    "X-Signed": "auth",
    "X-Session": "inherited",
}
TARGETS = {
    "other host": "http://other.example/x",
    "other port": "http://h.example:81/x",
    "sub-domain": "http://a.h.example/x",
    "parent domain": "http://example/x",
    "other scheme and port": "https://h.example:8443/x",
    "look-alike": "http://h.example@other.example/x",
}


def hop(url: str = "http://h.example/a/b?c", method: str = "GET", body: bytes = b"", **settings: object) -> Prepared:
    scheme, rest = url.split("://")
    host = rest.split("/")[0]
    headers = [Header("Host", host, "auto"), Header("X-Plain", "plain")]
    headers += [Header(n, CANARY, "request" if o == "secret" else o, secret=o == "secret") for n, o in CARRIERS.items()]
    if body:
        headers += [Header("Content-Type", "text/plain", "auto"), Header("Content-Length", str(len(body)), "auto")]
    payload = Payload((body,), "text/plain", len(body)) if body else None
    port = 443 if scheme == "https" else 80
    return Prepared(method, url, scheme, host, port, b"/a/b?c", tuple(headers), payload, SendSettings(**settings))  # type: ignore[arg-type]


def redirect(status: int, location: str) -> Response:
    return Response(status, headers=(("Location", location),))


@pytest.mark.parametrize(("status", "target"), list(itertools.product((301, 302, 303, 307, 308), TARGETS)))
def test_E01_E02_E03_no_credential_crosses_an_origin(status: int, target: str) -> None:
    step = next_step(hop(), redirect(status, TARGETS[target]), 0)
    assert step.prepared is not None
    assert not [header for header in step.prepared.headers if CANARY in header.value]
    assert [header.value for header in step.prepared.headers if header.name == "X-Plain"] == ["plain"]
    assert all(name in step.notes[0] for name in CARRIERS)


@pytest.mark.parametrize("location", ["/x", "?y", "z", "../q", "//h.example/x", "http://H.example:80/x", "https://h.example/"])
def test_E03_the_same_origin_keeps_all(location: str) -> None:
    step = next_step(hop(), redirect(302, location), 0)
    assert step.prepared is not None
    assert len([header for header in step.prepared.headers if CANARY in header.value]) == len(CARRIERS)


def test_E01_authorization_goes_on_where_the_setting_says_so() -> None:
    step = next_step(hop(forward_authorization=True), redirect(302, "http://other.example/"), 0)
    assert step.prepared is not None
    assert [header.name for header in step.prepared.headers if CANARY in header.value] == ["Authorization"]


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/x y", "http://h.example/x%20y"),
        ("z", "http://h.example/a/z"),
        ("../q?r", "http://h.example/q?r"),
        ("?only", "http://h.example/a/b?only"),
        ("//other.example", "http://other.example/"),
        ("http://other.example#frag", "http://other.example/"),
        ("é", "http://h.example/a/%C3%A9"),
        ("/a//b/../c", "http://h.example/a//c"),
    ],
)
def test_a_location_is_resolved(location: str, url: str) -> None:
    step = next_step(hop(), redirect(302, location), 0)
    assert step.prepared is not None
    assert step.prepared.url == url
    assert step.prepared.target.decode() == "/" + url.split("/", 3)[3]


@pytest.mark.parametrize(
    ("raw", "path"), [(b"/caf\xe9?\xfc", b"/caf%E9?%FC"), ("/café?ü".encode(), b"/caf%C3%A9?%C3%BC"), (b"/100%", b"/100%25")]
)
async def test_E08_a_location_beyond_ascii_leads_where_browsers_go(raw: bytes, path: bytes) -> None:
    async with raw_server([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nlocation: " + raw + b"\r\n\r\n", OK]) as server:
        exchange = await send(server.url)
    assert exchange.error is None
    assert server.requests[1].startswith(b"GET " + path + b" ")


@pytest.mark.parametrize(
    ("status", "method", "becomes"),
    [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (303, "HEAD", "HEAD"),
        (301, "PUT", "PUT"),
        (302, "DELETE", "DELETE"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
        (302, "GET", "GET"),
    ],
)
def test_E06_the_method_changes_as_browsers_change_it(status: int, method: str, becomes: str) -> None:
    step = next_step(hop(method=method, body=b"body"), redirect(status, "/x"), 0)
    assert step.prepared is not None
    assert step.prepared.method == becomes
    kept = becomes == method and not (status == 303 and method != "HEAD")
    assert (step.prepared.payload is not None) == kept
    assert any(header.name == "Content-Type" for header in step.prepared.headers) == kept


@pytest.mark.parametrize("status", [307, 308])
def test_E06_a_body_goes_to_another_server_only_if_a_person_says_so(status: int) -> None:
    prepared, response = hop(method="POST", body=b"body"), redirect(status, "http://other.example/")
    step = next_step(prepared, response, 0)
    assert step.prepared is None
    assert step.question is not None
    assert step.question.kind == "body"
    assert "4 bytes" in step.question.reason
    assert "its body would go to another server" in step.refused
    step = next_step(prepared, response, 0, frozenset({"body"}))
    assert step.prepared is not None
    assert step.prepared.payload == prepared.payload
    assert not [header for header in step.prepared.headers if CANARY in header.value]


@pytest.mark.parametrize(("setting", "goes"), [("follow", True), ("stop", False)])
def test_E06_a_setting_answers_for_the_body(setting: str, goes: bool) -> None:
    step = next_step(hop(method="POST", body=b"body", body_elsewhere=setting), redirect(307, "http://other.example/"), 0)
    assert step.question is None
    assert (step.prepared is not None) == goes
    assert goes or "its body would go to another server" in step.notes[0]


def test_E05_a_redirect_out_of_encryption_asks() -> None:
    prepared, response = hop("https://h.example/a/b?c"), redirect(302, "http://h.example/")
    step = next_step(prepared, response, 0)
    assert step.prepared is None
    assert step.question is not None
    assert step.question.kind == "downgrade"
    assert "encryption" in step.refused
    step = next_step(prepared, response, 0, frozenset({"downgrade"}))
    assert step.prepared is not None
    assert not [header for header in step.prepared.headers if CANARY in header.value], "http gets no credentials of https"
    assert any("left encryption" in note for note in step.notes)


@pytest.mark.parametrize(("setting", "goes"), [("follow", True), ("stop", False)])
def test_E05_a_setting_answers_for_leaving_encryption(setting: str, goes: bool) -> None:
    step = next_step(hop("https://h.example/", https_to_http=setting), redirect(302, "http://h.example/"), 0)
    assert (step.question, step.prepared is not None) == (None, goes)
    assert goes or "encryption" in step.notes[0]


def test_E05_E06_out_of_encryption_and_elsewhere_are_two_questions() -> None:
    prepared, response = hop("https://h.example/", "POST", b"body"), redirect(307, "http://other.example/")
    first = next_step(prepared, response, 0)
    second = next_step(prepared, response, 0, frozenset({"downgrade"}))
    assert first.question is not None
    assert second.question is not None
    assert (first.question.kind, second.question.kind) == ("downgrade", "body")
    same_host = next_step(prepared, redirect(307, "http://h.example/"), 0, frozenset({"downgrade"}))
    assert same_host.prepared is not None, "the first question said that the body goes along"


@pytest.mark.parametrize("location", ["http://other.example/", "http://x.other.example:81/"])
def test_E02_a_trusted_host_gets_all(location: str) -> None:
    prepared = replace(hop(method="POST", body=b"body", trusted_hosts=("other.example",)), auth=Auth("digest"))
    step = next_step(prepared, redirect(307, location), 0)
    assert step.prepared is not None
    assert len([header for header in step.prepared.headers if CANARY in header.value]) == len(CARRIERS)
    assert step.prepared.auth == Auth("digest")
    assert step.prepared.payload is not None


def test_E01_a_kind_that_signs_does_not_sign_for_another_server() -> None:
    prepared = replace(hop(), auth=Auth("digest"))
    elsewhere = next_step(prepared, redirect(302, "http://other.example/"), 0).prepared
    here = next_step(prepared, redirect(302, "/x"), 0).prepared
    assert elsewhere is not None
    assert elsewhere.auth is None
    assert here is not None
    assert here.auth == Auth("digest")


def test_E02_a_secret_in_any_header_stays_even_where_nobody_marked_it() -> None:
    prepared = replace(hop(), headers=(Header("X-Note", "for canary-7f3a only"), Header("X-canary-7f3a", "1")), secrets=(CANARY,))
    step = next_step(prepared, redirect(302, "http://other.example/"), 0)
    assert step.prepared is not None
    assert not step.prepared.headers


@pytest.mark.parametrize(("status", "method"), [(301, "POST"), (302, "POST"), (303, "PUT")])
def test_E06_the_method_is_kept_where_the_settings_say_so(status: int, method: str) -> None:
    step = next_step(hop(method=method, body=b"body", keep_method=True), redirect(status, "/x"), 0)
    assert step.prepared is not None
    assert (step.prepared.method, step.prepared.payload is not None) == (method, True)


def test_E02_a_key_in_the_query_does_not_travel() -> None:
    step = next_step(hop(f"http://h.example/a?key={CANARY}"), redirect(302, "http://other.example/b"), 0)
    assert step.prepared is not None
    assert CANARY not in step.prepared.url
    assert CANARY.encode() not in step.prepared.target


def test_E10_no_referer_is_sent_and_no_password_shown() -> None:
    step = next_step(hop(), redirect(302, f"http://u:{CANARY}@other.example/"), 0)
    assert step.prepared is not None
    assert not [header for header in step.prepared.headers if header.name.lower() == "referer"]
    refused = next_step(hop(max_redirects=0), redirect(302, f"http://u:{CANARY}@other.example/"), 0)
    assert refused.error is not None
    assert CANARY not in refused.error.reason


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "ftp://h/", "http://", "http://[::1", "data:,x", "mailto:a@b", "http:/x", "https:x"],
)
def test_E08_what_is_no_web_address_is_not_followed(location: str) -> None:
    step = next_step(hop(), redirect(302, location), 0)
    assert step.prepared is None
    assert step.error is None
    assert "not followed" in step.notes[0]


def test_E07_a_redirect_without_location_is_shown() -> None:
    step = next_step(hop(), Response(302), 0)
    assert step.prepared is None
    assert "no Location" in step.notes[0]


def test_E09_credentials_in_a_location_are_not_used() -> None:
    step = next_step(hop(), redirect(302, "http://u:p@other.example/"), 0)
    assert step.prepared is not None
    assert step.prepared.url == "http://other.example/"
    assert not [header for header in step.prepared.headers if header.name == "Authorization"]
    assert any("were not used" in note for note in step.notes)


def test_not_followed_where_the_setting_says_so() -> None:
    assert next_step(hop(follow_redirects=False), redirect(302, "/x"), 0).prepared is None


async def test_E07_a_loop_ends_with_every_hop_shown() -> None:
    events: list[SendEvent] = []
    async with raw_server(
        b"HTTP/1.1 302 Found\r\nLocation: \r\nLocation: /again\r\nContent-Length: 0\r\n\r\n".replace(b"Location: \r\n", b"")
    ) as server:
        exchange = await send(Request(url=server.url, settings=Settings(max_redirects=3)), events=events)
    assert len(exchange.hops) == 4
    assert exchange.error is not None
    assert exchange.error.title == "Stopped after 3 redirects"
    assert exchange.response is not None
    assert exchange.response.status == 302
    assert len([e for e in events if isinstance(e, Redirected)]) == 3


async def test_E01_on_the_wire_nothing_secret_reaches_the_other_server() -> None:
    around = Surroundings(runtime=(Layer("runtime", "Run", (Variable("k", secret=True),)),))
    async with raw_server(OK) as other:
        moved = b"HTTP/1.1 307 Moved\r\nLocation: %b/there\r\nContent-Length: 0\r\n\r\n" % other.url.encode()
        async with raw_server(moved) as server:
            request = Request(
                url=server.url, headers=(Row("X-Custom", "v {{k}}"), Row("X-Plain", "1")), auth=Auth("bearer", {"token": "{{k}}"})
            )
            sender = Sender()
            exchange = await sender.send(SendJob(request, around, lambda _layer, _name: CANARY))
            await sender.close()
    assert CANARY.encode() in server.requests[0]
    assert CANARY.encode() not in other.requests[0]
    assert b"X-Plain: 1" in other.requests[0]
    assert [h.response.status for h in exchange.hops if h.response] == [307, 200]
    assert any("Not sent on to" in note for note in exchange.notes)


async def test_E06_a_body_is_sent_again_to_the_same_server() -> None:
    moved = b"HTTP/1.1 308 Moved\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"
    async with raw_server([moved, OK]) as server:
        exchange = await send(Request(method="POST", url=server.url, body=RawBody("text", "body")))
    assert [request.split(b" ")[1] for request in server.requests] == [b"/", b"/there"]
    assert all(request.endswith(b"body") for request in server.requests)
    assert exchange.request is not None
    assert exchange.request.body.read() == b"body"
