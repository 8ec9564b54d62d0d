"""What the parts of a header mean, one by one: for the card that explains it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from curlew.preview.headers.spans import distance, local_time, moment_of, span
from curlew.text import _

MOST = 30
"""Parts that are explained."""

_DIRECTIVES = {
    "public": _("Any cache may store it, shared ones too."),
    "private": _("Only the browser’s own cache may store it."),
    "no-store": _("Nobody may store it."),
    "no-cache": _("To be checked with the server before each use."),
    "must-revalidate": _("Once stale, to be checked before use."),
    "proxy-revalidate": _("Once stale, shared caches have to check it."),
    "no-transform": _("Nobody on the way may change it."),
    "immutable": _("It never changes while it is fresh."),
    "must-understand": _("Only for caches that know this status."),
    "httponly": _("Scripts of the page cannot read it."),
    "secure": _("Sent over HTTPS only."),
    "partitioned": _("Kept apart for each site that embeds it."),
    "includesubdomains": _("All hosts below this one, too."),
    "preload": _("May be built into browsers."),
}
_POLICY = {
    "default-src": _("What may be loaded where no other line says so."),
    "script-src": _("Where scripts may come from."),
    "script-src-elem": _("Where scripts in elements may come from."),
    "script-src-attr": _("Whether handlers in attributes may run."),
    "style-src": _("Where style sheets may come from."),
    "style-src-elem": _("Where style sheets in elements may come from."),
    "style-src-attr": _("Whether styles in attributes count."),
    "img-src": _("Where images may come from."),
    "font-src": _("Where fonts may come from."),
    "connect-src": _("Where scripts may connect to."),
    "media-src": _("Where sound and video may come from."),
    "object-src": _("Where plug-ins may come from."),
    "frame-src": _("Which pages may be framed here."),
    "child-src": _("Which pages and workers may be opened here."),
    "worker-src": _("Where workers may come from."),
    "manifest-src": _("Where the app’s manifest may come from."),
    "base-uri": _("Which base addresses the page may set."),
    "form-action": _("Where forms may be sent."),
    "frame-ancestors": _("Which sites may frame this page."),
    "sandbox": _("The page is shut in like a frame with these freedoms."),
    "report-uri": _("Where breaches are reported (the older way)."),
    "report-to": _("Where breaches are reported."),
    "upgrade-insecure-requests": _("HTTP addresses are loaded by HTTPS."),
    "block-all-mixed-content": _("Nothing is loaded by HTTP (the older way)."),
    "require-trusted-types-for": _("Scripts may only put checked texts into the page."),
    "trusted-types": _("Which checkers of such texts there may be."),
}
_TIMES = {
    "s-maxage": _("In shared caches, fresh for {span}."),
    "stale-while-revalidate": _("{span} more, while it is being renewed."),
    "stale-if-error": _("{span} more, while the server fails."),
}
_DATES = ("date", "expires", "last-modified", "sunset", "deprecation", "retry-after")
_LINK = re.compile(r"<([^>]{0,2000})>([^,<]*)")
_METRIC = re.compile(r"(?:^|,)\s*([^\s;,=]{1,80})((?:\s*;\s*[^;,]{1,200})*)")


def parts(name: str, value: str, now: datetime | None = None) -> list[tuple[str, str]]:
    """Return the parts of a value with what each means; nothing where none is known."""
    key = name.lower()
    if key in _DATES:
        return _date_lines(value, now or datetime.now(UTC))
    find = _FINDERS.get(key)
    return find(value)[:MOST] if find else []


def _pieces(value: str, separator: str) -> list[str]:
    return [piece.strip() for piece in value.split(separator, MOST)[:MOST] if piece.strip()]


def _cache(value: str) -> list[tuple[str, str]]:
    return [(piece[:80], _directive(piece, _("Fresh for {span} after the server made it."))) for piece in _pieces(value, ",")]


def _transport(value: str) -> list[tuple[str, str]]:
    return [(piece[:80], _directive(piece, _("For {span}."))) for piece in _pieces(value, ";")]


def _cookie(value: str) -> list[tuple[str, str]]:
    return [(piece[:80], _attribute(piece)) for piece in _pieces(value.partition(";")[2], ";")]


def _directive(piece: str, max_age: str) -> str:
    word, _equals, value = piece.partition("=")
    word, value = word.strip().lower(), value.strip().strip('"')
    if word in _DIRECTIVES:
        return _DIRECTIVES[word]
    if value.isdigit() and len(value) < 12:
        return (max_age if word == "max-age" else _TIMES.get(word, "")).format(span=span(int(value)))
    return ""


def _attribute(piece: str) -> str:
    word, _equals, value = piece.partition("=")
    word, value = word.strip().lower(), value.strip().strip('"')
    if word == "samesite":
        return {
            "lax": _("Not with requests that other sites make, but for links."),
            "strict": _("Only with requests of its own site."),
            "none": _("With requests of every site."),
        }.get(value.lower(), "")
    if word == "expires":
        try:
            return _("Kept until {moment}.").format(moment=local_time(moment_of(value)))
        except (ValueError, OverflowError, OSError):
            return _("No date: it goes with the session.")
    words = {"path": _("For addresses below {value}."), "domain": _("For {value} and all hosts below it.")}.get(word, "")
    return words.format(value=value[:60]) or _directive(piece, _("For {span}."))


def _policy(value: str) -> list[tuple[str, str]]:
    return [(piece[:300], _POLICY.get(piece.split(None, 1)[0].lower(), "")) for piece in _pieces(value, ";")]


def _permissions(value: str) -> list[tuple[str, str]]:
    found = re.findall(r"([\w-]{1,60})\s*=\s*(\([^)]{0,300}\)|\*|self)", value)
    return [(f"{ability}={who}", _allowed(who.strip("() "))) for ability, who in found]


def _allowed(who: str) -> str:
    if not who:
        return _("Nobody may use it.")
    return {"*": _("Everybody may use it."), "self": _("This site only.")}.get(who, _("Only those named."))


def _links(value: str) -> list[tuple[str, str]]:
    lines = []
    for address, rest in _LINK.findall(value):
        found = re.search(r"rel\s*=\s*(?:\"([^\"]{1,80})\"|([\w-]{1,80}))", rest)
        lines.append(((found[1] or found[2]) if found else _("link"), address[:300]))
    return lines


def _metrics(value: str) -> list[tuple[str, str]]:
    lines = []
    for name, rest in _METRIC.findall(value):
        took = re.search(r"dur\s*=\s*\"?(\d{1,9}(?:\.\d{1,6})?)", rest)
        about = re.search(r"desc\s*=\s*(?:\"([^\"]{1,120})\"|([^\s;,]{1,120}))", rest)
        words = [_("{n} ms").format(n=took[1])] if took else []
        lines.append((name, " · ".join((*words, (about[1] or about[2]) if about else "")).strip(" ·") or "–"))
    return lines


def _vary(value: str) -> list[tuple[str, str]]:
    return [(piece[:80], _VARY.get(piece.lower(), _("Another value may bring another answer."))) for piece in _pieces(value, ",")]


_VARY = {
    "*": _("Anything may bring another answer: no cache can use it."),
    "accept-encoding": _("Packed and unpacked forms are kept apart."),
    "origin": _("Each asking site is kept apart, as cross-origin access needs."),
    "accept-language": _("Each language is kept apart."),
    "accept": _("Each type is kept apart."),
    "cookie": _("Each visitor is kept apart: shared caches hardly help."),
    "authorization": _("Each account is kept apart."),
    "user-agent": _("Each browser is kept apart: caches hardly help."),
}


def _date_lines(value: str, now: datetime) -> list[tuple[str, str]]:
    text = value.strip()
    try:
        when = datetime.fromtimestamp(int(text[1:]), UTC) if text.startswith("@") else moment_of(text)
        return [(_("Here"), local_time(when)), (_("From now"), distance(when, now))]
    except (ValueError, OverflowError, OSError):
        return []


_FINDERS: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "cache-control": _cache,
    "cdn-cache-control": _cache,
    "strict-transport-security": _transport,
    "set-cookie": _cookie,
    "content-security-policy": _policy,
    "content-security-policy-report-only": _policy,
    "permissions-policy": _permissions,
    "link": _links,
    "server-timing": _metrics,
    "vary": _vary,
}
