"""Redirects that need a person's word, over real servers: E05, E06."""

from __future__ import annotations

import asyncio

import pytest
import trustme

from curlew.engine.send import Sender, SendJob, SendOptions
from curlew.model.body import RawBody
from curlew.model.control import Control
from curlew.model.exchange import Exchange
from curlew.model.prepared import SendSettings
from curlew.model.request import Request
from curlew.model.sendevent import Asked, SendEvent
from helpers.rawserver import OK, raw_server
from helpers.tls import server_context


async def over(control: Control, settings: SendSettings, place: str = "http://localhost:{port}/there") -> tuple[Exchange, list[bytes]]:
    """POST over TLS to a server that sends on to another, by http; return the exchange and what the other got."""
    context = server_context(trustme.CA().issue_cert("localhost"))
    async with raw_server(OK) as plain:
        moved = b"HTTP/1.1 307 Moved\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % place.format(port=plain.port).encode()
        async with raw_server(moved, tls=context) as secure:
            events: list[SendEvent] = []

            def hear(event: SendEvent) -> None:
                events.append(event)
                if isinstance(event, Asked) and control.interactive:
                    asyncio.get_running_loop().call_soon(control.answer, True)

            sender = Sender()
            request = Request(method="POST", url=f"https://localhost:{secure.port}/", body=RawBody("text", "body"))
            job = SendJob(request, options=SendOptions(settings), control=control)
            exchange = await sender.send(job, hear)
            await sender.close()
            return exchange, plain.requests


LOOSE = SendSettings(verify_tls=False, timeout_s=10)


async def test_E05_without_a_person_the_redirect_itself_is_the_response() -> None:
    exchange, got = await over(Control(), LOOSE)
    assert got == []
    assert exchange.error is None
    assert exchange.response is not None
    assert exchange.response.status == 307
    assert any("leave encryption" in note for note in exchange.notes)


async def test_E05_a_person_who_says_yes_is_taken_there() -> None:
    control = Control(interactive=True)
    exchange, got = await over(control, LOOSE)
    assert len(got) == 1
    assert [hop.response.status for hop in exchange.hops if hop.response] == [307, 200]
    assert any("left encryption" in note for note in exchange.notes)


async def test_E05_E06_each_question_needs_its_own_yes() -> None:
    elsewhere = "http://127.0.0.1:{port}/there"
    exchange, got = await over(Control(answers={"downgrade": True}), LOOSE, elsewhere)
    assert got == []
    assert any("its body would go to another server" in note for note in exchange.notes)
    _exchange, got = await over(Control(answers={"downgrade": True, "body": True}), LOOSE, elsewhere)
    assert got[0].endswith(b"body")


@pytest.mark.parametrize(("setting", "count"), [("follow", 1), ("stop", 0)])
async def test_E05_the_setting_answers_before_anybody_is_asked(setting: str, count: int) -> None:
    settings = SendSettings(verify_tls=False, https_to_http=setting, body_elsewhere="follow", timeout_s=10)
    _exchange, got = await over(Control(interactive=True), settings)
    assert len(got) == count
