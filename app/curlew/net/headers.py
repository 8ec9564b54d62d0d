"""Request headers: checked before anything is sent, and written to the wire exactly as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from curlew.model.prepared import Header, Prepared
from curlew.net.errors import SendingError
from curlew.text import _

TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_SENSITIVE = re.compile(r"auth|token|key|cookie|secret|session|password|credential|signature", re.IGNORECASE)


def is_sensitive(name: str) -> bool:
    """Return whether a header of that name usually carries credentials: masked in the history, dropped across origins."""
    return bool(_SENSITIVE.search(name)) and name.lower() not in {"sec-websocket-key", "idempotency-key", "surrogate-key"}


def _refuse(title: str, reason: str, hint: str) -> SendingError:
    return SendingError("header", title, reason, hint, "prepare")


def checked_method(method: str) -> str:
    """Return the method without blanks around it, its case as typed. Raise SendingError if it is no method at all."""
    method = method.strip()
    if not method:
        raise SendingError("method", _("There is no method"), _("The method is empty."), _("Choose one, such as GET."), "prepare")
    wrong = next((c for c in method if not TOKEN.fullmatch(c)), None)
    if wrong is not None:
        reason = _("It holds {what}.").format(what=_character(wrong))
        raise SendingError(
            "method", _("{method} is not a method").format(method=ascii(method)[1:-1]), reason, _("Use letters, such as GET."), "prepare"
        )
    return method


def _character(character: str) -> str:
    names = {
        " ": _("a space"),
        "\r": _("a line break"),
        "\n": _("a line break"),
        "\0": _("a NUL byte"),
        "\t": _("a tab"),
        ":": _("a colon"),
    }
    return names.get(character) or (f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}")


def checked(header: Header, notes: list[str]) -> Header:
    """Return the header as it will be sent: blanks around the value trimmed with a note. Raise SendingError if it cannot be sent."""
    name, value = header.name, header.value
    if not name:
        raise _refuse(
            _("A header has no name"), _("Its value is {value}.").format(value=f"“{value[:40]}”"), _("Give it a name or switch it off.")
        )
    wrong = next(((at, c) for at, c in enumerate(name, start=1) if not TOKEN.fullmatch(c)), None)
    if wrong is not None:
        raise _refuse(
            _("The header name “{name}” cannot be sent").format(name=ascii(name)[1:-1] if not name.isprintable() else name),
            _("Character {n} is {what}; names consist of letters, digits and hyphens.").format(n=wrong[0], what=_character(wrong[1])),
            _("Correct the name or switch the row off."),
        )
    trimmed = value.strip(" \t")
    for at, character in enumerate(trimmed, start=1):
        if character in "\r\n\0" or "\ud800" <= character <= "\udfff":
            what = _("half of a character (a lone surrogate)") if character >= "\ud800" else _character(character)
            raise _refuse(
                _("The value of the header {name} cannot be sent").format(name=name),
                _("Character {n} is {what}.").format(n=at, what=what),
                _("Remove it or switch the row off."),
            )
    if trimmed != value:
        notes.append(_("Blanks around the value of {name} were not sent.").format(name=name))
    if not trimmed.isascii():
        notes.append(_("The value of {name} is not plain ASCII; it was sent as UTF-8.").format(name=name))
    return replace(header, value=trimmed)


def head_bytes(method: str, target: bytes, headers: Iterable[Header]) -> bytes:
    """Return the request head exactly as it goes to the wire."""
    lines = [b"%s %s HTTP/1.1\r\n" % (method.encode("ascii"), target)]
    lines += [f"{header.name}: {header.value}\r\n".encode() for header in headers]
    return b"".join((*lines, b"\r\n"))


def values(headers: Iterable[Header], name: str) -> list[str]:
    wanted = name.lower()
    return [header.value for header in headers if header.name.lower() == wanted]


def with_cookies(prepared: Prepared, value: str) -> Prepared:
    """Add the jar's cookies; those that the user typed come first, and win where a name stands in both."""
    typed = [header for header in prepared.headers if header.name.lower() == "cookie"]
    names = {pair.partition("=")[0].strip() for header in typed for pair in header.value.split(";")}
    own = "; ".join(pair for pair in value.split("; ") if pair.partition("=")[0] not in names)
    if not own:
        return prepared
    if not typed:
        return replace(prepared, headers=(*prepared.headers, Header("Cookie", own, "cookie", secret=True)))
    joined = replace(typed[-1], value=f"{typed[-1].value}; {own}")
    return replace(prepared, headers=tuple(joined if header is typed[-1] else header for header in prepared.headers))
