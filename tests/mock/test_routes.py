"""Every endpoint of the echo server, asked over a real connection."""

import base64
import gzip
import hashlib
import http.client
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from curlew import __version__
from curlew.mock.routes import ROUTES
from helpers.echo import Echo, echo

__all__ = ["echo"]


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def ask(echo: Echo, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    connection = http.client.HTTPConnection(echo.host, echo.port, timeout=10)
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("method", "path", "status", "wanted"),
    [
        ("GET", "/get?a=1&a=2&b=", 200, {"args": {"a": ["1", "2"], "b": ""}, "method": "GET", "origin": "127.0.0.1"}),
        ("DELETE", "/delete?x=%C3%A9", 200, {"args": {"x": "é"}, "method": "DELETE"}),
        ("REPORT", "/anything/deep/er?q=1", 200, {"method": "REPORT", "args": {"q": "1"}}),
        ("GET", "/cookies", 200, {"cookies": {}}),
        ("GET", "/status/404", 404, {"status": 404, "reason": "Not Found"}),
        ("GET", "/status/299", 299, {"status": 299}),
        ("POST", "/status/500", 500, {"status": 500}),
        ("GET", "/delay/0.01?x=1", 200, {"delay": 0.01, "args": {"x": "1"}}),
        ("GET", "/_curlew", 200, {"name": "curlew-echo", "version": __version__}),
        ("GET", "/json", 200, {"title": "A morning on the mudflat", "verified": True}),
        ("GET", "/graphql?query={hello}", 200, {"data": {"hello": "Hello, world!"}}),
        ("GET", "/bearer", 401, {"error": "There is no bearer token in the Authorization header."}),
        ("GET", "/nowhere", 404, {"error": "There is nothing at /nowhere."}),
        ("GET", "/delay/soon", 400, {"error": "'soon' is no time to wait."}),
        ("GET", "/delay/1e9", 400, {}),
        ("GET", "/delay/nan", 400, {}),
        ("GET", "/status/99", 400, {}),
        ("GET", "/status/101", 400, {}),
        ("GET", "/status/200,101", 400, {}),
        ("GET", "/status/200,,500", 400, {}),
        ("GET", "/status/200:0", 400, {}),
        ("GET", "/status/200:-1", 400, {}),
        ("GET", "/status/404:0,503:2.5", 503, {"status": 503}),
        ("GET", "/status/418,%20418", 418, {"status": 418}),
        ("GET", "/status/%D9%A1%D9%A1%D9%A1", 400, {}),
        ("GET", "/redirect/0", 400, {}),
        ("GET", "/redirect/999", 400, {}),
        ("GET", "/redirect-to", 400, {}),
        ("GET", "/redirect-to?url=/&status_code=200", 400, {}),
        ("GET", "/bytes/-1", 400, {}),
        ("GET", "/bytes/99999999999", 400, {}),
        ("GET", "/stream/x", 400, {}),
        ("GET", "/image/bmp", 404, {}),
        ("GET", "/response-headers?a%20b=1", 400, {}),
        ("GET", "/response-headers?A=1%0D%0AB:%202", 400, {}),
        ("GET", "/response-headers?Content-Length=3", 400, {}),
        ("GET", "/cookies/set?a%3Bb=1", 400, {}),
        ("POST", "/get", 405, {"error": "/get takes GET, HEAD, not POST."}),
        ("GET", "/upload", 405, {}),
    ],
)
def test_answers(echo: Echo, method: str, path: str, status: int, wanted: Mapping[str, object]) -> None:
    answer = ask(echo, method, path)
    assert answer.status == status
    told = answer.json
    assert {name: told[name] for name in wanted} == wanted


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_body_comes_back_in_all_its_shapes(echo: Echo, method: str) -> None:
    told = ask(echo, method, f"/{method.lower()}", b'{"n": 1.10, "big": 9007199254740993, "n": 2}', {"Content-Type": "application/json"})
    assert told.json["data"] == '{"n": 1.10, "big": 9007199254740993, "n": 2}'
    assert b'"json": {"n": 1.10, "big": 9007199254740993, "n": 2}' in told.body, "JSON comes back to the letter"
    assert told.json["body"]["size"] == 44


@pytest.mark.parametrize("body", [b"{", b"NaN", b"\xff", b"[" * 100_000, b"", b"'x'", b'{"a": "\t"}'])
def test_what_is_no_json_is_told_as_none(echo: Echo, body: bytes) -> None:
    answer = ask(echo, "POST", "/post", body)
    assert (answer.status, answer.json["json"]) == (200, None)


