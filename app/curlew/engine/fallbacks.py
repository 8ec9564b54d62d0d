"""What the program's own settings say about sending: it counts where no request, folder, collection or workspace says otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from curlew.engine.filling import PROXY_PASSWORD, passphrase_field, with_passphrases
from curlew.model.prepared import ClientCertificate, Proxy, SendSettings
from curlew.model.proxying import SYSTEM, bypass_list, with_scheme
from curlew.model.send_settings import MEGABYTE, SendSetting
from curlew.model.sent_certificates import certificate_from
from curlew.storage.settings import SettingsStore
from curlew.text import _


def fallbacks_from(settings: SettingsStore, secret: Callable[[str], str | None] = lambda _field: None) -> SendSettings:
    """Return the program's settings for sends. secret: gives the proxy's password and the passphrases of certificates."""
    timeout, connect = settings.number("send.timeout_ms"), settings.number("send.connect_timeout_ms")
    return SendSettings(
        timeout_s=timeout / 1000 if timeout else None,
        connect_timeout_s=connect / 1000 if connect else None,
        verify_tls=settings.flag("send.verify_tls"),
        follow_redirects=settings.flag("send.follow_redirects"),
        max_redirects=settings.number("send.max_redirects"),
        min_tls=settings.word("send.min_tls"),
        http_version=settings.word("send.http_version"),
        ca_files=tuple(Path(line) for line in settings.word("send.ca_files").splitlines() if line.strip()),
        client_certificates=certificates_from(settings.word("send.certificates"), secret),
        proxy=_proxy(settings, secret(PROXY_PASSWORD) or ""),
        max_body=settings.number("send.max_body_mb") * MEGABYTE or None,
        send_cookies=settings.flag("send.send_cookies"),
        store_cookies=settings.flag("send.store_cookies"),
    )


def fallback_value(settings: SettingsStore, setting: SendSetting) -> Any:
    """Return what the program says about a setting, as a person would set it there."""
    if setting.key == "proxy":
        mode = settings.word("send.proxy")
        return settings.word("send.proxy_url").strip() or "none" if mode == "manual" else mode
    if setting.key == "proxyBypass":
        return bypass_list(settings.word("send.proxy_bypass")) if settings.word("send.proxy") == "manual" else ()
    if setting.key == "caFiles":
        return tuple(line for line in settings.word("send.ca_files").splitlines() if line.strip())
    return settings.get(setting.fallback) if setting.fallback else setting.default


def certificate_entries(text: str) -> tuple[dict[str, Any], ...]:
    """Return the entries of the setting `send.certificates`, in the words of the standard; none where it is broken."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return ()
    return tuple(entry for entry in found if isinstance(entry, dict)) if isinstance(found, list) else ()


def certificates_from(text: str, secret: Callable[[str], str | None]) -> tuple[ClientCertificate, ...]:
    return tuple(filter(None, (certificate_from(entry) for entry in with_passphrases(certificate_entries(text), secret))))


def secrets_named(settings: SettingsStore) -> tuple[str, ...]:
    """Return the fields of the program's own secrets for sends."""
    return (PROXY_PASSWORD, *(passphrase_field(entry) for entry in certificate_entries(settings.word("send.certificates"))))


def picked_files(settings: SendSettings) -> frozenset[Path]:
    """Return the files that the program's settings name: a person picked them on this machine."""
    keys = (path for one in settings.client_certificates for path in (one.certificate, one.key) if path is not None)
    return frozenset((*settings.ca_files, *keys))


def _proxy(settings: SettingsStore, password: str) -> Proxy | None:
    mode, source = settings.word("send.proxy"), _("from the settings of Curlew")
    bypass = bypass_list(settings.word("send.proxy_bypass"))
    if mode == SYSTEM:
        return Proxy(SYSTEM, (), "")
    address = settings.word("send.proxy_url").strip()
    if mode != "manual" or not address:
        return None
    user = settings.word("send.proxy_user")
    scheme, _slashes, rest = with_scheme(address).partition("://")
    account = f"{quote(user, safe='')}:{quote(password, safe='')}@" if (user or password) and "@" not in rest else ""
    return Proxy(f"{scheme}://{account}{rest}", bypass, source)
