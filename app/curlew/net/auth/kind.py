"""What an auth kind is: an id, a name, fields from which its form is drawn, and how it signs a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from curlew.model.auth import Auth
from curlew.model.exchange import Response
from curlew.model.prepared import Header, Prepared
from curlew.net.access import AuthContext
from curlew.net.headers import values
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. choices: (value in the file, label) pairs of a `choice`; its first is the default."""

    name: str
    label: str
    secret: bool = False
    kind: Literal["text", "choice"] = "text"
    choices: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class AuthKind:
    """`apply` takes the auth with its variables filled in and returns the request with the credentials in place.

    A kind whose credentials depend on the finished request, on a token or on an answer has more:
    sign: called before each hop that may carry credentials; returns the request with them in place.
    answer: called after each response; true where the request is to be sent again (a challenge was understood, a token renewed).
    """

    id: str
    label: str
    fields: tuple[Field, ...]
    apply: Callable[[Auth, Prepared], Prepared]
    sign: Callable[[Auth, Prepared, AuthContext], Awaitable[Prepared]] | None = None
    answer: Callable[[Auth, Prepared, Response, AuthContext], Awaitable[bool]] | None = None


def with_header(prepared: Prepared, name: str, value: str) -> Prepared:
    """Add a header of the auth, unless the user typed one of that name: that one counts, with a note."""
    typed = [header for header in prepared.headers if header.name.lower() == name.lower() and header.origin != "auto"]
    if typed:
        text = _("{name} stands in the headers too; that one was sent, not the one of the Auth tab.")
        return with_note(prepared, text.format(name=name))
    return replace(prepared, headers=(*prepared.headers, Header(name, value, "auth", secret=True)))


def with_note(prepared: Prepared, note: str) -> Prepared:
    return replace(prepared, notes=(*prepared.notes, note))


def with_secret(prepared: Prepared, *secrets: str) -> Prepared:
    """Add values to mask in history and logs."""
    return replace(prepared, secrets=tuple(dict.fromkeys((*prepared.secrets, *(s for s in secrets if s)))))


def has_header(prepared: Prepared, name: str) -> bool:
    return bool(values(prepared.headers, name))