def test_a_form_comes_back_as_fields(echo: Echo) -> None:
    told = ask(echo, "POST", "/post", b"a=1&a=2&b=x+y%C3%A9&c", {"Content-Type": "application/x-www-form-urlencoded"}).json
    assert told["form"] == {"a": ["1", "2"], "b": "x yé", "c": ""}
    assert told["data"] == ""


def test_bytes_that_are_no_text_come_back_as_a_data_address(echo: Echo) -> None:
    told = ask(echo, "POST", "/post", b"\xff\x00", {"Content-Type": "image/png"}).json
    assert told["data"] == "data:image/png;base64,/wA="


def test_a_multipart_form_comes_back_with_files(echo: Echo) -> None:
    body = (
        b'--xyz\r\nContent-Disposition: form-data; name="field"\r\n\r\nvalue\r\n'
        b'--xyz\r\nContent-Disposition: form-data; name="f"; filename="a \\"b\\".txt"\r\nContent-Type: text/plain\r\n\r\nline\r\n--xy\r\n'
        b"--xyz--\r\n"
    )
    told = ask(echo, "POST", "/post", body, {"Content-Type": "multipart/form-data; boundary=xyz"}).json
    assert told["form"] == {"field": "value"}
    assert told["files"] == {"f": "line\r\n--xy"}
    assert told["files_list"] == [
        {
            "name": "f",
            "filename": 'a "b".txt',
            "content_type": "text/plain",
            "size": 10,
            "sha256": hashlib.sha256(b"line\r\n--xy").hexdigest(),
        }
    ]


def test_a_broken_multipart_form_is_told(echo: Echo) -> None:
    told = ask(echo, "POST", "/post", b"--xyz\r\n", {"Content-Type": "multipart/form-data; boundary=xyz"}).json
    assert told["body_problem"] == "the closing boundary is missing"


