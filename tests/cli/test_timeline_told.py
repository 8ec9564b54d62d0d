"""What `curlew send` tells of the way that a request went: in --json and with -v."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from curlew.cli.main import run
from curlew.cli.printing import print_heads
from curlew.cli.report import report as report_of
from curlew.model.exchange import Certificate, Connection, Exchange, Hop, Interim, Mark, Response, SentRequest, Timings
from curlew.model.request import Request
from helpers.echo import Echo
from helpers.report import check_report

CERTIFICATE = Certificate(
    "CN=api.example.dev", "CN=R11", ("api.example.dev",), 1.0, 4e9, fingerprint="ab" * 32, problem="not for this host"
)
WAY = Connection(
    "192.0.2.1:443",
    "192.0.2.9:5000",
    tls="TLSv1.3, X",
    certificates=(CERTIFICATE,),
    verified=False,
    proxy="http://p:3128, from the settings",
)
HOPS = (
    Hop(SentRequest("GET", "https://api.example.dev/"), Response(401), Timings(total=3.0), WAY),
    Hop(
        SentRequest("GET", "https://api.example.dev/", (("Authorization", "Digest x"),)),
        Response(200, trailers=(("X-Sum", "9b\x1b[31m"),)),
        Timings(queue=1.0, proxy=2.0, total=4.0),
        WAY,
        why="auth",
        started=3.0,
        interim=(Interim(103, "Early Hints", (("Link", "</a>"),)),),
        marks=(Mark(3.5, "dns", "192.0.2.1"), Mark(4.0, "tls", "TLSv1.3")),
    ),
)
SEND = Exchange(HOPS, timings=Timings(queue=1.0, total=7.0))


def test_the_object_holds_the_whole_timeline():
    told = report_of(SEND, Request(), ())
    check_report(told)
    assert (told["why"], told["started_ms"]) == ("auth", 3.0)
    assert told["connection"]["certificates"][0]["problem"] == "not for this host"
    assert told["connection"]["verified"] is False
    assert told["marks"][0] == {"at_ms": 3.5, "kind": "dns", "detail": "192.0.2.1"}
    assert told["interim"][0]["status"] == 103
    assert told["response"]["trailers"] == [["X-Sum", "9b\x1b[31m"]]
    assert told["timings_ms"]["total"] == 7.0, "of the whole send"
    assert told["redirects"][0]["timings_ms"]["total"] == 3.0, "of that hop"
    json.dumps(told)


def test_verbose_tells_it_in_words(capfd: pytest.CaptureFixture[str]):
    print_heads(SEND)
    said = capfd.readouterr().err
    for words in (
        "* Sent again with credentials",
        "* 3.5 ms  Name found: 192.0.2.1",
        "* via proxy http://p:3128, from the settings",
        "* 192.0.2.1:443, TLSv1.3, X, from 192.0.2.9:5000",
        "* certificate not verified",
        "api.example.dev, by R11",
        "not for this host",
        "< 103 Early Hints",
        "< Link: </a>",
        "* trailers, after the body",
        "queue 1.0 ms, total 7.0 ms",
    ):
        assert words in said, words
    assert "\x1b" not in said


def test_a_real_send_tells_its_connection(report: Callable[..., Any], echo: Echo) -> None:
    sent = report(f"{echo.base}/redirect/1")
    assert (sent["redirects"][0]["why"], sent["why"]) == ("", "redirect")
    assert sent["connection"]["remote"] == f"127.0.0.1:{echo.port}"
    assert sent["connection"]["reused"] is True
    assert sent["started_ms"] > 0
    assert sent["sizes"]["response_body"] == sent["response"]["encoded_size"] > 0


def test_a_failure_names_its_phase(capfd: pytest.CaptureFixture[str], unused_tcp_port: int) -> None:
    assert run(["send", f"http://127.0.0.1:{unused_tcp_port}/", "--json"], lambda _arguments: 99) == 1
    error = json.loads(capfd.readouterr().out)["error"]
    assert error["phase"] == "connect"
