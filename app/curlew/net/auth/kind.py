"""What an auth kind is: an id, a name, fields from which its form is drawn, and how it signs a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from curlew.model.auth import Auth
from curlew.model.exchange import Response
from curlew.model.prepared import Header, Prepared
from curlew.net.access import AuthContext
from curlew.net.address import quote_query_value
from curlew.net.auth.fields import Field
from curlew.net.bodies.kind import utf8
from curlew.net.headers import checked, values
from curlew.text import _

__all__ = ["AuthKind", "Field"]


@dataclass(frozen=True, slots=True)
class AuthKind:
    """`apply` takes the auth with its variables filled in and returns the request with the credentials in place.

    A kind whose credentials depend on the finished request, on a token or on an answer has more:
    sign: called before each hop that may carry credentials; returns the request with them in place.
    answer: called after each response; true where the request is to be sent again (a challenge was understood, a token renewed).
    adds: the names of the headers that `sign` adds, for a view of the request before it is sent.
    group: under which heading the kind is listed; about: what a person should know before anything else, in a sentence or two.
    """

    id: str
    label: str
    fields: tuple[Field, ...]
    apply: Callable[[Auth, Prepared], Prepared] = lambda _auth, prepared: prepared
    sign: Callable[[Auth, Prepared, AuthContext], Awaitable[Prepared]] | None = None
    answer: Callable[[Auth, Prepared, Response, AuthContext], Awaitable[bool]] | None = None
    adds: Callable[[Auth], tuple[str, ...]] = lambda _auth: ("Authorization",)
    group: Literal["common", "more"] = "common"
    about: str = ""

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


def with_header(prepared: Prepared, name: str, value: str) -> Prepared:
    """Add a header of the auth, unless the user typed one of that name: that one counts, with a note."""
    typed = [header for header in prepared.headers if header.name.lower() == name.lower() and header.origin != "auto"]
    if typed:
        text = _("{name} stands in the headers too; that one was sent, not the one of the Auth tab.")
        return with_note(prepared, text.format(name=name))
    return replace(prepared, headers=(*prepared.headers, Header(name, value, "auth", secret=True)))


def signed(prepared: Prepared, context: AuthContext, name: str, value: str) -> Prepared:
    """Add a header in `sign`: as `with_header`, and checked, since it may hold what a server said. Notes go to the person at once."""
    if has_typed(prepared, name):
        context.say(_("{name} stands in the headers too; that one was sent, not the one of the Auth tab.").format(name=name))
        return prepared
    if name.lower() in prepared.settings.omit:
        context.say(_("{name} is left out, as the Headers tab says.").format(name=name))
        return prepared
    notes: list[str] = []
    header = checked(Header(name, value, "auth", secret=True), notes)
    for note in notes:
        context.say(note)
    return replace(prepared, headers=(*prepared.headers, header))


def has_typed(prepared: Prepared, name: str) -> bool:
    """Return whether the user typed a header of that name."""
    return any(header.name.lower() == name.lower() and header.origin not in ("auto", "auth") for header in prepared.headers)


def with_cookie(prepared: Prepared, name: str, value: str) -> Prepared:
    """Add one cookie of the auth to those that the user typed; one of the same name there counts more."""
    if ";" in value:
        prepared = with_note(
            prepared, _("The value of the cookie {name} holds a semicolon: the server takes it for its end.").format(name=name)
        )
    typed = [header for header in prepared.headers if header.name.lower() == "cookie"]
    if any(pair.partition("=")[0].strip() == name for header in typed for pair in header.value.split(";")):
        return with_note(prepared, _("The cookie {name} stands in the headers too; that one was sent.").format(name=name))
    if not typed:
        return replace(prepared, headers=(*prepared.headers, Header("Cookie", f"{name}={value}", "auth", secret=True)))
    joined = replace(typed[-1], value=f"{typed[-1].value}; {name}={value}".lstrip("; "), secret=True)
    return replace(prepared, headers=tuple(joined if header is typed[-1] else header for header in prepared.headers))


def with_query(prepared: Prepared, name: str, value: str, what: str) -> Prepared:
    """Add `name=value` to the query, in front of a fragment that goes out as typed. what: the value's name in an error."""
    utf8(name + value, what)
    added = f"{quote_query_value(name)}={quote_query_value(value)}"
    before, hash_mark, fragment = prepared.url.partition("#")
    url = before + ("&" if "?" in before else "?") + added + hash_mark + fragment
    target = url[url.index("/", url.index("://") + 3) :]
    return with_secret(replace(prepared, url=url, target=target.encode("utf-8")), quote_query_value(value))


def with_note(prepared: Prepared, note: str) -> Prepared:
    return replace(prepared, notes=(*prepared.notes, note))


def with_secret(prepared: Prepared, *secrets: str) -> Prepared:
    """Add values to mask in history and logs."""
    return replace(prepared, secrets=tuple(dict.fromkeys((*prepared.secrets, *(s for s in secrets if s)))))


def has_header(prepared: Prepared, name: str) -> bool:
    return bool(values(prepared.headers, name))
