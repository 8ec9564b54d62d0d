"""Looking at a request before it is sent: what would be added, what its URL becomes, and what is wrong with which row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from curlew.engine.redact import Redactor
from curlew.model.exchange import SendError
from curlew.model.inherit import Surroundings
from curlew.model.prepared import Header, SendSettings
from curlew.model.request import Request
from curlew.model.template import Scope
from curlew.net import address
from curlew.net.access import CookieAccess
from curlew.net.errors import SendingError
from curlew.net.filler import Filler
from curlew.net.headers import TOKEN, checked, checked_method
from curlew.net.outlook import outlook
from curlew.net.settling import settled
from curlew.text import _

Level = Literal["err", "warn", "note"]

_ONCE = frozenset(("content-type", "authorization", "user-agent", "origin", "referer", "range", "if-modified-since", "date", "expect"))
"""Headers that have one value: of two, servers differ in which they take."""

_COUNTED = frozenset(("host", "content-length", "transfer-encoding"))
"""Headers whose number is checked with the framing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person should know of one own header. row: its place among the request's rows; place: `name` or `value`.

    level: `err` (cannot be sent), `warn` (not as typed), `note`. as_is: the setting “Send as is” would send it as typed.
    """

    row: int
    place: str
    level: Level
    short: str
    text: str
    as_is: bool = False


@dataclass(frozen=True, slots=True)
class UrlLook:
    """What becomes of the URL. sent: as it goes out, empty where that is what is typed; host: as it is looked up, where it differs.

    target: what stands in the request line, where the URL is not to be encoded. notes: what else to know, in words.
    problem: why it cannot be sent. Secrets are masked in all of it.
    """

    sent: str = ""
    host: str = ""
    notes: tuple[str, ...] = ()
    problem: SendError | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """headers: those that are added to the ones typed, in wire order. problems: what would keep the request from being sent.

    omit: the names of headers that are left out, in lower case. as_is: whether it is sent as typed, however wrong.
    """

    headers: tuple[Header, ...] = ()
    problems: tuple[SendError, ...] = ()
    marks: tuple[Mark, ...] = ()
    url: UrlLook = UrlLook()
    omit: tuple[str, ...] = ()
    as_is: bool = False


@dataclass(frozen=True, slots=True)
class Cookies:
    """A jar's answer for one URL, taken down."""

    value: str

    def header(self, _url: str) -> str:
        return self.value

    def take(self, _url: str, _headers: tuple[tuple[bytes, bytes], ...]) -> tuple[()]:
        return ()


def cookies_for(request: Request, scope: Scope, jar: CookieAccess) -> Cookies:
    """Ask the jar, here and now, what it would give for a request."""
    try:
        where = _address(request, Filler(scope), SendSettings())
    except SendingError:
        return Cookies("")
    return Cookies(jar.header(where.url))


def look_at(request: Request, around: Surroundings, scope: Scope, fallbacks: SendSettings, cookies: CookieAccess | None = None) -> Look:
    """Look at a request, however unfinished, without touching network or disk."""
    found = outlook(request, around, scope, fallbacks, cookies)
    filler = Filler(scope)
    try:
        settings = settled(request, around, filler, fallbacks)
    except SendingError:
        settings = fallbacks
    own = tuple(_row_marks(request, filler, settings))
    marked = {mark.row for mark in own if mark.level == "err"}
    marks = (*own, *(mark for mark in _framing_marks(request, filler, found.problems) if mark.row not in marked))
    url = _url_look(request, scope, settings)
    return Look(found.headers, tuple(found.problems), tuple(sorted(marks, key=lambda mark: mark.row)), url, settings.omit, settings.as_is)


def _row_marks(request: Request, filler: Filler, settings: SendSettings) -> Iterator[Mark]:
    rows = [(at, filler.fill(row.name), filler.fill(row.value)) for at, row in enumerate(request.headers) if row.enabled]
    counts = Counter(name.strip().lower() for _at, name, _value in rows if name.strip())
    for at, name, value in rows:
        if not name and not value:
            continue
        mark = _fault(at, Header(name if settings.as_is else name.strip(" \t"), value), settings) or _change(at, name, value, settings)
        if mark is not None:
            yield mark
        elif counts[name.strip().lower()] > 1 and name.strip().lower() not in _COUNTED:
            yield _twice(at, name.strip(), counts[name.strip().lower()])


