"""What `curlew send` prints for people: the body on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from curlew.cli.output import is_terminal, say, without_escapes, write_bytes
from curlew.cli.report import strict_text
from curlew.errors import CurlewError, UsageError
from curlew.model.exchange import Exchange, Hop, Response, SendError, SentRequest
from curlew.preview.certificates import short_name, time_left, title_of
from curlew.preview.words import PHASES, event_title, printable, verified_words, why_words
from curlew.text import _

_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def print_json(value: Mapping[str, Any]) -> None:
    """Print one object; what could steer a terminal or breaks UTF-8 is escaped, which changes no value."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    write_bytes(_UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n")


def print_body(response: Response) -> None:
    """Print the body as it is; on a terminal only text, without what would steer it."""
    if not is_terminal():
        _copy_body(response)
        return
    text = strict_text(response.body.read(), response.header("content-type"))
    if text is None or "\0" in text:
        size = f"{response.body.size:,}"
        say(_("The body is no text ({size} bytes, {type}): save it with -o FILE.").format(size=size, type=_kind(response)))
    elif text:
        shown = without_escapes(text)
        write_bytes((shown if shown.endswith("\n") else shown + "\n").encode("utf-8", "replace"))


def _kind(response: Response) -> str:
    return without_escapes(response.header("content-type")) or _("of no declared type")


def _copy_body(response: Response) -> None:
    if response.body.path is None:
        write_bytes(response.body.read())
        return
    with response.body.path.open("rb") as source:
        while piece := source.read(1024 * 1024):
            write_bytes(piece)


def check_output(name: str) -> None:
    """Raise UsageError where `save_body` could not write, so that nothing is sent whose answer would be lost."""
    if name == "-":
        return
    path = Path(name)
    if path.is_dir():
        reason = _("It is a folder.")
    elif not path.absolute().parent.is_dir():
        reason = _("Its folder does not exist.")
    elif not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        reason = _("It may not be written.")
    else:
        return
    raise UsageError(_("The body could not be written to {path}").format(path=name), reason, _("Nothing was sent; give another -o FILE."))


def save_body(response: Response, name: str) -> None:
    """Write the body to a file, the only one that this program writes. Raises CurlewError if the disk refuses."""
    if name == "-":
        _copy_body(response)
        return
    try:
        if response.body.path is not None:
            shutil.copyfile(response.body.path, name)
        else:
            Path(name).write_bytes(response.body.read())
    except OSError as error:
        raise CurlewError(_("The body could not be written to {path}").format(path=name), error.strerror or str(error)) from error


def print_notes(notes: Iterable[str]) -> None:
    for note in notes:
        say(_("Note: {text}").format(text=note))


def print_error(error: SendError) -> None:
    say("\n".join(part for part in (f"curlew: {error.title}", error.reason, error.hint) if part))


def print_heads(exchange: Exchange) -> None:
    """Print how every hop went, its heads and its times, on standard error."""
    for hop in exchange.hops:
        _print_hop(hop)
    spent = [(name, getattr(exchange.timings, name)) for name in (*PHASES, "total") if name != "prepare"]
    times = ", ".join(f"{name} {value:.1f} ms" for name, value in spent if value is not None)
    if times:
        say(f"* {times}")


def _print_hop(hop: Hop) -> None:
    say(f"* {printable(f'{hop.request.method} {hop.request.url}')}")
    for line in _way(hop):
        say(f"* {printable(line)}")
    _print_request(hop.request)
    for each in hop.interim:
        _print_lines("<", [f"{each.status} {each.reason}".strip()], each.headers)
    if hop.response is not None:
        _print_lines("<", [f"{hop.response.http_version} {hop.response.status} {hop.response.reason}"], hop.response.headers)
        if hop.response.trailers:
            say(f"* {_('trailers, after the body')}")
            _print_lines("<", [], hop.response.trailers)


def _print_request(request: SentRequest) -> None:
    """Print the head as it went; by HTTP/2 that is headers only. What never went out is not shown as if it had."""
    if request.head is not None:
        _print_lines(">", [request.head.partition(b"\r\n")[0].decode("utf-8", "replace")], request.headers)
    elif any(name.startswith(":") for name, _value in request.headers):
        _print_lines(">", [], request.headers)
    else:
        say(f"* {_('nothing of it was sent')}")


def _print_lines(sign: str, first: list[str], headers: Iterable[tuple[str, str]]) -> None:
    for line in (*first, *(f"{name}: {value}" for name, value in headers)):
        say(f"{sign} {printable(line)}")


def _way(hop: Hop) -> Iterator[str]:
    """Return what led to a hop, the connection, its proxy, TLS and certificates, and the events, in lines."""
    way = hop.connection
    if hop.why:
        yield why_words(hop)
    for mark in hop.marks:
        yield f"{mark.at:.1f} ms  {event_title(mark.kind)}" + (f": {mark.detail}" if mark.detail else "")
    if way.proxy:
        yield _("via proxy {proxy}").format(proxy=way.proxy)
    if way.remote:
        local = _(", from {address}").format(address=way.local) if way.local else ""
        tls = f", {way.tls}" if way.tls else ""
        yield way.remote + tls + local + (_(", connection used again") if way.reused else "")
    if words := verified_words(hop):
        yield _("certificate {state}").format(state=words)
    for certificate in way.certificates:
        left, _tone = time_left(certificate)
        parts = (title_of(certificate), _("by {issuer}").format(issuer=short_name(certificate.issuer)), left, certificate.problem)
        yield "  " + ", ".join(part for part in parts if part)
    if way.client_certificate:
        yield _("client certificate {name}").format(name=way.client_certificate)
