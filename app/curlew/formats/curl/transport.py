"""What options of curl say about how a request is sent: protocol, encryption, proxy, addresses, time limits, who signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from curlew.formats.curl.draft import Draft
from curlew.formats.curl.handlers import milliseconds
from curlew.model.auth import Auth
from curlew.model.proxying import DIRECT, SCHEMES, proxy_problem, with_scheme
from curlew.model.setting_checks import resolve_problem
from curlew.model.template import PLACEHOLDER
from curlew.text import _

PROXY_PORTS = {"https": 443}
CURLS_PROXY_PORT = 1080
"""The port that curl takes where a proxy's address names none."""

KEPT = ("301", "302", "303")


def saying(key: str, value: object) -> Callable[[Draft, str], None]:
    """Return what notes a setting that an option without an argument stands for."""

    def note(draft: Draft, _value: str) -> None:
        draft.own[key] = value

    return note


def keep_method(status: str) -> Callable[[Draft, str], None]:
    def keep(draft: Draft, _value: str) -> None:
        draft.kept_statuses.add(status)

    return keep


def connect_timeout(draft: Draft, value: str) -> None:
    limit = milliseconds(draft, "--connect-timeout", value)
    if limit is not None:
        draft.own["connectTimeout"] = limit


def resolve(draft: Draft, value: str) -> None:
    entry = value.removeprefix("+")
    if entry.startswith("-") or resolve_problem(entry):
        draft.note(_("{option} is not applied.").format(option=f"--resolve {value}"))
    else:
        draft.own["resolve"] = (*draft.own.get("resolve", ()), entry)


def unix_socket(draft: Draft, value: str) -> None:
    draft.own["unixSocket"] = value


def ca_file(draft: Draft, value: str) -> None:
    draft.own["caFiles"] = (value,)


def proxy(scheme: str = "") -> Callable[[Draft, str], None]:
    """Return what takes a proxy's address; scheme: the one that the option's name says."""

    def take(draft: Draft, value: str) -> None:
        draft.proxy = f"{scheme}://{value.partition('://')[2] or value}" if scheme and value else value
        if not value:
            draft.own["proxy"] = DIRECT

    return take


def proxy_user(draft: Draft, value: str) -> None:
    draft.proxy_user = value


def no_proxy(draft: Draft, value: str) -> None:
    if value.strip() == "*":
        draft.proxy, draft.own["proxy"] = "", DIRECT
    else:
        draft.own["proxyBypass"] = tuple(part for part in re.split(r"[,\s]+", value) if part)


def certificate(draft: Draft, value: str) -> None:
    """Note a client certificate; its password, which may stand behind a colon, is told nobody."""
    path = re.match(r"(?:\\.|[A-Za-z]:(?=[\\/])|[^:\\]|\\$)*", value)
    draft.certificate = path[0] if path else value


def quiet_key(draft: Draft, value: str) -> None:
    """Pass over the key and the password of a certificate, which is noted as a whole."""


def aws(draft: Draft, value: str) -> None:
    draft.aws = value


def netrc(draft: Draft, value: str) -> None:
    draft.netrc = True


def cookie_jar(draft: Draft, value: str) -> None:
    if value not in ("", "-"):
        draft.note(_("Curlew keeps cookies in a jar of its own, not in {path}.").format(path=value))


def request_target(draft: Draft, value: str) -> None:
    draft.target = value


def settle(draft: Draft) -> None:
    """Join what several options say together, once all are read."""
    _settle_proxy(draft)
    if draft.kept_statuses:
        draft.own["keepMethod"] = True
        if draft.kept_statuses != set(KEPT):
            given = ", ".join(sorted(draft.kept_statuses))
            draft.note(_("The method is kept for 301, 302 and 303 alike; curl would keep it for {given}.").format(given=given))
    if draft.certificate:
        draft.note(
            _("The client certificate {path} was not taken over: it belongs to a collection, an environment or the settings.").format(
                path=draft.certificate
            )
        )
    if draft.target and draft.target != "*":
        draft.note(_("{option} is not applied.").format(option=f"--request-target {draft.target}"))


def _settle_proxy(draft: Draft) -> None:
    if not draft.proxy:
        return
    address = with_scheme(draft.proxy)
    scheme, _marks, rest = address.partition("://")
    if "{{" not in address and (scheme.lower() not in SCHEMES or proxy_problem(address)):
        shown = f"{scheme}://{rest.rpartition('@')[2]}"
        draft.note(_("{option} is not applied.").format(option=f"-x {shown}"))
        return
    account, at, host = rest.rpartition("@")
    if draft.proxy_user is not None:
        user, colon, password = draft.proxy_user.partition(":")
        account, at = f"{_quoted(user)}{colon}{_quoted(password)}", "@"
    host = host.rstrip("/")
    if "{{" not in host and not re.search(r":[0-9]+$", host):
        host = f"{host}:{PROXY_PORTS.get(scheme.lower(), CURLS_PROXY_PORT)}"
    draft.own["proxy"] = f"{scheme.lower()}://{account}{at}{host}"


def _quoted(text: str) -> str:
    """Encode a part of an account, leaving variables readable."""
    return "".join(part if PLACEHOLDER.fullmatch(part) else quote(part, safe="") for part in re.split(r"(\{\{[^{}]*\}\})", text))


def aws_auth(draft: Draft) -> Auth:
    """Return the signing that --aws-sigv4 asks for: `provider1[:provider2[:region[:service]]]`, keys from -u."""
    parts = [*(draft.aws or "").split(":"), "", "", "", ""]
    if parts[0] not in ("", "aws") or parts[1] not in ("", "amz"):
        draft.note(_("{option} names another provider than AWS; it is signed as for AWS.").format(option=f"--aws-sigv4 {draft.aws}"))
    access, _colon, secret = (draft.user or "").partition(":")
    fields = {"accessKeyId": access, "secretAccessKey": secret, "sessionToken": draft.header("x-amz-security-token") or ""}
    fields |= {"service": parts[3], "region": parts[2]}
    draft.headers = [header for header in draft.headers if header[0].lower() != "x-amz-security-token"]
    return Auth("awsv4", {name: value for name, value in fields.items() if value})
