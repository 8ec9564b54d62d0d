"""Commands that people really have: what each would send, against the recorded request beside it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from curlew.engine.send import SendJob, preview
from curlew.formats.curl import parse_curl
from curlew.model.body import FileBody, MultipartBody
from curlew.model.request import Request

CORPORA = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).parents[4] / "shared" / "corpora") / "curl"
CASES = sorted(path.parent.parent for path in CORPORA.glob("*/expected/http.txt"))
COMMANDS = sorted((*CORPORA.glob("*/command.sh"), *CORPORA.glob("*/input.sh"), *CORPORA.glob("*/*/input.txt")))

pytestmark = [pytest.mark.corpora, pytest.mark.skipif(not CASES, reason=f"no corpora at {CORPORA}")]

OF_CURL = {"host", "user-agent", "accept", "content-length"}
"""Headers that curl adds by itself; what a command says of them is compared all the same."""


@dataclass
class Wire:
    method: str
    target: str
    headers: set[tuple[str, str]]
    body: bytes


def recorded(path: Path) -> Wire:
    head, _, body = path.read_bytes().partition(b"\n\n")
    first, *lines = head.decode().split("\n")
    method, target = first.rpartition(" ")[0].split(" ", 1)
    headers = {(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)}
    length = dict(headers).get("content-length", "0")
    body = body[: int(length)] if length.isdigit() else body.rstrip(b"\n")
    return Wire(method, target if target.startswith("/") else "/" + target, headers, body)


def would_send(request: Request) -> Wire:
    prepared = preview(SendJob(request))
    headers = {
        (header.name.lower(), header.value) for header in prepared.headers if header.origin != "auto" or header.name == "Content-Type"
    }
    parts = prepared.payload.parts if prepared.payload else ()
    body = b"".join(part if isinstance(part, bytes) else f"@{part.path}".encode() for part in parts)
    return Wire(prepared.method, prepared.target.decode(), headers, body)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sends_what_curl_sends(case: Path) -> None:
    wanted = recorded(case / "expected" / "http.txt")
    request = parse_curl((case / "command.sh").read_text(encoding="utf-8")).request
    sent = would_send(request)
    assert sent.method == wanted.method
    assert sent.target.replace("%60", "`").replace("%20", " ") == wanted.target
    if isinstance(request.body, FileBody) and wanted.body in (b"", request.body.files[0].path.encode()):
        wanted.body = b"@" + request.body.files[0].path.encode()  # the recording holds the name in place of the file
        sent.body = b"@" + sent.body.removeprefix(b"@./").removeprefix(b"@")
        wanted.body = wanted.body.replace(b"@./", b"@")
        sent.headers = {header for header in sent.headers if header[0] != "content-type" or header in wanted.headers}
    elif isinstance(request.body, FileBody):
        sent.body = wanted.body if sent.body.removeprefix(b"@") in wanted.body.replace(b"@./", b"") else sent.body
    assert sent.body == wanted.body
    assert {header for header in wanted.headers if header[0] not in OF_CURL} == {
        header for header in sent.headers if header[0] not in OF_CURL
    }
    assert {header for header in sent.headers if header[0] in OF_CURL} <= wanted.headers


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.parent.name)
def test_every_command_becomes_a_request(path: Path) -> None:
    request = parse_curl(path.read_text(encoding="utf-8")).request
    assert re.match(r"https?://[\w.-]+", request.url)
    assert request.method.isalpha()
    if isinstance(request.body, MultipartBody):
        assert all(part.name for part in request.body.parts)
