"""The settings that count for one send: settled, with variables filled in, and with the files they name found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from curlew.model.inherit import Surroundings
from curlew.model.prepared import ClientCertificate, SendSettings
from curlew.model.request import Request
from curlew.model.sent_certificates import is_for
from curlew.model.settling import Unusable, settle, unusable
from curlew.model.template import PLACEHOLDER
from curlew.net.errors import SendingError
from curlew.net.files import FileAccess
from curlew.net.filler import Filler
from curlew.text import _

_DECIDES_THE_WAY = ("tls", "connection")
"""Groups of settings which decide whom a request reaches, and how safely."""


def settled(request: Request, around: Surroundings, filler: Filler, fallbacks: SendSettings) -> SendSettings:
    """Return what counts for a request; passwords in it become secrets of the send. Raises SendingError for what cannot be."""
    for one in unusable(request.settings, around):
        _tell(one, filler)
    settings = settle(request.settings, around, fallbacks, filler.fill)
    if settings.proxy is not None:
        names = tuple(found.group(1).strip() for found in PLACEHOLDER.finditer(unquote(settings.proxy.url)))
        filler.refuse_missing(names, _("It stands in the proxy’s address, so there is nothing to connect to."))
        for secret in _password(settings.proxy.url):
            filler.add_secret(secret)
    for certificate in settings.client_certificates:
        filler.add_secret(certificate.passphrase)
    return settings


def _tell(one: Unusable, filler: Filler) -> None:
    """Note a setting that cannot count. Raise SendingError where doing without it would send elsewhere, or over a weaker way."""
    place = _("the request") if one.giver is None else one.giver.name
    if one.setting.group in _DECIDES_THE_WAY:
        title = _("The setting “{label}” cannot be used").format(label=one.setting.label)
        reason = _("{problem} (in the settings of {place}).").format(problem=one.problem.rstrip("."), place=place)
        hint = _("Correct it or take it out. Nothing was sent: without it, the request would have taken another way.")
        raise SendingError("settings", title, reason, hint, "prepare", field="settings" if one.giver is None else "")
    text = _("The setting “{label}” of {place} does not count: {problem}.")
    filler.note(text.format(label=one.setting.label, place=place, problem=one.problem.rstrip(".")))


def _password(url: str) -> tuple[str, ...]:
    """Return the password of a proxy's address, as it stands there and as it is meant."""
    _user, colon, password = url.partition("://")[2].rpartition("@")[0].partition(":")
    return (password, unquote(password)) if colon and password else ()


def with_files(settings: SendSettings, host: str, port: int, files: FileAccess) -> SendSettings:
    """Return settings whose certificate files are found, and may be read. Raises SendingError where one that this host needs is not.

    A client certificate for other hosts whose file is not at hand is left out: a redirect may never lead there.
    """
    if not settings.ca_files and not settings.client_certificates:
        return settings
    authorities = tuple(_found(path, files, _("The certificate file {path} was not used")) for path in settings.ca_files)
    certificates = []
    for one in settings.client_certificates:
        try:
            certificates.append(_with_found(one, files))
        except SendingError:
            if is_for(one.host, host, port):
                raise
    return replace(settings, ca_files=authorities, client_certificates=tuple(certificates))


def _with_found(one: ClientCertificate, files: FileAccess) -> ClientCertificate:
    title = _("The client certificate {path} was not used")
    return replace(one, certificate=_found(one.certificate, files, title), key=None if one.key is None else _found(one.key, files, title))


def _found(path: Path, files: FileAccess, title: str) -> Path:
    try:
        return files(str(path)).path
    except SendingError as error:
        hint = _("Choose the file in the settings to allow it on this machine, or move it into the collection’s folder.")
        raise SendingError("file", title.format(path=path), error.reason, hint, "prepare") from error