def _fault(at: int, header: Header, settings: SendSettings) -> Mark | None:
    """Return what is wrong with a header; a secret's value is not in the text."""
    plain = replace(settings, as_is=False)
    try:
        checked(replace(header, secret=True), [], plain)
    except SendingError as failure:
        place = "value" if TOKEN.fullmatch(header.name) else "name"
        text = f"{failure.title}. {failure.reason}"
        if settings.as_is and _goes(header, settings):
            return Mark(at, place, "warn", _("sent as typed"), text)
        if _goes(header, replace(settings, as_is=True)):
            return Mark(at, place, "err", _("cannot be sent"), f"{text} {failure.hint}", as_is=True)
        return Mark(at, place, "err", _("cannot be sent"), f"{text} {failure.hint}")
    return None


def _goes(header: Header, settings: SendSettings) -> bool:
    try:
        checked(header, [], settings)
    except SendingError:
        return False
    return True


def _change(at: int, name: str, value: str, settings: SendSettings) -> Mark | None:
    """Return how a header goes out where it is not as typed."""
    if not settings.as_is:
        if name != name.strip(" \t"):
            return Mark(at, "name", "warn", _("blanks cut"), _("The blanks around the name are not sent."), as_is=True)
        if value != value.strip(" \t"):
            return Mark(at, "value", "warn", _("blanks cut"), _("The blanks around the value are not sent."), as_is=True)
    if not value.isascii():
        encoding = "Latin-1" if settings.header_encoding == "latin-1" else "UTF-8"
        text = _("The value is not plain ASCII; it goes out as {encoding}. The Settings tab can change that.").format(encoding=encoding)
        return Mark(at, "value", "note", encoding, text)
    return None


def _twice(at: int, name: str, count: int) -> Mark:
    if name.lower() in _ONCE:
        text = _("{name} stands {n} times. It has one value: servers differ in which they take.").format(name=name, n=count)
        return Mark(at, "name", "warn", _("{n} times").format(n=count), text)
    text = _("{name} stands {n} times and is sent so, in this order; a server may join the values with commas.").format(name=name, n=count)
    return Mark(at, "name", "note", _("{n} times").format(n=count), text)


def _framing_marks(request: Request, filler: Filler, problems: list[SendError]) -> Iterator[Mark]:
    """Give faults that concern several headers, or a header and the body, to the rows that have them."""
    for problem in problems:
        kind, _colon, wanted = problem.field.partition(":")
        if kind != "header":
            continue
        for at, row in enumerate(request.headers):
            if row.enabled and wanted and filler.fill(row.name).strip().lower() == wanted.lower():
                text = f"{problem.title}. {problem.reason} {problem.hint.partition(chr(10))[0]}"
                yield Mark(at, "value", "warn", _("not sent like this"), text, as_is=True)


def _address(request: Request, filler: Filler, settings: SendSettings) -> address.Address:
    method = checked_method(filler.fill(request.method) or "GET", as_is=True)
    text = filler.fill(request.url)
    wanted = {row.name: row.value for row in reversed(request.params) if row.kind == "path" and row.enabled}
    used = {name: filler.fill(wanted[name]) for name in address.segment_names(text) if name in wanted}
    return address.parse(text, settings.encode_url, used, method, settings.as_is)


def _url_look(request: Request, scope: Scope, settings: SendSettings) -> UrlLook:
    if not request.url.strip():
        return UrlLook()
    filler = Filler(scope)
    text = filler.fill(request.url)
    if "{{" in address.host_part(text):
        names = ", ".join(filler.missing)
        title = _("Variable {name} is not set").format(name=names)
        return UrlLook(problem=SendError("variable", title, _("It stands in the URL’s host: the request cannot be sent."), field="url"))
    try:
        where = _address(request, filler, settings)
    except SendingError as failure:
        hide = Redactor(filler.secrets).text
        problem = failure.as_error("prepare")
        return UrlLook(problem=replace(problem, title=hide(problem.title), reason=hide(problem.reason)))
    hide = Redactor(filler.secrets).text
    typed_host = address.host_part(text).rpartition("@")[2]
    host = where.host if not typed_host.isascii() else ""
    sent = "" if _same(where.url, text) else hide(where.url)
    target = "" if settings.encode_url else hide(where.target.decode("utf-8", "replace"))
    return UrlLook(sent, host, tuple(hide(note) for note in where.notes), target=target)


def _same(sent: str, typed: str) -> bool:
    """Whether a URL goes out as it stands, but for the slash of an empty path and a fragment, which no URL takes along."""
    plain = typed.partition("#")[0]
    return sent in (typed, plain, f"{plain}/")
