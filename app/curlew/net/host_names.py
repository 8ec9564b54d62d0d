"""Host names as they go to the network: international ones in punycode, odd IPv4 spellings, and what a person should know of them."""

from __future__ import annotations

import re
import socket
import unicodedata

from curlew.net.errors import SendingError
from curlew.text import _

_NOT_IN_HOST = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=]")
_NUMERIC = re.compile(r"(?:0[xX][0-9A-Fa-f]+|[0-9]+)(?:\.(?:0[xX][0-9A-Fa-f]+|[0-9]+)){0,3}\.?")
_PLAIN_IPV4 = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})(?:\.|\Z)){4}")

_TOGETHER = ({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}, {"LATIN", "CJK", "HANGUL"}, {"LATIN", "CJK", "BOPOMOFO"})
"""Scripts that belong in one word: Japanese, Korean, Chinese."""

_LIKE_LATIN = frozenset("асеорхуіјѕһԁԛԝӏαονρυ")
"""Cyrillic and Greek letters that most fonts draw like Latin ones."""


def bad_host(title: str, reason: str = "", hint: str = "") -> SendingError:
    return SendingError("url", title, reason, hint or _("Check the URL."), "prepare", field="url")


def ascii_host(host: str) -> tuple[str, tuple[str, ...]]:
    """Return a host as it is looked up, and notes where that differs from what is typed or could deceive. Raise SendingError."""
    if not host.isascii():
        name = unicodedata.normalize("NFC", host)
        encoded = _punycode(name)
        note = _("The host {host} is {ascii} on the network.").format(host=name, ascii=encoded)
        number = _about_number(encoded) if encoded[0].isdigit() and _NUMERIC.fullmatch(encoded) else ()
        return encoded, (note, *number, *_deceptive(name.lower()))
    wrong = _NOT_IN_HOST.search(host)
    if wrong:
        what = _("a space") if wrong[0] == " " else f"“{wrong[0]}”" if wrong[0].isprintable() else f"U+{ord(wrong[0]):04X}"
        raise bad_host(
            _("{host} is not a host name").format(host=_plain(host)), _("It holds {what}, which no host name can.").format(what=what)
        )
    if host[0].isdigit() and _NUMERIC.fullmatch(host):
        return host, _about_number(host)
    return host, _about_punycode(host) if "xn--" in host.lower() else ()


def _plain(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _about_number(host: str) -> tuple[str, ...]:
    """Say which address a number is: `127.1`, `0x7f.1`, `2130706433` and `0177.0.0.1` are all this machine."""
    try:
        meant = socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        raise bad_host(
            _("{host} is not an IPv4 address").format(host=host),
            _("A host of digits is one, and its parts go from 0 to 255."),
            _("Write it as http://127.0.0.1:8080/."),
        ) from None
    if _PLAIN_IPV4.fullmatch(host):
        return ()
    return (_("The host {host} is the address {address}.").format(host=host, address=meant),)


def _about_punycode(host: str) -> tuple[str, ...]:
    """Say what a name typed in punycode reads like, or that it is none."""
    import idna

    try:
        name = idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        return (_("{host} begins like an international name, but is no valid one; it is looked up as typed.").format(host=host),)
    return (_("The host {host} reads {name}.").format(host=host, name=name), *_deceptive(name))


def _punycode(host: str) -> str:
    """Encode by IDNA 2008 with the mapping of UTS 46; what it forbids and browsers allow (emoji, mathematical signs) by UTS 46 alone."""
    import idna

    hidden = [c for c in host if unicodedata.category(c) in ("Cf", "Cc", "Zs", "Cn", "Co") or c == "\ufffd"]
    try:
        encoded = idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        encoded = "" if hidden else _by_mapping_alone(host)
        if not encoded:
            title = _("{host} is not a host name").format(host="".join(c for c in host if c not in hidden))
            raise bad_host(
                title, _hidden(hidden) if hidden else _("It breaks the rules for international names: {why}.").format(why=error)
            ) from None
    if not encoded or _NOT_IN_HOST.search(encoded):  # full-width marks become plain ones: ／ is a slash
        raise bad_host(
            _("{host} is not a host name").format(host=host), _("It stands for {name}, which no host can be.").format(name=encoded or "?")
        )
    return encoded


def _by_mapping_alone(host: str) -> str:
    """Return a host with what UTS 46 lets pass, symbols and hyphens anywhere; empty if even that refuses it, or DNS has no room for it."""
    import idna

    try:
        labels = idna.uts46_remap(host, std3_rules=False).split(".")
        turned = any(unicodedata.bidirectional(c) in ("R", "AL", "AN") for label in labels for c in label)
        for label in labels:
            if not label.isascii():
                if label.startswith("xn--"):
                    return ""
                idna.check_initial_combiner(label)
                idna.check_bidi(label, check_ltr=turned)
    except idna.IDNAError:
        return ""
    encoded = [label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in labels]
    return ".".join(encoded) if all(0 < len(label) < 64 for label in encoded[:-1]) and len(encoded[-1]) < 64 else ""


def _hidden(characters: list[str]) -> str:
    first = characters[0]
    named = f"U+{ord(first):04X} {unicodedata.name(first, '')}".strip()
    return _("It holds a character that no name has: {name}.").format(name=named)


def _deceptive(host: str) -> tuple[str, ...]:
    """Warn of labels that can be taken for others: letters of several alphabets, or foreign letters that look like Latin ones."""
    found = []
    for label in host.split("."):
        letters = [c for c in label if c.isalpha()]
        scripts = {unicodedata.name(c, "?").split()[0] for c in letters}
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            text = _("“{label}” mixes letters of several alphabets ({scripts}): it may imitate another name.")
            found.append(text.format(label=label, scripts=", ".join(sorted(script.capitalize() for script in scripts))))
        elif letters and all(c in _LIKE_LATIN for c in letters):
            found.append(_("“{label}” looks like Latin letters, but is not: it may imitate another name.").format(label=label))
    return tuple(found)
