"""What a person meets when a server does not do the plain thing: a bad certificate, an endless stream, a redirect elsewhere."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from helpers.desktop import Desktop, Program, desktop, missing_tools
from helpers.echo import running_echo
from helpers.rawserver import OK, RawServer, raw_server
from helpers.tls import DAY, NOW, server_context
from helpers.walking import tab_to, to_tab

pytestmark = [pytest.mark.xvfb, pytest.mark.xdist_group("screen"), pytest.mark.skipif(bool(missing_tools()), reason="no virtual screen")]


@pytest.fixture
def screen() -> Iterator[Desktop]:
    with desktop() as started:
        yield started


@contextmanager
def in_a_thread(answer: bytes, tls: object = None) -> Iterator[RawServer]:
    """Run a raw server beside the test until the block ends."""
    ready, over, running = threading.Event(), asyncio.Event(), []

    async def serve() -> None:
        async with raw_server(answer, tls=tls) as server:  # type: ignore[arg-type]
            running.append((asyncio.get_running_loop(), server))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield running[0][1]
    finally:
        running[0][0].call_soon_threadsafe(over.set)
        thread.join(10)


def send(curlew: Program, method: str, url: str, body: str = "") -> None:
    """Make a scratch request and send it, by keyboard."""
    curlew.wait_for("Workspace My workspace")
    curlew.press("ctrl+t")
    curlew.wait_for("", where=lambda one: one["id"] == "url" and one["focused"])
    curlew.type(url)
    curlew.press("Escape")
    if method != "GET":
        curlew.press("shift+Tab", "ctrl+a")
        curlew.type(method)
        curlew.press("Return")
    if body:
        to_tab(curlew, "Body")
        curlew.press("Tab", "Tab", "Right")
        tab_to(curlew, lambda one: one["role"] == "EditableText" and one["name"] == "Body")
        curlew.type(body)
    curlew.press("ctrl+Return")


def button(curlew: Program, name: str) -> None:
    curlew.click(curlew.wait_for(name, role="Button"))


def test_an_expired_certificate_is_trusted_after_its_fingerprint_was_shown(screen: Desktop, tmp_path: Path) -> None:
    issued = trustme.CA().issue_cert("localhost", not_before=NOW - 60 * DAY, not_after=NOW - 3 * DAY)
    with in_a_thread(OK, server_context(issued)) as server:
        curlew = screen.start(tmp_path / "home")
        send(curlew, "GET", f"https://localhost:{server.port}/pets")
        curlew.wait_for("Nothing of the request reached")
        curlew.wait_for("expired")
        assert not server.requests
        button(curlew, "Trust this host")
        curlew.wait_for("SHA-256 fingerprint: ", where=lambda one: one["name"].count(":") >= 31)
        button(curlew, "Trust and send again")
        curlew.wait_for("200 OK")
        curlew.wait_for("TLS: not valid, but trusted for this host")
        curlew.quit()
        again = screen.start(tmp_path / "home")
        again.wait_for(f"localhost:{server.port}", where=lambda one: one["id"] == "url")
        again.press("ctrl+Return")
        again.wait_for("TLS: not valid, but trusted for this host")  # the mark stays, and nothing is asked again
        assert len(server.requests) == 2
        again.quit()


def test_a_live_stream_is_seen_stopped_kept_and_opened_again(screen: Desktop, tmp_path: Path) -> None:
    with running_echo() as echo:
        curlew = screen.start(tmp_path / "home")
        send(curlew, "GET", f"{echo.base}/sse?count=100000&delay=0.1")
        curlew.wait_for("3 events")
        button(curlew, "Stop")
        kept = curlew.wait_for("What came until then is kept")["name"]
        curlew.wait_for("You stopped it")
        curlew.press("ctrl+w")
        curlew.wait_gone("You stopped it")
        curlew.press("ctrl+shift+h")
        curlew.click(curlew.wait_for("/sse", role="ListItem"), times=2)
        curlew.wait_for("You stopped it")
        assert curlew.wait_for("What came until then is kept")["name"] == kept
        assert not any(one["name"] == "0 events" for one in curlew.see())
        curlew.quit()


def test_a_body_goes_elsewhere_only_after_a_yes(screen: Desktop, tmp_path: Path) -> None:
    with in_a_thread(OK) as there:
        redirect = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://localhost:{there.port}/there\r\nContent-Length: 0\r\n\r\n"
        with in_a_thread(redirect.encode()) as here:
            curlew = screen.start(tmp_path / "home")
            send(curlew, "POST", f"{here.url}/orders", '{"bird": 1}')
            curlew.wait_for("which would get the 11 bytes")
            button(curlew, "Stop here")
            curlew.wait_for("307 Temporary Redirect")
            curlew.wait_gone("which would get")
            assert not there.connections
            curlew.press("ctrl+Return")
            button(curlew, "Send it")
            curlew.wait_for("200 OK")
            assert there.requests[0].endswith(b'{"bird": 1}')
            curlew.quit()
