"""`curlew send`, in this process against the echo server."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curlew.cli.main import run
from helpers.echo import Echo, echo
from helpers.report import body_bytes, check_report

__all__ = ["echo"]

Send = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def send(capsysbinary: pytest.CaptureFixture[bytes]) -> Send:
    """Run `curlew send` and return exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, bytes, str]:
        code = run(["send", *map(str, arguments)], lambda _arguments: 99)
        out, err = capsysbinary.readouterr()
        return code, out, err.decode()

    return call


@pytest.fixture
def report(send: Send) -> Callable[..., Any]:
    """Send with --json, check the shape of the object and return it."""

    def call(*arguments: object, code: int = 0) -> Any:
        found, out, err = send(*arguments, "--json")
        assert (found, err) == (code, "")
        told = json.loads(out)
        check_report(told)
        return told

    return call


@pytest.fixture
def collection(tmp_path: Path, echo: Echo) -> Path:
    root = tmp_path / "shop"
    (root / "orders").mkdir(parents=True)
    (root / "environments").mkdir()
    (root / "opencollection.yml").write_text(
        "opencollection: 1.0.0\ninfo:\n  name: Shop\nrequest:\n  headers:\n    - name: X-Shop\n      value: '{{shop}}'\n"
        "  auth:\n    type: bearer\n    token: '{{token}}'\n  variables:\n    - name: shop\n      value: from collection\n"
    )
    (root / "environments" / "Dev.yml").write_text(
        f"name: Dev\nvariables:\n  - name: base\n    value: {echo.base}\n  - name: shop\n    value: from environment\n"
        "  - secret: true\n    name: token\n"
    )
    (root / "orders" / "folder.yml").write_text(
        "info:\n  name: Orders\n  type: folder\nrequest:\n  headers:\n    - name: X-Folder\n      value: 'yes'\n"
    )
    (root / "orders" / "add.yml").write_text(
        "info:\n  name: Add\n  type: http\nhttp:\n  method: POST\n  url: '{{base}}/anything?n={{n}}'\n"
        "  headers:\n    - name: X-Own\n      value: '1'\n  body:\n    type: json\n"
        "    data: '{\"n\": 1}'\n  auth: inherit\n"
    )
    return root


def told(out: bytes) -> Any:
    return json.loads(out)


# --- a URL ---


def test_a_url_prints_the_body(send: Send, echo: Echo) -> None:
    code, out, err = send(f"{echo.base}/get?a=1", "-H", "X-A: b")
    assert (code, err) == (0, "")
    assert told(out)["args"] == {"a": "1"}
    assert ["X-A", "b"] in told(out)["headers_list"]


def test_a_url_without_a_scheme(send: Send, echo: Echo) -> None:
    assert send(f"127.0.0.1:{echo.port}/get")[0] == 0


def test_data_make_it_a_post(send: Send, echo: Echo) -> None:
    answer = told(send(f"{echo.base}/anything", "-d", "a=1", "-d", "b=2")[1])
    assert (answer["method"], answer["form"]) == ("POST", {"a": "1", "b": "2"})
    answer = told(send(f"{echo.base}/anything", "-X", "PUT", "--data-raw", "@x", "-H", "Content-Type: text/plain")[1])
    assert (answer["method"], answer["data"]) == ("PUT", "@x")


def test_data_from_a_file_named_on_the_command_line(send: Send, echo: Echo, tmp_path: Path) -> None:
    (tmp_path / "b.bin").write_bytes(b"a\r\nb\x00")
    answer = told(send(f"{echo.base}/upload", "-d", f"@{tmp_path / 'b.bin'}")[1])
    assert answer["size"] == 5


def test_the_brackets_of_a_url_are_sent_as_written(report: Callable[..., Any], echo: Echo) -> None:
    assert report(f"{echo.base}/get?a[]={{x,y}}&r=[1-3]")["request"]["url"].endswith("/get?a[]={x,y}&r=[1-3]")


def test_a_curl_command(send: Send, echo: Echo) -> None:
    code, out, err = send("--curl", f"curl -x http://proxy -u zoe:moor {echo.base}/basic-auth/zoe/moor")
    assert (code, told(out)) == (0, {"authenticated": True, "user": "zoe"})
    assert "Note: -x http://proxy is not applied." in err


# --- a file ---


def test_a_file_inherits_and_is_resolved(report: Callable[..., Any], collection: Path, echo: Echo) -> None:
    sent = report(collection / "orders" / "add.yml", "-e", "Dev", "--var", "token=abc", "--var", "n=7")
    assert sent["request"]["url"] == f"{echo.base}/anything?n=7"
    headers = dict(sent["request"]["headers"])
    assert (headers["X-Shop"], headers["X-Folder"], headers["Authorization"]) == ("from environment", "yes", "Bearer abc")
    assert json.loads(sent["response"]["body"]["text"])["json"] == {"n": 1}
    assert sent["notes"] == []


def test_options_take_the_place_of_what_the_file_says(report: Callable[..., Any], collection: Path, echo: Echo) -> None:
    sent = report(
        collection / "orders" / "add.yml",
        "-e",
        "Dev",
        "--var",
        "token=t",
        "--var",
        "n=1",
        "-X",
        "PATCH",
        "-H",
        "x-folder: no",
        "-H",
        "x-own: 2",
        "-d",
        "q",
    )
    assert sent["request"]["method"] == "PATCH"
    assert [value for name, value in sent["request"]["headers"] if name.lower() == "x-folder"] == ["no"]
    assert [value for name, value in sent["request"]["headers"] if name.lower() == "x-own"] == ["2"]
    assert sent["request"]["body"] == {"text": "q"}


