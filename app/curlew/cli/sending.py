"""The work of `curlew send`: find, send, show."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from dataclasses import replace

from curlew.cli import printing, report
from curlew.cli.consent import Consent
from curlew.cli.cookie_jar import CookieJar
from curlew.cli.signing_in import show_page
from curlew.cli.target import Target, find_target
from curlew.engine.send import Sender, SendJob
from curlew.model.exchange import Exchange
from curlew.model.prepared import Proxy
from curlew.model.proxying import SYSTEM


def send_target(options: argparse.Namespace) -> int:
    """Send what the options of `curlew send` name, print what came back, return the exit code."""
    if options.output is not None:
        printing.check_output(options.output)
    target = find_target(options)
    jar = CookieJar(options.cookie_jar)
    return asyncio.run(_send(replace(target, notes=(*target.notes, *jar.notes)), options, jar))


async def _send(target: Target, options: argparse.Namespace, jar: CookieJar) -> int:
    sender = Sender()
    consent = Consent(options.follow_to_http, options.resend_body)
    try:
        fallbacks = replace(target.job.options.fallbacks, max_body=None, proxy=Proxy(SYSTEM))  # who asked for a body gets the whole
        job = replace(
            target.job,
            options=replace(target.job.options, fallbacks=fallbacks),
            control=consent,
            cookies=jar.access,
            open_browser=show_page,
        )
        exchange = await _cancellable(sender, job)
        try:
            _show(replace(exchange, notes=(*exchange.notes, *consent.notes)), target, options)
        finally:  # whoever reads the output may be gone: the cookies came all the same
            printing.print_notes(jar.save())
    finally:
        await sender.close()
    if exchange.error is None:
        return 0
    return 130 if exchange.error.kind == "cancelled" else 1


async def _cancellable(sender: Sender, job: SendJob) -> Exchange:
    """Send so that Ctrl+C ends the send, which then says what came until there."""
    task = asyncio.current_task()
    if task is not None:
        with contextlib.suppress(NotImplementedError):  # Windows: asyncio.run itself cancels
            asyncio.get_running_loop().add_signal_handler(signal.SIGINT, task.cancel)
    return await sender.send(job)


def _show(exchange: Exchange, target: Target, options: argparse.Namespace) -> None:
    missing = tuple(hop.response.incomplete for hop in exchange.hops if hop.response and hop.response.incomplete)
    notes = (*target.notes, *exchange.notes, *missing)
    if options.output is not None and exchange.response is not None:
        printing.save_body(exchange.response, options.output)
    if options.json:
        printing.print_json(report.report(exchange, target.job.request, notes))
        return
    if options.verbose:
        printing.print_heads(exchange)
    printing.print_notes(notes)
    if options.output is None and exchange.response is not None:
        printing.print_body(exchange.response)
    if exchange.error is not None:
        printing.print_error(exchange.error)
