"""A certificate in words: whom it names, how long it holds, and which of its fields is wrong for a host."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from ipaddress import ip_address

from curlew.model.exchange import Certificate
from curlew.model.moments import moment
from curlew.text import _, ngettext

SOON_DAYS = 14
"""A certificate that ends within so many days is shown in amber."""

_NAME = re.compile(r"(?:^|,\s*|/)(?:CN|commonName)\s*=\s*((?:\\.|[^,/\\])+)", re.IGNORECASE)
_ORGANISATION = re.compile(r"(?:^|,\s*|/)(?:O|organizationName)\s*=\s*((?:\\.|[^,/\\])+)", re.IGNORECASE)
_DAY = 86400


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a certificate. wrong: this is what makes it fail."""

    name: str
    value: str
    mono: bool = False
    wrong: bool = False


def short_name(distinguished: str) -> str:
    """Return the common name out of "CN=api.example.com, O=Example", with the organisation where there is no other."""
    for pattern in (_NAME, _ORGANISATION):
        if found := pattern.search(distinguished):
            return found[1].replace("\\", "").strip()
    return distinguished


def title_of(certificate: Certificate) -> str:
    """Return what a certificate is called: its common name, else the first host that it is for, else its organisation."""
    if _NAME.search(certificate.subject) or not certificate.names:
        return short_name(certificate.subject)
    return certificate.names[0]


def readable_name(distinguished: str) -> str:
    """Return common name and organisation: "R11, Let's Encrypt"; the whole where it has neither."""
    found = (pattern.search(distinguished) for pattern in (_NAME, _ORGANISATION))
    parts = [hit[1].replace("\\", "").strip() for hit in found if hit]
    return ", ".join(dict.fromkeys(parts)) or distinguished


def fingerprint_text(fingerprint: str) -> str:
    """Return a fingerprint as people compare it, in upper case with colons."""
    return ":".join(fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)).upper()


def time_left(certificate: Certificate, now: float | None = None) -> tuple[str, str]:
    """Return how long a certificate still holds, in words, and a colour: `ok`, `warn` (soon over) or `err` (it does not hold)."""
    at = time.time() if now is None else now
    if not certificate.not_after:
        return "", "ok"
    if certificate.not_before and at < certificate.not_before:
        return _("not valid yet"), "err"
    days = int((certificate.not_after - at) // _DAY)
    if certificate.not_after <= at:
        ago = int((at - certificate.not_after) // _DAY)
        if ago < 1:
            return _("expired today"), "err"
        return ngettext("expired {n} day ago", "expired {n} days ago", ago).format(n=f"{ago:,}"), "err"
    if days >= 2 * 365:
        return _("{n} years left").format(n=days // 365), "ok"
    tone = "warn" if days < SOON_DAYS else "ok"
    return ngettext("{n} day left", "{n} days left", days).format(n=days), tone


def names_host(certificate: Certificate, host: str) -> bool:
    """Return whether a certificate is for a host: by its names, a star standing for one label."""
    wanted = host.strip("[]").rstrip(".").lower()
    try:
        address = ip_address(wanted)
    except ValueError:
        return any(_names(name.lower().rstrip("."), wanted) for name in certificate.names)
    return any(_is_address(name, address) for name in certificate.names)


def _names(pattern: str, host: str) -> bool:
    pattern = pattern.removeprefix("dns:")
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:] and bool(host.partition(".")[0])
    return pattern == host


def _is_address(name: str, address: object) -> bool:
    try:
        return ip_address(name.lower().removeprefix("ip:").strip("[]")) == address
    except ValueError:
        return False


def is_self_signed(certificate: Certificate) -> bool:
    return bool(certificate.subject) and certificate.subject == certificate.issuer


def main_fault(code: str) -> str:
    """Return which field a verification failed for, as `SendError.code` tells it: `dates`, `name`, `issuer`, or empty where it does not."""
    said = code.lower()
    if "expired" in said or "not yet valid" in said:
        return "dates"
    if "mismatch" in said:
        return "name"
    return "issuer" if "issuer certificate" in said or "self" in said or "verify the first" in said else ""


def facts(certificate: Certificate, host: str = "", now: float | None = None, failed: bool = False, main: str = "") -> list[Fact]:
    """Return the fields of a certificate; host: whose it should be, empty for one further up the chain.

    failed: it was refused, so that its issuer is to blame where neither dates nor names are. main: for which (see `main_fault`).
    """
    at = time.time() if now is None else now
    early, late = at < certificate.not_before, bool(certificate.not_after) and at >= certificate.not_after
    strange = bool(host) and not names_host(certificate, host)
    distrusted = main == "issuer" or ((failed or bool(certificate.problem)) and not (early or late or strange))
    names = ", ".join(certificate.names[:20]) + (
        _(" and {n} more").format(n=len(certificate.names) - 20) if len(certificate.names) > 20 else ""
    )
    listed = [
        Fact(_("Subject"), certificate.subject),
        Fact(_("Issuer"), certificate.issuer + (_(" (itself)") if is_self_signed(certificate) else ""), wrong=distrusted),
        Fact(_("Valid from"), moment(certificate.not_before) if certificate.not_before else "", wrong=early),
        Fact(_("Expired") if late else _("Valid until"), moment(certificate.not_after) if certificate.not_after else "", wrong=late),
        Fact(_("Names"), names or (_("none") if strange else ""), wrong=strange),
        Fact(_("Key"), certificate.key),
        Fact(_("Signature"), certificate.signature),
        Fact(_("Serial"), certificate.serial, mono=True),
        Fact(_("SHA-256"), fingerprint_text(certificate.fingerprint), mono=True),
    ]
    return [fact for fact in listed if fact.value]


def problem_word(certificate: Certificate, host: str = "", now: float | None = None, failed: bool = False, main: str = "") -> str:
    """Return in a word or two what is wrong with a certificate, the main fault first of all; empty if nothing is known to be wrong."""
    wrong = {fact.name for fact in facts(certificate, host, now, failed, main) if fact.wrong}
    words = (
        ("dates", _("Expired"), _("expired")),
        ("dates", _("Valid from"), _("not valid yet")),
        ("name", _("Names"), _("another name")),
        ("issuer", _("Issuer"), _("self-signed") if is_self_signed(certificate) else _("unknown issuer")),
    )
    found = [(kind != main, word) for kind, name, word in words if name in wrong]
    return min(found, key=lambda each: each[0])[1] if found else ""
