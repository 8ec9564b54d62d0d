"""`curlew send`, in this process against the echo server."""

import io
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.echo import Echo
from helpers.report import check_report

Send = Callable[..., tuple[int, bytes, str]]


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
    code, out, err = send("--curl", f"curl --interface eth9 -u zoe:moor {echo.base}/basic-auth/zoe/moor")
    assert (code, told(out)) == (0, {"authenticated": True, "user": "zoe"})
    assert "--interface eth9 is not applied" in err


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
