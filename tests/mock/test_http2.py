"""The echo server with TLS and over HTTP/2: the same routes, many at a time."""

import hashlib
import http.client
import json
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from curlew.mock.certificate import EchoCertificate
from helpers.echo import Echo, running_echo
from helpers.h2talk import H2Talk


@pytest.fixture(scope="module")
def secure() -> Iterator[Echo]:
    with running_echo(tls=True, names=("api.test",)) as server:
        yield server


def trusting(echo: Echo, *protocols: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cadata=echo.ca_pem.decode())
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context


@pytest.fixture
def talk(secure: Echo) -> Iterator[H2Talk]:
    talk = H2Talk(secure.tls_port, trusting(secure, "h2"))
    yield talk
    talk.close()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "api.test"])
def test_its_certificate_holds_for_its_names_and_no_other(secure: Echo, name: str) -> None:
    talk = H2Talk(secure.tls_port, trusting(secure, "h2"), name)
    (answer,) = talk.ask(("GET", "/get?a=1"))
    talk.close()
    assert answer.status == 200
    assert json.loads(answer.body)["url"] == f"https://{name}:{secure.tls_port}/get?a=1"
    with pytest.raises(ssl.SSLCertVerificationError):
        H2Talk(secure.tls_port, trusting(secure, "h2"), "other.test")


def test_http_1_1_is_spoken_where_tls_chose_it(secure: Echo) -> None:
    connection = http.client.HTTPSConnection("localhost", secure.tls_port, timeout=10, context=trusting(secure))
    connection.request("GET", "/get")
    told = json.loads(connection.getresponse().read())
    connection.close()
    assert (told["http_version"], told["url"]) == ("1.1", f"https://localhost:{secure.tls_port}/get")


def test_http_2_is_spoken_where_tls_chose_it(talk: H2Talk) -> None:
    (answer,) = talk.ask(("POST", "/post"), body=b'{"n": 1.10}', headers=[("content-type", "application/json"), ("x-one", "é")])
    told = json.loads(answer.body)
    assert (told["http_version"], told["headers"]["x-one"], told["body"]["size"]) == ("2", "é", 11)
    assert b'"n": 1.10' in answer.body


def test_http_2_without_tls_begins_with_its_preface(secure: Echo) -> None:
    talk = H2Talk(secure.port)
    (answer,) = talk.ask(("GET", "/get"))
    talk.close()
    assert json.loads(answer.body)["url"] == f"http://localhost:{secure.port}/get"


def test_a_slow_answer_holds_up_no_other(talk: H2Talk) -> None:
    slow, quick = talk.ask(("GET", "/drip?numbytes=4&duration=0.2"), ("GET", "/status/418"))
    assert (slow.status, slow.body, quick.status) == (200, b"****", 418)


def test_a_body_larger_than_the_windows_arrives_whole(talk: H2Talk) -> None:
    size = 3_000_000
    one, other = talk.ask(("GET", f"/bytes/{size}?seed=1"), ("GET", f"/bytes/{size}?seed=1"))
    assert len(one.body) == size
    assert hashlib.sha256(one.body).digest() == hashlib.sha256(other.body).digest()


def test_hints_come_before_and_trailers_behind(talk: H2Talk) -> None:
    hinted, trailed = talk.ask(("GET", "/early-hints"), ("GET", "/trailers"))
    assert [status for status, _headers in hinted.interim] == [103]
    assert hinted.interim[0][1][0] == ("link", "</style.css>; rel=preload; as=style")
    assert ("x-body-size", str(len(trailed.body))) in trailed.trailers


def test_what_http_2_has_no_place_for_is_left_out(talk: H2Talk) -> None:
    (answer,) = talk.ask(("GET", "/response-headers?Keep-Alive=1&X-Two=2"))
    assert (answer.status, answer.headers["x-two"], "keep-alive" in answer.headers) == (200, "2", False)


def test_head_and_no_content_have_no_body(talk: H2Talk) -> None:
    head, empty = talk.ask(("HEAD", "/get"), ("GET", "/status/204"))
    assert (head.status, head.body, empty.status, empty.body) == (200, b"", 204, b"")


def test_J02_a_foreign_name_is_refused_in_http_2_too(secure: Echo) -> None:
    context = trusting(secure, "h2")
    context.check_hostname = False
    talk = H2Talk(secure.tls_port, context, "evil.example")
    (answer,) = talk.ask(("GET", "/get"))
    talk.close()
    assert answer.status == 403


def test_a_reset_ends_the_answer_and_not_the_connection(talk: H2Talk) -> None:
    talk._http.send_headers(1, [(":method", "GET"), (":scheme", "https"), (":authority", "localhost"), (":path", "/delay/60")], True)
    talk._http.reset_stream(1)
    (answer,) = talk.ask(("GET", "/get"))
    assert answer.status == 200


def test_garbage_ends_the_connection_alone(secure: Echo) -> None:
    talk = H2Talk(secure.port)
    talk.ask(("GET", "/get"))
    talk.link.sendall(b"\x00\x00\x01\x00\x00\x00\x00\x00\x00A")  # data of no stream
    while talk.link.recv(65536):
        pass
    talk.close()
    other = H2Talk(secure.port)
    assert other.ask(("GET", "/get"))[0].status == 200
    other.close()


def test_the_key_is_on_the_disk_for_a_moment_only() -> None:
    certificate = EchoCertificate()
    folder = certificate.ca_file.parent
    assert [path.name for path in folder.iterdir()] == ["curlew-echo-ca.pem"]
    assert b"PRIVATE" not in certificate.ca_file.read_bytes()
    certificate.close()
    assert not Path(folder).exists()
