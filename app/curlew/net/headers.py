"""Request headers: checked before anything is sent, and written to the wire exactly as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from curlew.model.prepared import Header, Prepared, SendSettings
from curlew.net.errors import SendingError
from curlew.text import _, ngettext

TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_SPACED = re.compile(r"\A[ \t]|[ \t]\Z")
PLAIN = SendSettings()
_SENSITIVE = re.compile(r"auth|token|key|cookie|secret|session|password|credential|signature", re.IGNORECASE)


def is_sensitive(name: str) -> bool:
    """Return whether a header of that name usually carries credentials: masked in the history, dropped across origins."""
    return bool(_SENSITIVE.search(name)) and name.lower() not in {"sec-websocket-key", "idempotency-key", "surrogate-key"}


def _refuse(name: str, title: str, reason: str, hint: str) -> SendingError:
    return SendingError("header", title, reason, hint, "prepare", field=f"header:{name}")


def checked_method(method: str, as_is: bool = False) -> str:
    """Return the method without blanks around it, its case as typed. Raise SendingError if it is no method at all.

    as_is: anything that has bytes is taken as it is typed.
    """
    typed = method if as_is and method.strip() else method.strip()
    if not typed:
        raise _no_method(_("There is no method"), _("The method is empty."), _("Choose one, such as GET."))
    if TOKEN.fullmatch(typed):
        return typed
    wrong = next(c for c in typed if not TOKEN.fullmatch(c))
    if not (as_is and _has_bytes(typed)):
        raise _no_method(
            _("{method} is not a method").format(method=ascii(typed)[1:-1]),
            _("It holds {what}.").format(what=_character(wrong)),
            _("Use letters, such as GET."),
        )
    return typed


def _no_method(title: str, reason: str, hint: str) -> SendingError:
    return SendingError("method", title, reason, hint, "prepare", field="method")


def _has_bytes(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _character(character: str) -> str:
    names = {
        " ": _("a space"),
        "\r": _("a line break"),
        "\n": _("a line break"),
        "\0": _("a NUL byte"),
        "\t": _("a tab"),
        ":": _("a colon"),
    }
    if "\ud800" <= character <= "\udfff":
        return _("half of a character (a lone surrogate)")
    return names.get(character) or (f"“{character}”" if character.isprintable() else f"U+{ord(character):04X}")


def checked(header: Header, notes: list[str], settings: SendSettings = PLAIN) -> Header:
    """Return the header as it will be sent: blanks around the value trimmed with a note. Raise SendingError if it cannot be sent.

    With `as_is` it is sent as typed, and a note says what is wrong with it.
    """
    if header.value.isascii() and header.value.isprintable() and TOKEN.fullmatch(header.name) and not _SPACED.search(header.value):
        return header
    try:
        fine = _checked(header, notes)
    except SendingError as failure:
        if not settings.as_is or not _has_bytes(header.name + header.value):
            raise
        notes.append(_("{what}, but was sent as typed. {why}").format(what=failure.title, why=failure.reason))
        fine = header
    fine = header if settings.as_is else fine
    if not fine.value.isascii():
        _check_encoding(fine, notes, settings.header_encoding)
    return fine


def _checked(header: Header, notes: list[str]) -> Header:
    name, value = header.name, header.value
    if not name:
        told = _("Its value is secret.") if header.secret else _("Its value is {value}.").format(value=f"“{value[:40]}”")
        raise _refuse(name, _("A header has no name"), told, _("Give it a name or switch it off."))
    wrong = next(((at, c) for at, c in enumerate(name, start=1) if not TOKEN.fullmatch(c)), None)
    if wrong is not None:
        raise _refuse(
            name,
            _("The header name “{name}” cannot be sent").format(name=ascii(name)[1:-1] if not name.isprintable() else name),
            _("Character {n} is {what}; names consist of letters, digits and hyphens.").format(n=wrong[0], what=_character(wrong[1])),
            _("Correct the name or switch the row off."),
        )
    trimmed = value.strip(" \t")
    for at, character in enumerate(trimmed, start=1):
        if character in "\r\n\0" or (header.origin != "cookie" and "\ud800" <= character <= "\udfff"):
            raise _refuse(
                name,
                _("The value of the header {name} cannot be sent").format(name=name),
                _("Character {n} is {what}.").format(n=at, what=_character(character)),
                _("Remove it or switch the row off."),
            )
    if trimmed != value:
        notes.append(_("Blanks around the value of {name} were not sent.").format(name=name))
    return replace(header, value=trimmed)


def _check_encoding(header: Header, notes: list[str], encoding: str) -> None:
    """Note in which encoding a value goes out. Raise SendingError for one that Latin-1 cannot hold."""
    if encoding != "latin-1":
        notes.append(_("The value of {name} is not plain ASCII; it was sent as UTF-8.").format(name=header.name))
        return
    wrong = next(((at, c) for at, c in enumerate(header.value, start=1) if c > "\xff" and not "\udc80" <= c <= "\udcff"), None)
    if wrong is not None:
        raise _refuse(
            header.name,
            _("The value of the header {name} has no form in Latin-1").format(name=header.name),
            _("Character {n} is {what}, and the settings say that header values are sent as Latin-1.").format(
                n=wrong[0], what=_character(wrong[1])
            ),
            _("Choose UTF-8 for header values in the request’s settings, or remove the character."),
        )
    notes.append(_("The value of {name} is not plain ASCII; it was sent as Latin-1.").format(name=header.name))


def head_bytes(prepared: Prepared) -> bytes:
    """Return the request head of HTTP/1.1 exactly as it goes to the wire."""
    line = b"%s %s HTTP/1.1\r\n" % (prepared.method.encode("utf-8"), prepared.target)
    if prepared.settings.header_encoding != "latin-1":
        fields = "".join([f"{header.name}: {header.value}\r\n" for header in prepared.headers]).encode("utf-8", "surrogateescape")
        return line + fields + b"\r\n"
    rows = [b"%s: %s\r\n" % (header.name.encode("utf-8"), value_bytes(header, "latin-1")) for header in prepared.headers]
    return b"".join((line, *rows, b"\r\n"))


def value_bytes(header: Header, encoding: str) -> bytes:
    """Return a header's value as it goes to the wire. Bytes of a jar’s cookie that are no text stand in it as surrogate escapes."""
    if encoding == "latin-1" and header.origin != "cookie":
        try:
            return header.value.encode("latin-1", "surrogateescape")
        except UnicodeEncodeError:
            pass  # the user's own Cookie, joined with one of the jar's that is UTF-8
    return header.value.encode("utf-8", "surrogateescape")


def shown_value(header: Header) -> str:
    """Return a value as text that any file can hold: bytes that are no UTF-8 as Latin-1, half a character (never sent) as U+FFFD."""
    if header.value.isascii():
        return header.value
    try:
        data = header.value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", header.value)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def origins_of(headers: Sequence[Header], sent: Sequence[tuple[str, str]] | None = None) -> tuple[str, ...]:
    """Return where each header comes from. sent: the headers as HTTP/2 carries them, whose pseudo-headers are ours."""
    if sent is None:
        return tuple([header.origin for header in headers])
    known = {header.name.lower(): header.origin for header in headers}
    return tuple([known.get(name, "auto") for name, _value in sent])


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
        count = own.count("; ") + 1
        reason = ngettext("from the cookie jar: {n} cookie", "from the cookie jar: {n} cookies", count).format(n=count)
        return replace(prepared, headers=(*prepared.headers, Header("Cookie", own, "cookie", secret=True, reason=reason)))
    joined = replace(typed[-1], value=f"{typed[-1].value}; {own}")
    return replace(prepared, headers=tuple(joined if header is typed[-1] else header for header in prepared.headers))