def test_an_env_file_gives_values_and_var_wins(report: Callable[..., Any], collection: Path, tmp_path: Path) -> None:
    (tmp_path / "one.env").write_text("token=from-file\nn=1\nshop=first\n")
    (tmp_path / "two.env").write_text("export shop='second'\n")
    request = collection / "orders" / "add.yml"
    sent = report(request, "-e", "Dev", "--env-file", tmp_path / "one.env", "--env-file", tmp_path / "two.env", "--var", "n=2")
    headers = dict(sent["request"]["headers"])
    assert (headers["Authorization"], headers["X-Shop"]) == ("Bearer from-file", "second")
    assert sent["request"]["url"].endswith("?n=2")


def test_a_secret_without_a_value_is_named(send: Send, collection: Path) -> None:
    code, _out, err = send(collection / "orders" / "add.yml", "-e", "Dev", "--var", "n=1")
    assert code == 0
    assert "token is a secret variable, whose value no file holds" in err
    assert "--var token=" in err


def test_a_secret_in_the_address_is_named_too(send: Send, collection: Path) -> None:
    code, _out, err = send("http://{{token}}/", "-e", "Dev")
    assert code == 2, "outside of a collection there is no such environment"
    (collection / "t.yml").write_text("info:\n  name: T\n  type: http\nhttp:\n  method: GET\n  url: http://{{token}}/\n")
    code, _out, err = send(collection / "t.yml", "-e", "Dev")
    assert code == 1
    assert "give it with --var token=" in err


def test_an_unset_host_stops_before_the_wire(report: Callable[..., Any], collection: Path) -> None:
    sent = report(collection / "orders" / "add.yml", code=1)
    assert sent["error"]["kind"] == "variable"
    assert sent["response"] is None
    assert sent["request"]["head"] is None
    assert sent["request"]["url"] == "{{base}}/anything?n={{n}}"


def test_a_body_file_outside_the_collection_is_not_sent(report: Callable[..., Any], collection: Path, tmp_path: Path, echo: Echo) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    (collection / "f.yml").write_text(
        f"info:\n  name: F\n  type: http\nhttp:\n  method: POST\n  url: {echo.base}/upload\n  body:\n    type: file\n    data:\n"
        "      - filePath: ../outside.txt\n        selected: true\n"
    )
    assert report(collection / "f.yml", code=1)["error"]["kind"] == "file"


# --- what is printed ---


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
    assert f"> GET {echo.base}/get" in err
    assert "< HTTP/1.1 200 OK" in err
    assert "total " in err


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


# --- wrong calls ---


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "There is nothing to send"),
        ([""], "There is nothing to send"),
        (["http://h", "--curl", "curl h"], "not both"),
        (["--curl", "wget h"], "This is no curl command"),
        (["--curl", "curl 'h"], "is not closed"),
        (["http://h", "--var", "novalue"], "--var novalue names no value"),
        (["http://h", "-e", "Nowhere"], "There is no environment “Nowhere”"),
        (["http://h", "--env-file", "/nonexistent/.env"], "/nonexistent/.env cannot be read"),
        (["http://h", "--frobnicate"], "unrecognized arguments: --frobnicate"),
        (["."], ". is a folder"),
        (["a", "b"], "unrecognized arguments: b"),
    ],
)
def test_wrong_calls_are_told(send: Send, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = send(*arguments)
    assert (code, out) == (2, b"")
    assert said in err


def test_wrong_files_are_told(send: Send, collection: Path) -> None:
    broken = collection / "broken.yml"
    broken.write_text("info:\n  name: x\n\t- y\n")
    code, _out, err = send(broken)
    assert code == 2
    assert f"{broken}:3" in err
    code, _out, err = send(collection / "orders" / "folder.yml")
    assert (code, "no request" in err) == (2, True)
    code, _out, err = send(collection / "orders" / "add.yml", "-e", "Prod")
    assert (code, "There are: Dev" in err) == (2, True)


def test_a_missing_file_is_taken_as_a_url_and_said_so(send: Send) -> None:
    code, _out, err = send("no-such-file.invalid.yml")
    assert code == 1
    assert "There is no file no-such-file.invalid.yml, so it was taken as a URL." in err


def test_data_from_standard_input(send: Send, echo: Echo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("über\n".encode())))
    answer = told(send(f"{echo.base}/anything", "-d", "@-", "-H", "Content-Type: text/plain")[1])
    assert (answer["method"], answer["data"]) == ("POST", "über\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff")))
    code, _out, err = send(f"{echo.base}/anything", "-d", "@-")
    assert (code, "no UTF-8 text" in err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_an_interrupt_ends_the_send_at_once() -> None:
    """A process of its own, against a server that never answers; it loads no Qt either."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        program = (
            f"import sys; from curlew.cli.main import run; code = run(['send', {url!r}, '--json'], print); "
            "sys.exit(code + ('PySide6' in sys.modules))"
        )
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            link, _address = silent.accept()
            with link:
                assert link.recv(1000).startswith(b"GET / HTTP/1.1\r\n")
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (130, b"")
    check_report(json.loads(out))
    assert json.loads(out)["error"]["kind"] == "cancelled"