def test_a_big_upload_is_counted_and_hashed_not_kept(echo: Echo) -> None:
    data = bytes(range(256)) * 4096 * 20
    told = ask(echo, "PUT", "/upload", data, {"Content-Type": "application/octet-stream"}).json
    assert (told["size"], told["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert ask(echo, "POST", "/post", data).json["data"] is None


def test_headers_come_back_in_wire_order_with_duplicates(echo: Echo) -> None:
    connection = http.client.HTTPConnection(echo.host, echo.port, timeout=10)
    connection.putrequest("GET", "/headers", skip_accept_encoding=True)
    for name, value in (("X-b", "1"), ("x-A", "é"), ("X-B", "2")):
        connection.putheader(name, value.encode())
    connection.endheaders()
    told = json.loads(connection.getresponse().read())
    connection.close()
    assert told["headers_list"][1:] == [["X-b", "1"], ["x-A", "é"], ["X-B", "2"]]
    assert told["headers"]["X-b"] == "1, 2"


def test_cookies_are_told_set_and_deleted(echo: Echo) -> None:
    assert ask(echo, "GET", "/cookies", headers={"Cookie": "a=1; b=x=y"}).json == {"cookies": {"a": "1", "b": "x=y"}}
    answer = ask(echo, "GET", "/cookies/set?a=1&b=2")
    assert (answer.status, answer.header("Location")) == (302, "/cookies")
    assert [value for name, value in answer.headers if name == "Set-Cookie"] == ["a=1; Path=/", "b=2; Path=/"]
    assert ask(echo, "GET", "/cookies/set/c/3").header("Set-Cookie") == "c=3; Path=/"
    assert "Max-Age=0" in ask(echo, "GET", "/cookies/delete?a").header("Set-Cookie")


@pytest.mark.parametrize(
    ("credentials", "status"),
    [("zoe:marsh & moor", 200), ("zoe:wrong", 401), ("", 401), ("zoe", 401), (":", 401), ("zoé:marsh & moor", 401)],
)
def test_basic_authentication(echo: Echo, credentials: str, status: int) -> None:
    headers = {"Authorization": "Basic " + base64.b64encode(credentials.encode()).decode()} if credentials else {}
    answer = ask(echo, "GET", "/basic-auth/zoe/marsh%20%26%20moor", headers=headers)
    assert answer.status == status
    assert (answer.header("WWW-Authenticate") != "") == (status == 401)


@pytest.mark.parametrize("header", ["Basic !!!", "Basic", "Bearer x", "basic em9l\x00"])
def test_garbled_credentials_are_refused(echo: Echo, header: str) -> None:
    assert ask(echo, "GET", "/basic-auth/a/b", headers={"Authorization": header.replace("\x00", "")}).status == 401


def test_bearer_tells_the_token(echo: Echo) -> None:
    assert ask(echo, "GET", "/bearer", headers={"Authorization": "bearer abc"}).json == {"authenticated": True, "token": "abc"}


def test_redirects(echo: Echo) -> None:
    assert [ask(echo, "GET", f"/redirect/{n}").header("Location") for n in (3, 1)] == ["/redirect/2", "/get"]
    answer = ask(echo, "POST", "/redirect-to?url=/get%3Fx%3D%C3%A9&status_code=307")
    assert (answer.status, answer.header("Location")) == (307, "/get?x=%C3%A9")


def test_a_stream_comes_in_chunks(echo: Echo) -> None:
    answer = ask(echo, "GET", "/stream/3")
    assert answer.header("Transfer-Encoding") == "chunked"
    assert [json.loads(line)["id"] for line in answer.body.splitlines()] == [0, 1, 2]


def test_bytes_are_so_many_and_the_same_for_a_seed(echo: Echo) -> None:
    first, again, other = (ask(echo, "GET", f"/bytes/100000?seed={seed}").body for seed in ("a", "a", "b"))
    assert len(first) == 100_000
    assert first == again != other
    assert ask(echo, "GET", "/bytes/0").body == b""


def test_compressed_answers(echo: Echo) -> None:
    packed = ask(echo, "GET", "/gzip?a=1")
    assert (packed.header("Content-Encoding"), json.loads(gzip.decompress(packed.body))["gzipped"]) == ("gzip", True)
    packed = ask(echo, "GET", "/deflate")
    assert (packed.header("Content-Encoding"), json.loads(zlib.decompress(packed.body))["deflated"]) == ("deflate", True)


@pytest.mark.parametrize(
    ("path", "content_type", "inside"),
    [
        ("/encoding/utf8", "text/plain; charset=utf-8", "日本語"),
        ("/xml", "application/xml", "<latin>Numenius arquata</latin>"),
        ("/html", "text/html; charset=utf-8", "<h1>The curlew</h1>"),
        ("/image/svg", "image/svg+xml", "<svg "),
        ("/json", "application/json; charset=utf-8", "54.10"),
        ("/", "text/html; charset=utf-8", "/basic-auth/{user}/{password}"),
    ],
)
def test_documents(echo: Echo, path: str, content_type: str, inside: str) -> None:
    answer = ask(echo, "GET", path)
    assert (answer.status, answer.header("Content-Type")) == (200, content_type)
    assert inside in answer.body.decode()


def test_the_picture_is_a_png(echo: Echo) -> None:
    body = ask(echo, "GET", "/image/png").body
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", body[16:24]) == (160, 160)


def test_response_headers_as_asked_for(echo: Echo) -> None:
    answer = ask(echo, "GET", "/response-headers?X-A=1&x-a=2&Content-Type=text/plain&Server=%C3%A9")
    assert [header for header in answer.headers if header[0].lower() == "x-a"] == [("X-A", "1"), ("x-a", "2")]
    assert answer.header("Content-Type") == "text/plain"
    assert [name for name, _ in answer.headers].count("Server") == 1


@pytest.mark.parametrize("route", [route for route in ROUTES if route.methods], ids=lambda route: route.pattern)
def test_options_tells_the_methods(echo: Echo, route: Any) -> None:
    answer = ask(echo, "OPTIONS", route.pattern)
    assert (answer.status, answer.body) == (204, b"")
    assert set(route.methods) <= set(answer.header("Allow").split(", "))


def test_one_status_of_a_list_is_drawn(echo: Echo) -> None:
    assert {ask(echo, "GET", "/status/200,500").status for _ in range(60)} == {200, 500}


@pytest.mark.parametrize("path", ["/get", "/json", "/bytes/1000", "/stream/5", "/status/204", "/gzip"])
def test_head_gives_no_body(echo: Echo, path: str) -> None:
    answer = ask(echo, "HEAD", path)
    assert answer.status in (200, 204)
    assert answer.body == b""


def test_graphql_answers_from_a_body(echo: Echo) -> None:
    body = json.dumps({"query": "query Q($n: String) { hi: hello(name: $n) birds { name } }", "variables": {"n": "Zoë"}}).encode()
    told = ask(echo, "POST", "/graphql", body).json
    assert told["data"]["hi"] == "Hello, Zoë!"
    assert len(told["data"]["birds"]) == 3


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"query": 1}', b"\xff", b'{"query": "{ nothing }"}', b'{"query": "{"}'])
def test_graphql_refuses_in_its_own_shape(echo: Echo, body: bytes) -> None:
    answer = ask(echo, "POST", "/graphql", body)
    assert answer.status == 400
    assert answer.json["errors"][0]["message"]
