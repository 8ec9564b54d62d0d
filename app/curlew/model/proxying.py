"""Which proxy a request goes through: said by itself, by what is above it (a collection in the standard's own words), or by the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from curlew.model.inherit import Above
from curlew.model.prepared import Proxy
from curlew.model.request import Settings
from curlew.text import _

DIRECT, SYSTEM = "none", "system"
"""What stands in place of an address: no proxy, and what the system says."""

SCHEMES = ("http", "https", "socks5", "socks5h")
_NULLS = ("null", "Null", "NULL", "~")
_PARTS = re.compile(r"[,;\s]+")

Fill = Callable[[str], str]


def proxy_problem(text: str) -> str:
    """Return in words why a text names no proxy; empty if it does."""
    if text.strip() in (DIRECT, SYSTEM):
        return ""
    try:
        parts = urlsplit(with_scheme(text))
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("{text} is no address of a proxy").format(text=text)
    if parts.scheme not in SCHEMES:
        return _("A proxy’s address begins with http://, https:// or socks5://")
    if not host or " " in text.strip():
        return _("{text} is no address of a proxy").format(text=text or "“”")
    return ""


def proxy_caution(text: str) -> str:
    """Return in words what a person should know about a proxy's address, empty for nothing: a password in it stands in the file."""
    account, at, _host = with_scheme(text).partition("://")[2].rpartition("@")
    password = account.partition(":")[2]
    if not at or not password or "{{" in password:
        return ""
    return _("The password in it is readable by all who get this collection. Put a secret variable in its place: {example}").format(
        example="http://user:{{proxy_password}}@proxy:3128"
    )


def with_scheme(text: str) -> str:
    """Return a proxy's address with its scheme, as curl takes it: `proxy:3128` is an http proxy."""
    text = text.strip()
    return text if "://" in text else f"http://{text}"


def bypass_list(text: str) -> tuple[str, ...]:
    """Return the hosts of a text in which commas, semicolons or blanks part them."""
    return tuple(part for part in _PARTS.split(text) if part)


def collection_proxy(config: Mapping[str, Any], fill: Fill | None = None) -> Proxy | None:
    """Return what `config.proxy` of a collection's file says; None where it leaves it to others. fill: None leaves credentials out."""
    said = config.get("proxy")
    if not isinstance(said, Mapping):
        return None
    if truth(said.get("disabled")):
        return Proxy(DIRECT)
    data = said.get("config")
    if truth(said.get("inherit", "config" not in said)) or not isinstance(data, Mapping):
        return None
    filled = fill or (lambda text: text)
    host = filled(text_of(data, "hostname")).strip()
    if not host:
        return None
    port = filled(text_of(data, "port")).strip()
    account = _account(data.get("auth"), fill) if fill is not None else ""
    named = f"[{host}]" if ":" in host and not host.startswith("[") else host
    url = f"{text_of(data, 'protocol') or 'http'}://{account}{named}{f':{port}' if port else ''}"
    return Proxy(url, bypass_list(filled(text_of(data, "bypassProxy"))))


def _account(auth: Any, fill: Fill) -> str:
    if not isinstance(auth, Mapping) or truth(auth.get("disabled")):
        return ""
    user, password = fill(text_of(auth, "username")), fill(text_of(auth, "password"))
    return f"{quote(user, safe='')}:{quote(password, safe='')}@" if user or password else ""


def proxy_from(own: Settings, givers: Sequence[Above], fallback: Proxy | None, fill: Fill) -> Proxy | None:
    """Return the proxy that counts, with who says so; `system` as its address where the system is to be asked; None for none."""
    bypass = _bypass(own, fill)
    address = _address(own, fill)
    if address:
        return _proxy(address, bypass or (), _("from the request’s settings")) if bypass is not None else _joined(address, givers, fill)
    for at, above in enumerate(givers):
        bypass = bypass if bypass is not None else _bypass(above.defaults.settings, fill)
        source = _("from the settings of {name}").format(name=above.name)
        address = _address(above.defaults.settings, fill)
        if address:
            return _proxy(address, bypass if bypass is not None else _given_bypass(givers[at + 1 :], fill), source)
        standard = collection_proxy(above.config, fill)
        if standard is not None:
            return _proxy(standard.url, standard.bypass if bypass is None else bypass, source)
    if fallback is not None and bypass is not None:
        return Proxy(fallback.url, bypass, fallback.source)
    return fallback


def _joined(address: str, givers: Sequence[Above], fill: Fill) -> Proxy | None:
    return _proxy(address, _given_bypass(givers, fill), _("from the request’s settings"))


def _given_bypass(givers: Sequence[Above], fill: Fill) -> tuple[str, ...]:
    found = (_bypass(above.defaults.settings, fill) for above in givers)
    return next((bypass for bypass in found if bypass is not None), ())


def _proxy(address: str, bypass: tuple[str, ...], source: str) -> Proxy | None:
    return None if address == DIRECT else Proxy(address if address == SYSTEM else with_scheme(address), bypass, source)


def _address(settings: Settings, fill: Fill) -> str:
    value = settings.own.get("proxy")
    if not isinstance(value, str) or value == "inherit" or ("{{" not in value and proxy_problem(value)):
        return ""
    return fill(value).strip()


def _bypass(settings: Settings, fill: Fill) -> tuple[str, ...] | None:
    value = settings.own.get("proxyBypass")
    if not isinstance(value, tuple):
        return None
    return tuple(part for text in value if isinstance(text, str) for part in bypass_list(fill(text)))


def text_of(data: Mapping[str, Any], key: str) -> str:
    """Return a file's scalar as text, empty for null (an unquoted one is marked by its type)."""
    value = data.get(key, "")
    if type(value) is not str and value in _NULLS:
        return ""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def truth(value: Any) -> bool:
    """Whether a file's scalar says yes."""
    return value is True or (isinstance(value, str) and value.lower() == "true")
