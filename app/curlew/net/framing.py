"""How a request says where its body ends: checked before sending, so that two servers cannot disagree about it unnoticed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curlew.model.prepared import Header, Prepared
from curlew.net.errors import SendingError
from curlew.net.headers import values
from curlew.net.record import Record
from curlew.text import _


def check_framing(headers: Sequence[Header], size: int | None, as_is: bool, notes: list[str]) -> None:
    """Raise SendingError where the headers contradict each other or the body of that size (None: not known yet).

    With `as_is` it is noted instead.
    """
    for fault in _faults(headers, size):
        if not as_is:
            raise fault
        notes.append(_("{what}; it was sent as typed. {why}").format(what=fault.title, why=fault.reason))


def _faults(headers: Sequence[Header], size: int | None) -> list[SendingError]:
    found = [_host_fault(headers)]
    lengths, codings = values(headers, "content-length"), values(headers, "transfer-encoding")
    if lengths:
        found.append(_length_fault(lengths, size, bool(codings)))
    if codings:
        found.append(_coding_fault(codings))
    return [fault for fault in found if fault is not None]


def _fault(name: str, title: str, reason: str, hint: str) -> SendingError:
    insist = _("To send it all the same, switch “Send as is” on in the request’s settings.")
    return SendingError("header", title, reason, f"{hint}\n{insist}", "prepare", field=f"header:{name}")


def _host_fault(headers: Sequence[Header]) -> SendingError | None:
    hosts = [header for header in headers if header.name.lower() == "host"]
    if len(hosts) == 1:
        return None
    if not hosts:
        return _fault(
            "Host",
            _("There is no Host header"),
            _("HTTP/1.1 demands exactly one; a server answers 400 without it."),
            _("Let Curlew add it: take Host off the headers left out."),
        )
    return _fault(
        hosts[1].name,
        _("There are {n} Host headers").format(n=len(hosts)),
        _("HTTP/1.1 demands exactly one: a proxy and the server behind it may each choose another."),
        _("Switch all but one off."),
    )


def _length_fault(lengths: list[str], size: int | None, coded: bool) -> SendingError | None:
    if coded:
        return _fault(
            "Content-Length",
            _("Content-Length and Transfer-Encoding stand together"),
            _("Each says in its own way where the body ends, and servers disagree which counts (request smuggling)."),
            _("Switch one of them off."),
        )
    if len(lengths) > 1:
        return _fault(
            "Content-Length",
            _("There are {n} Content-Length headers").format(n=len(lengths)),
            _("They say {values}; servers refuse it, or disagree which counts.").format(values=", ".join(lengths)),
            _("Switch them off: Curlew counts the body by itself."),
        )
    said = lengths[0]
    if re.fullmatch(r"[0-9]{1,19}", said) and (size is None or int(said) == size):
        return None
    return _fault(
        "Content-Length",
        _("Content-Length says {said}, but the body has {size} bytes").format(said=said or "?", size="?" if size is None else size),
        _("The server would wait for bytes that never come, or take the rest for another request."),
        _("Switch the row off: Curlew counts the body by itself."),
    )


def _coding_fault(codings: list[str]) -> SendingError | None:
    said = [coding.strip().lower() for value in codings for coding in value.split(",")]
    if said == ["chunked"]:
        return None
    return _fault(
        "Transfer-Encoding",
        _("Transfer-Encoding says {value}").format(value=", ".join(codings) or "?"),
        _("Curlew can send a body in chunks, and no other way: the server could not tell where it ends."),
        _("Write “chunked”, or switch the row off."),
    )


def set_framing(record: Record, prepared: Prepared) -> None:
    """Tell the record how the body goes out, and whether the connection can be trusted after it. As is, its bytes go out as typed."""
    record.sent_total = size = prepared.payload.size if prepared.payload else 0
    headers = prepared.headers
    record.in_chunks = bool(values(headers, "transfer-encoding")) and not prepared.settings.as_is
    record.wait_for_continue = bool(size) and "100-continue" in ",".join(values(headers, "expect")).lower()
    close = any("close" in value.lower() or "upgrade" in value.lower() for value in values(headers, "connection"))
    odd = any(length != str(size) for length in values(headers, "content-length"))
    record.close_after = prepared.settings.as_is or close or odd or prepared.method.upper() == "CONNECT"
