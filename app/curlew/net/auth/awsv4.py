"""AWS Signature Version 4: the request is signed, hop by hop, with the time and a hash of its body."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, unquote_to_bytes

from curlew.model.auth import Auth
from curlew.model.prepared import Header, Prepared
from curlew.net.access import AuthContext
from curlew.net.auth.awshost import guess
from curlew.net.auth.failing import AuthError
from curlew.net.auth.fields import Field
from curlew.net.auth.hashing import payload_digest
from curlew.net.auth.kind import AuthKind, has_typed, signed, with_secret
from curlew.net.bodies.kind import utf8
from curlew.net.headers import values
from curlew.text import _

ALGORITHM = "AWS4-HMAC-SHA256"

_UNSIGNED = frozenset(
    (
        "accept",
        "accept-encoding",
        "authorization",
        "connection",
        "content-length",
        "cookie",
        "expect",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amzn-trace-id",
    )
)
"""What proxies change, or what is added after signing."""

_WITH_BODY_HASH = frozenset(("s3", "s3express", "s3-outposts", "s3-object-lambda", "glacier", "aoss", "vpc-lattice-svcs"))
"""Services that want the body's hash as a header of its own."""

_PATH_AS_IS = frozenset(("s3", "s3express", "s3-outposts", "s3-object-lambda"))
"""Services whose paths are signed as they stand, neither tidied up nor encoded a second time."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs, and for which service and region."""

    access: str
    secret: str
    token: str
    service: str
    region: str


def keys_of(auth: Auth, host: str) -> Keys:
    """Return the keys of a form, with what its empty fields leave to the host's name. Raise SendingError if something is missing."""
    access, secret = auth.text("accessKeyId").strip(), auth.text("secretAccessKey").strip()
    if not access or not secret:
        reason = _("The access key and its secret both have to be there.")
        if auth.text("profileName"):
            reason = _("Profiles of the AWS command line are not read: a file could name any of yours.")
        hint = _("Enter access key and secret in the Auth tab, as secret variables for instance.")
        raise AuthError(_("The AWS keys are missing"), reason, hint)
    service, region = guess(host)
    service, region = auth.text("service").strip() or service, auth.text("region").strip() or region
    for value, title in ((service, _("The AWS service is not known")), (region, _("The AWS region is not known"))):
        if not value:
            reason = _("The host {host} does not tell it.").format(host=host)
            raise AuthError(title, reason, _("Enter it in the Auth tab, such as execute-api and eu-west-1."))
    return Keys(access, secret, auth.text("sessionToken").strip(), service, region)


def canonical_path(path: bytes, service: str) -> str:
    """Return the path as it is signed: for most services tidied up (RFC 3986 section 5.2.4) and encoded once more."""
    if service in _PATH_AS_IS:
        return quote(unquote_to_bytes(path), safe="/-_.~") if path else "/"
    kept: list[bytes] = []
    segments = path.split(b"/")
    for segment in segments:
        if segment == b"..":
            del kept[-1:]
        elif segment not in (b"", b"."):
            kept.append(segment)
    slash = b"/" if kept and segments[-1] in (b"", b".", b"..") else b""
    return quote(b"/" + b"/".join(kept) + slash, safe="/-_.~")


def canonical_query(query: bytes) -> str:
    """Return the query as it is signed: each part decoded and encoded again, in order of name and value."""
    pairs = [pair.partition(b"=") for pair in query.split(b"&") if pair]
    encoded = [(_part(name), _part(value)) for name, _equals, value in pairs]
    return "&".join(f"{name}={value}" for name, value in sorted(encoded))


def _part(text: bytes) -> str:
    return quote(unquote_to_bytes(text.replace(b"+", b" ")), safe="-_.~")


def canonical_headers(headers: tuple[Header, ...]) -> tuple[str, str]:
    """Return the block of signed headers and the list of their names; values of one name are joined in their order."""
    found: dict[str, list[str]] = {}
    for header in headers:
        if header.name.lower() not in _UNSIGNED:
            found.setdefault(header.name.lower(), []).append(re.sub(r" +", " ", header.value.strip(" \t")))
    names = sorted(found)
    return "".join(f"{name}:{','.join(found[name])}\n" for name in names), ";".join(names)


def signature(keys: Keys, when: str, canonical: str) -> str:
    """Return the signature of a canonical request. when: as in X-Amz-Date, such as 20150830T123600Z."""
    day = when[:8]
    scope = f"{day}/{keys.region}/{keys.service}/aws4_request"
    to_sign = "\n".join((ALGORITHM, when, scope, hashlib.sha256(utf8(canonical, _("The request"))).hexdigest()))
    key = utf8("AWS4" + keys.secret, _("The secret access key"))
    for part in (day, keys.region, keys.service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()


def apply(auth: Auth, prepared: Prepared) -> Prepared:
    return with_secret(prepared, auth.text("secretAccessKey").strip(), auth.text("sessionToken").strip())


async def sign(auth: Auth, prepared: Prepared, context: AuthContext) -> Prepared:
    if has_typed(prepared, "Authorization"):
        return signed(prepared, context, "Authorization", "")  # says that the typed one counts
    keys = keys_of(auth, prepared.host)
    when = (values(prepared.headers, "x-amz-date") or [""])[0].strip()
    if not re.fullmatch(r"\d{8}T\d{6}Z", when):
        when = datetime.fromtimestamp(context.clock(), UTC).strftime("%Y%m%dT%H%M%SZ")
        prepared = _added(prepared, "X-Amz-Date", when)
    if keys.token:
        prepared = _added(prepared, "X-Amz-Security-Token", keys.token)
    body = (values(prepared.headers, "x-amz-content-sha256") or [""])[0] or await payload_digest(prepared.payload, "sha256")
    if keys.service in _WITH_BODY_HASH:
        prepared = _added(prepared, "X-Amz-Content-Sha256", body)
    path, _mark, query = prepared.target.partition(b"#")[0].partition(b"?")
    block, names = canonical_headers(prepared.headers)
    request = "\n".join((prepared.method, canonical_path(path, keys.service), canonical_query(query), block, names, body))
    credential = f"{keys.access}/{when[:8]}/{keys.region}/{keys.service}/aws4_request"
    value = f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature(keys, when, request)}"
    return signed(prepared, context, "Authorization", value)


def adds(auth: Auth) -> tuple[str, ...]:
    token = ("X-Amz-Security-Token",) if auth.text("sessionToken").strip() else ()
    body = ("X-Amz-Content-Sha256",) if auth.text("service").strip() in _WITH_BODY_HASH else ()
    return ("X-Amz-Date", *token, *body, "Authorization")


def _added(prepared: Prepared, name: str, value: str) -> Prepared:
    """Add a header unless one of that name stands there already, which then is signed as it is."""
    if values(prepared.headers, name):
        return prepared
    return replace(prepared, headers=(*prepared.headers, Header(name, value, "auth", secret=name == "X-Amz-Security-Token")))


AWSV4 = AuthKind(
    "awsv4",
    _("AWS Signature v4"),
    (
        Field("accessKeyId", _("Access key ID"), placeholder="AKIA…"),
        Field("secretAccessKey", _("Secret access key"), secret=True),
        Field("sessionToken", _("Session token"), secret=True, hint=_("Only for temporary credentials.")),
        Field(
            "service",
            _("Service"),
            placeholder="execute-api",
            hint=_("Empty: told by the host’s name, such as s3.eu-west-1.amazonaws.com."),
        ),
        Field("region", _("Region"), placeholder="eu-west-1"),
    ),
    apply,
    sign,
    adds=adds,
    group="more",
)
