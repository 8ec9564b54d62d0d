"""`curlew send` with OAuth 2: the address on standard error, a script in the browser's place."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from helpers.echo import Echo, echo

__all__ = ["echo"]

FILE = """info:
  name: me
  type: http
http:
  method: GET
  url: {base}/oauth2/userinfo
  auth:
    type: oauth2
    flow: authorization_code
    authorizationUrl: {base}/oauth2/authorize?auto=allow
    accessTokenUrl: {base}/oauth2/token
    credentials:
      clientId: curlew
    pkce:
      method: S256
    scope: openid read
    tokenConfig:
      placement:
        header: Bearer
    settings:
      autoFetchToken: true
"""


def started(file: Path, *options: str) -> tuple[subprocess.Popen[str], str, list[str]]:
    """Start the command and wait until it has shown an address; return also the lines before it."""
    command = [sys.executable, "-m", "curlew", "send", str(file), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if line.strip().startswith("http"):
            return process, line.strip(), lines
    raise AssertionError("".join(lines))


@pytest.mark.parametrize("options", [(), ("--json",), ("-v",)])
def test_the_address_is_shown_and_the_answer_waited_for(echo: Echo, tmp_path: Path, options: tuple[str, ...]) -> None:
    file = tmp_path / "me.yml"
    file.write_text(FILE.format(base=echo.base))
    process, url, lines = started(file, *options)
    with process:
        assert lines[0] == "Open this address in a browser on this machine to sign in:\n"
        with urllib.request.urlopen(url, timeout=20) as page:
            shown = page.read().decode()
        out, err = process.communicate(timeout=20)
    assert "You can close this window" in shown
    assert process.returncode == 0, err
    held = json.loads(out)
    assert (json.loads(held["response"]["body"]["text"]) if "--json" in options else held)["client_id"] == "curlew"
    assert options or "eyJ" not in out + err + "".join(lines)  # -v and --json show the exact bytes of the request, as curl does
    assert "refresh" not in out + err


def test_ctrl_c_ends_the_waiting(echo: Echo, tmp_path: Path) -> None:
    file = tmp_path / "me.yml"
    file.write_text(FILE.format(base=echo.base))
    process, _url, _lines = started(file)
    with process:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    assert process.returncode == 130
