"""Takes the one redirect that a browser makes after a sign-in (RFC 8252 section 7.3): on 127.0.0.1 only, and only once."""

from __future__ import annotations

import asyncio
import html
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from curlew.net.auth.failing import AuthError
from curlew.net.reasons import os_reason
from curlew.text import _

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
DEFAULT_PATH = "/callback"
MAX_HEAD = 32 * 1024
HEAD_WITHIN_S = 10.0

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Curlew</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 32em; margin: 18vh auto; padding: 0 1em; text-align: center }}</style>
<h1>{title}</h1><p>{text}</p></html>
"""


@dataclass(frozen=True, slots=True)
class Callback:
    """A redirect address on this machine. port: 0 for any free one."""

    name: str
    port: int
    path: str

    def address(self, port: int) -> str:
        return f"http://{self.name}:{port}{self.path}"


def callback_of(url: str) -> Callback:
    """Read the redirect address of a form; empty means any free port. Raise SendingError if it cannot be listened on."""
    if not url:
        return Callback(HOST, 0, DEFAULT_PATH)
    title = _("Curlew cannot take the sign-in’s answer at {url}").format(url=url)
    hint = _("Use an address such as http://127.0.0.1:53682/callback, and register it with the provider.")
    try:
        parts = urlsplit(url)
        name, port = (parts.hostname or "").lower(), parts.port or 0
    except ValueError as error:
        raise AuthError(title, _("It is no proper URL."), hint) from error
    if parts.scheme.lower() != "http" or name not in NAMES:
        reason = _("The browser has to come back to this machine: http, and 127.0.0.1 or localhost.")
        raise AuthError(title, reason, hint)
    if parts.query or parts.fragment:
        raise AuthError(title, _("A redirect address with a query or fragment cannot be told apart."), hint)
    return Callback(name, port, parts.path or "/")


class Listener:
    """`async with Listener(callback, state) as listener`: then `address`, and `await listener.answer()` for the query of the redirect."""

    def __init__(self, callback: Callback, state: str) -> None:
        self._callback, self._state = callback, state
        self._server: asyncio.Server | None = None
        self._answer: asyncio.Future[dict[str, str]] = asyncio.get_running_loop().create_future()
        self._open: set[asyncio.Task[None]] = set()
        self.address = ""

    async def __aenter__(self) -> Listener:
        try:
            self._server = await asyncio.start_server(self._serve, HOST, self._callback.port, limit=MAX_HEAD)
        except OSError as error:
            title = _("Curlew cannot listen on port {port} for the sign-in’s answer").format(port=self._callback.port)
            hint = _("End the program that uses the port, or take another one for the redirect address and register it.")
            raise AuthError(title, os_reason(error), hint) from error
        self.address = self._callback.address(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End at once; a page that is still going out may finish."""
        if self._server is not None:
            self._server.close()
        if kind is None and self._open:
            await asyncio.wait(tuple(self._open), timeout=1.0)
        for task in tuple(self._open):
            task.cancel()
        if not self._answer.done():
            self._answer.cancel()
        elif not self._answer.cancelled():
            self._answer.exception()  # known here, whether or not anybody asked for it

    async def answer(self) -> dict[str, str]:
        """Wait for the redirect. Raise SendingError where its state is wrong."""
        return await asyncio.shield(self._answer)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            async with asyncio.timeout(HEAD_WITHIN_S):
                head = await reader.readuntil(b"\r\n\r\n")
                status, title, text = self._take(head.decode("latin-1"))
                writer.write(_reply(status, title, text))
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # no proper request, or nobody waits for the answer any more
        finally:
            self._open.discard(task)
            writer.close()

    def _take(self, head: str) -> tuple[int, str, str]:
        """Look at one request; return what its browser is shown: status, title, text."""
        line, _end, rest = head.partition("\r\n")
        method, _space, target = line.rpartition(" ")[0].partition(" ")
        path, _mark, query = target.partition("?")
        hosts = [value.strip() for name, _colon, value in (one.partition(":") for one in rest.split("\r\n")) if name.lower() == "host"]
        if hosts != [self.address.split("/")[2]] or path != self._callback.path:
            return 404, _("Nothing here"), _("Curlew only waits for the answer of a sign-in.")
        if method != "GET":
            return 405, _("Nothing here"), _("Curlew only takes GET.")
        if self._answer.done():
            return 410, _("This sign-in is over"), _("Its answer came already. You can close this window.")
        try:
            given = {name: found[0] for name, found in parse_qs(query, keep_blank_values=True, max_num_fields=100).items()}
        except ValueError:
            given = {}
        if given.get("state", "") != self._state:
            self._answer.set_exception(_wrong_state())
            return 400, _("This is not the answer to your sign-in"), _("Nothing was taken over. Go back to Curlew and sign in again.")
        self._answer.set_result(given)
        if "code" not in given:
            return 200, _("You are not signed in"), _("Curlew shows why. You can close this window.")
        return 200, _("You are signed in"), _("You can close this window and go back to Curlew.")


def _wrong_state() -> AuthError:
    reason = _("Its state is not the one that was sent, so it may belong to another sign-in or come from another site.")
    return AuthError(_("The answer of the sign-in was not taken over"), reason, _("Sign in again."))


def _reply(status: int, title: str, text: str) -> bytes:
    page = _PAGE.format(title=html.escape(title), text=html.escape(text)).encode()
    head = (
        f"HTTP/1.1 {status} {'OK' if status == 200 else 'Refused'}\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(page)}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + page
