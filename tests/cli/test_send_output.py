"""What `curlew send` prints, keeps and leaves alone."""

import json
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curlew.cli.report import body_json
from curlew.model.content import Content
from helpers.echo import Echo
from helpers.report import body_bytes

Send = Callable[..., tuple[int, bytes, str]]


def told(out: bytes) -> Any:
    return json.loads(out)


def test_redirects_stand_before_the_answer(report: Callable[..., Any], echo: Echo) -> None:
    sent = report(f"{echo.base}/redirect/2")
    assert [hop["response"]["status"] for hop in sent["redirects"]] == [302, 302]
    assert (sent["response"]["status"], sent["request"]["url"]) == (200, f"{echo.base}/get")


def test_a_packed_body_is_unpacked_and_both_sizes_told(report: Callable[..., Any], echo: Echo) -> None:
    response = report(f"{echo.base}/gzip")["response"]
    assert json.loads(response["body"]["text"])["gzipped"] is True
    assert response["encoded_size"] < response["size"] == len(response["body"]["text"].encode())


def test_bytes_are_base64(report: Callable[..., Any], echo: Echo) -> None:
    body = report(f"{echo.base}/image/png")["response"]["body"]
    assert body_bytes(body).startswith(b"\x89PNG")
    assert "base64" in body


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("text/plain;%20charset=utf-16", "base64"),
        ("text/plain;%20charset=rot13", "base64"),
        ("text/plain;%20charset=latin-1", "text"),
        ("x/y", "text"),
    ],
)
def test_text_only_where_the_declared_charset_fits(report: Callable[..., Any], echo: Echo, content_type: str, kind: str) -> None:
    body = report(f"{echo.base}/response-headers?a=bcd&Content-Type={content_type}")["response"]["body"]
    assert set(body) == {kind}


def test_header_values_are_decoded(report: Callable[..., Any], echo: Echo) -> None:
    headers = report(f"{echo.base}/response-headers?X-A=%C3%A9&x-a=2", "-H", "X-Sent: ü")["response"]["headers"]
    assert [header for header in headers if header[0].lower() == "x-a"] == [["X-A", "é"], ["x-a", "2"]]


def test_cookies_come_in_columns(report: Callable[..., Any], echo: Echo) -> None:
    url = f"{echo.base}/response-headers?Set-Cookie=a=1;%20Path=/;%20HttpOnly&Set-Cookie=b=2;%20SameSite=Lax"
    cookies = report(url)["cookies"]
    assert [(cookie["name"], cookie["value"], cookie["http_only"], cookie["same_site"]) for cookie in cookies] == [
        ("a", "1", True, ""),
        ("b", "2", False, "Lax"),
    ]


def test_a_refused_connection(report: Callable[..., Any], send: Send) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    sent = report(f"http://127.0.0.1:{port}/", code=1)
    assert sent["response"] is None
    assert sent["error"]["kind"] == "refused"
    code, out, err = send(f"http://127.0.0.1:{port}/")
    assert (code, out) == (1, b"")
    assert err.startswith("curlew: ")


def test_an_error_status_is_an_answer(send: Send, echo: Echo) -> None:
    assert send(f"{echo.base}/status/500")[0] == 0


def test_verbose_tells_heads_and_times(send: Send, echo: Echo) -> None:
    _code, _out, err = send(f"{echo.base}/get", "-v")
    assert f"* GET {echo.base}/get" in err
    assert "> GET /get HTTP/1.1" in err
    assert "< HTTP/1.1 200 OK" in err
    assert "total " in err


def test_verbose_tells_the_target_as_it_went(send: Send, echo: Echo) -> None:
    _code, _out, err = send(f"{echo.base}/anything/a%2Fb/../c?x=|", "--no-encode", "-v")
    assert "> GET /anything/a%2Fb/../c?x=| HTTP/1.1" in err


def test_verbose_shows_no_head_that_never_went_out(send: Send) -> None:
    _code, _out, err = send("http://127.0.0.1:1/", "-v")
    assert "nothing of it was sent" in err
    assert "\n> " not in err


def test_output_goes_to_a_file(send: Send, echo: Echo, tmp_path: Path) -> None:
    code, out, _err = send(f"{echo.base}/bytes/3000000?seed=a", "-o", tmp_path / "out.bin")
    assert (code, out, (tmp_path / "out.bin").stat().st_size) == (0, b"", 3_000_000)
    assert send(f"{echo.base}/bytes/10", "-o", "-")[1].__len__() == 10


def test_what_cannot_be_kept_is_not_sent(send: Send, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "gone" / "out", tmp_path / ""):
        code, _out, err = send("http://127.0.0.1:1/", "-o", place)
        assert code == 2
        assert "could not be written" in err


def test_data_in_place_of_a_text_keep_its_type(report: Callable[..., Any], collection: Path) -> None:
    sent = report(collection / "orders" / "add.yml", "-e", "Dev", "--var", "n=1", "--var", "token=t", "-d", '{"n": 2}')["request"]
    assert sent["body"] == {"text": '{"n": 2}'}
    assert ["Content-Type", "application/json"] in sent["headers"]


def test_a_file_in_place_of_a_body_is_found_from_the_current_folder(
    report: Callable[..., Any], collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here.json").write_text("[1]")
    monkeypatch.chdir(tmp_path)
    told = report(collection / "orders" / "add.yml", "-e", "Dev", "--var", "n=1", "--var", "token=t", "-d", "@here.json")
    assert told["request"]["body"] == {"text": "[1]"}
    assert ["Content-Type", "application/json"] in told["request"]["headers"]


def test_a_file_is_not_joined_with_other_data(send: Send, echo: Echo) -> None:
    code, _out, err = send(f"{echo.base}/post", "-d", "a=1", "-d", "@file")
    assert code == 2
    assert "cannot be joined" in err


def test_a_password_in_the_url_is_used_and_said_so(report: Callable[..., Any], echo: Echo) -> None:
    told = report(echo.base.replace("//", "//u:p@") + "/basic-auth/u/p")
    assert told["response"]["status"] == 200
    assert told["notes"] == ["User name and password in the URL were sent as Authorization: Basic."]


def test_a_header_without_a_colon_is_bad_usage(send: Send, echo: Echo) -> None:
    code, out, err = send(f"{echo.base}/headers", "-H", "X-Api-Key")
    assert (code, out) == (2, b"")
    assert "'X-Api-Key' is no header" in err
    assert b'"X-Empty": ""' in send(f"{echo.base}/headers", "-H", "X-Empty;")[1]


def test_a_big_body_is_printed_whole(send: Send, echo: Echo) -> None:
    assert len(send(f"{echo.base}/bytes/3000000?seed=a")[1]) == 3_000_000


def test_nothing_but_the_output_is_written(
    send: Send, echo: Echo, collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURLEW_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    send(collection / "orders" / "add.yml", "-e", "Dev", "--var", "token=t", "--var", "n=1")
    send(f"{echo.base}/bytes/3000000")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before
    assert os.listdir(tmp_path / "temporary") == []


def test_a_sent_file_that_is_gone_is_told(tmp_path: Path) -> None:
    told = body_json(Content(None, tmp_path / "gone.bin", 7), "text/plain")
    assert told["base64"] == ""
    assert told["missing"]
