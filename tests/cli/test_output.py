"""What reaches a terminal, a file or a pipe."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.cli import printing
from curlew.cli.output import is_terminal, without_escapes, write_bytes
from curlew.model.content import Content
from curlew.model.exchange import Response, SendError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\r\nnext\n", "plain\ttext\r\nnext\n"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP+q544e\x1b\\x", "x"),
        ("\x1b]52;c;aGk=\x07", ""),
        ("\x1b]unterminated\nnext", "unterminated\nnext"),
        ("\x9b31mx\x9d0;t\x9cy", "xy"),
        ("\x1bc\x1b(Bx", "x"),
        ("over\rwritten", "overwritten"),
        ("bell\x07 back\x08 del\x7f nul\x00", "bell back del nul"),
        ("ünïcode 🐦", "ünïcode 🐦"),
    ],
)
def test_H19_escape_codes_are_taken_out(text: str, shown: str) -> None:
    assert without_escapes(text) == shown


@given(st.text(alphabet="\x1b[]PX^_0;m\x07\x9b\x9c\x9d\\ax\n\r\t\x85"))
def test_H19_nothing_that_steers_is_left(text: str) -> None:
    assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", without_escapes(text).replace("\r\n", "\n")) is None


@given(st.text())
def test_print_json_changes_no_value_and_holds_no_controls(text: str) -> None:
    written: list[bytes] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "write_bytes", written.append)
        printing.print_json({"a": text})
    out = b"".join(written).decode()
    assert json.loads(out) == {"a": text}
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out) is None


def response(data: bytes, content_type: str) -> Response:
    return Response(200, headers=(("Content-Type", content_type),), body=Content.of(data))


@pytest.mark.parametrize(
    ("data", "content_type", "out", "err"),
    [
        (b"a\x1b[2Jb", "text/plain", "ab\n", ""),
        ("é\n".encode("latin-1"), "text/plain; charset=latin-1", "é\n", ""),
        (b"", "text/plain", "", ""),
        (b"\xff\xfe\x00", "text/plain", "", "The body is no text (3 bytes, text/plain): save it with -o FILE.\n"),
        (b"a\x00b", "text/plain", "", "The body is no text (3 bytes, text/plain): save it with -o FILE.\n"),
        (b"\xff", "image/png\x1b[31m", "", "The body is no text (1 bytes, image/png): save it with -o FILE.\n"),
    ],
)
def test_H19_on_a_terminal_only_text_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, data: bytes, content_type: str, out: str, err: str
) -> None:
    monkeypatch.setattr(printing, "is_terminal", lambda: True)
    printing.print_body(response(data, content_type))
    assert tuple(capsys.readouterr()) == (out, err)


def test_into_a_pipe_the_body_goes_as_it_is(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    printing.print_body(response(b"\x1b[31m\xff\x00", "text/plain"))
    assert capsysbinary.readouterr().out == b"\x1b[31m\xff\x00"


def test_H19_errors_and_notes_hold_no_escape_codes(capsys: pytest.CaptureFixture[str]) -> None:
    printing.print_error(SendError("dns", "no \x1b[31mhost", "because\x07", "try"))
    printing.print_notes(["a\x1b]0;t\x07"])
    assert capsys.readouterr().err == "curlew: no host\nbecause\ntry\nNote: a\n"


def test_without_a_standard_output_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert not is_terminal()
    write_bytes(b"x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_behind_standard_output_is_told() -> None:
    program = (
        "import sys; from curlew.cli.main import run; from curlew.cli.output import write_bytes; "
        "sys.exit(run([], lambda _: write_bytes(b'x')))"
    )
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-c", program], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("curlew: Standard output cannot be written\nNo space left on device\n")
