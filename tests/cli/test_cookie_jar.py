"""`curlew send --cookie-jar FILE`, and what it has in common with curl's `-b` and `-c`; the options that answer for redirects."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curlew.cli.cookie_jar import CookieJar
from helpers.echo import Echo

Send = Callable[..., tuple[int, bytes, str]]
CURL = shutil.which("curl")


def fields(jar: Path) -> list[list[str]]:
    return [line.split("\t") for line in jar.read_text().splitlines() if "\t" in line]


def test_a_missing_jar_is_made_for_its_owner_only(send: Send, echo: Echo, tmp_path: Path) -> None:
    jar = tmp_path / "jar.txt"
    code, _out, err = send(f"{echo.base}/cookies/set?sid=1", "--cookie-jar", jar)
    assert (code, err) == (0, "")
    assert stat.S_IMODE(jar.stat().st_mode) == 0o600
    assert [(line[0], line[-2:]) for line in fields(jar)] == [("127.0.0.1", ["sid", "1"])]


def test_the_jar_is_read_before_and_kept_between_two_sends(send: Send, report: Callable[..., Any], echo: Echo, tmp_path: Path) -> None:
    jar = tmp_path / "jar.txt"
    send(f"{echo.base}/cookies/set?sid=1", "--cookie-jar", jar)
    send(f"{echo.base}/cookies/set?other=2", "--cookie-jar", jar)
    told = report(f"{echo.base}/get", "--cookie-jar", jar)
    assert ["Cookie", "sid=1; other=2"] in [list(header) for header in told["request"]["headers"]]


def test_runs_at_the_same_time_keep_each_others_cookies(tmp_path: Path) -> None:
    jar = tmp_path / "jar.txt"
    jar.write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\told\t1\n")
    one, two = CookieJar(str(jar)), CookieJar(str(jar))
    one.access.take("http://127.0.0.1/", ((b"Set-Cookie", b"a=1"), (b"Set-Cookie", b"old=; Max-Age=0")))
    two.access.take("http://127.0.0.1/", ((b"Set-Cookie", b"b=1"),))
    two.save()
    one.save()
    assert sorted(line[-2] for line in fields(jar)) == ["a", "b"]


def test_without_a_jar_cookies_live_for_the_redirects_of_one_send(report: Callable[..., Any], echo: Echo) -> None:
    told = report(f"{echo.base}/cookies/set?sid=1")
    assert [(note["name"], note["outcome"]) for note in told["redirects"][0]["jar"]] == [("sid", "stored")]
    assert ["Cookie", "sid=1"] in [list(header) for header in told["request"]["headers"]]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_the_jar_is_written_though_the_body_cannot_be(send: Send, echo: Echo, tmp_path: Path) -> None:
    jar = tmp_path / "jar.txt"
    code, _out, err = send(f"{echo.base}/cookies/set?sid=1", "--cookie-jar", jar, "-o", "/dev/full")
    assert (code, "could not be written" in err) == (1, True)
    assert [line[-2:] for line in fields(jar)] == [["sid", "1"]]


def test_a_broken_line_is_told_and_the_others_count(send: Send, echo: Echo, tmp_path: Path) -> None:
    jar = tmp_path / "jar.txt"
    jar.write_text("broken\n127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t1\n")
    code, out, err = send(f"{echo.base}/headers", "--cookie-jar", jar)
    assert code == 0
    assert b"sid=1" in out
    assert "line 1: it has 1 fields" in err
    assert jar.read_text().startswith("broken"), "nothing changed, so the file was left alone"


@pytest.mark.parametrize("name", ["", "missing/jar.txt"])
def test_a_jar_that_cannot_be_is_refused_before_anything_is_sent(send: Send, echo: Echo, tmp_path: Path, name: str) -> None:
    code, out, err = send(f"{echo.base}/get", "--cookie-jar", tmp_path / name)
    assert (code, out) == (2, b"")
    assert "cookie jar" in err


def test_a_jar_that_cannot_be_written_is_told_and_the_response_printed(
    send: Send, echo: Echo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("curlew.storage.jsonfile.os.replace", full)
    code, out, err = send(f"{echo.base}/cookies/set?sid=1", "--cookie-jar", tmp_path / "jar.txt")
    assert code != 0
    assert b"sid" in out
    assert "No space left" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(CURL is None, reason="curl is not here")
def test_curl_reads_our_jar_and_we_read_curls(send: Send, echo: Echo, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.txt", tmp_path / "theirs.txt"
    send(f"{echo.base}/cookies/set?a=1&b=two%3D2", "--cookie-jar", ours)
    curl = ["curl", "-sS", "-L", "-b", str(ours), "-c", str(theirs), f"{echo.base}/cookies/set?c=3"]
    assert b"a=1" in subprocess.run([*curl[:-1], f"{echo.base}/headers"], capture_output=True, check=True, timeout=20).stdout
    subprocess.run(curl, capture_output=True, check=True, timeout=20)
    assert {line[-2] for line in fields(theirs)} == {"a", "b", "c"}
    out = send(f"{echo.base}/headers", "--cookie-jar", theirs)[1]
    assert all(pair in out for pair in (b"a=1", b"b=two=2", b"c=3"))


def test_E05_E06_the_safe_answer_is_told_with_the_option_for_the_other(send: Send, echo: Echo) -> None:
    elsewhere = f"http://localhost:{echo.port}/anything"
    asked = (f"{echo.base}/redirect-to?status_code=307&url={elsewhere}", "-d", "body=1")
    code, _out, err = send(*asked)
    assert code == 0
    assert "its body would go to another server" in err
    assert "--resend-body" in err
    code, out, err = send(*asked, "--resend-body")
    assert b"body=1" in out or b'"body": "1"' in out
    assert "--resend-body" not in err
