from __future__ import annotations

from pathlib import Path

import pytest

from curlew.model.auth import Auth
from curlew.model.request import Request
from curlew.net.auth.netrcfile import NetrcEntry, NetrcError, entry_for, parse_netrc
from helpers.rawserver import OK, raw_server, send

FILE = """# comment
machine api.example.com
    login ada # trailing
    password #1hash
machine "quoted host" login "a \\"b\\"" password "with space\\n\\\\"
macdef init
  machine not.this login x password y

machine other.example login bob account z password p2
machine api.example.com login second password s2
default login anonymous password guest
"""


def test_machines_quotes_comments_and_macros() -> None:
    entries = parse_netrc(FILE)
    assert entries == [
        NetrcEntry("api.example.com", "ada", "#1hash"),
        NetrcEntry("quoted host", 'a "b"', "with space\n\\"),
        NetrcEntry("other.example", "bob", "p2"),
        NetrcEntry("api.example.com", "second", "s2"),
        NetrcEntry(None, "anonymous", "guest"),
    ]
    assert entry_for(entries, "API.example.com.") == entries[0]
    assert entry_for(entries, "api.example.com", "second") == entries[3]
    assert entry_for(entries, "elsewhere") == entries[4]
    assert entry_for(entries[:3], "elsewhere") is None
    assert parse_netrc("machine h login a password b machine g") == [NetrcEntry("h", "a", "b"), NetrcEntry("g")]


@pytest.mark.parametrize(
    ("text", "line"),
    [("machine h\n\nlogin", 3), ("login a", 1), ("machine h\nfoo bar", 2), ('machine h\nlogin "a\n', 2), ("\n\n\nmachine", 4)],
)
def test_errors_name_the_line(text: str, line: int) -> None:
    with pytest.raises(NetrcError) as raised:
        parse_netrc(text)
    assert raised.value.line == line
    assert str(raised.value)


async def test_only_the_entry_of_the_host_goes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(file))
    async with raw_server(OK) as server:
        request = Request(url=server.url, auth=Auth("netrc"))
        missing = await send(request)
        file.write_text("machine 127.0.0.1 login ada password lovelace-1815\n")
        sent = await send(request)
        file.write_text("machine elsewhere login ada password lovelace-1815\n")
        other = await send(request)
        file.write_text("machine 127.0.0.1\nlogni ada\n")
        broken = await send(request)
    assert missing.error is not None
    assert str(file) in missing.error.reason
    assert b"Authorization: Basic YWRhOmxvdmVsYWNlLTE4MTU=" in server.requests[0]
    assert "lovelace-1815" in sent.secrets
    assert b"Authorization" not in server.requests[1]
    assert "no entry for 127.0.0.1" in other.notes[0]
    assert broken.error is not None
    assert "line 2" in broken.error.reason
    assert len(server.requests) == 2


async def test_a_request_that_came_with_curl_s_option_goes_on_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(file))
    async with raw_server(OK) as server:
        request = Request(url=server.url, auth=Auth("netrc", {"optional": True}))
        sent = await send(request)
        file.write_text("machine 127.0.0.1\nlogni ada\n")
        broken = await send(request)
    assert sent.error is None
    assert b"Authorization" not in server.requests[0]
    assert any(str(file) in note and "no authorization was sent" in note for note in sent.notes)
    assert broken.error is not None, "a file with a mistake is not the same as none"
