"""Digest authentication, asked for and checked (RFC 7616), with every algorithm, and with ones that nobody knows."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable

from curlew.mock.answers import error_reply, json_reply
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

REALM = "Curlew echo"
OPAQUE = "curlew"
NONCE_GOOD_FOR_S = 300
_KEY = secrets.token_bytes(16)
_PAIR = re.compile(r'([A-Za-z*]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_HASHES: dict[str, str] = {"md5": "md5", "sha-256": "sha256", "sha-512-256": "sha512_256"}


def digest_auth(request: EchoRequest) -> Reply:
    """Answer 401 with a challenge until the right answer to it comes. The query may say `userhash=true`, `nextnonce=true`, `stale=true`."""
    algorithm = request.segments.get("algorithm", "MD5")
    qop = request.segments["qop"]
    name = algorithm.lower().removesuffix("-sess")
    given = _given(request)
    if name not in _HASHES or not given:
        return _challenge(request, algorithm, qop)
    age = _age(given.get("nonce", ""))
    if age is None or age > NONCE_GOOD_FOR_S or (request.argument("stale") == "true" and given.get("nc") == "00000001" and age >= 1):
        return _challenge(request, algorithm, qop, stale=age is not None)
    problem = _problem(request, given, algorithm, _hashing(_HASHES[name]))
    if problem:
        return _challenge(request, algorithm, qop, problem)
    headers = [("Authentication-Info", f'nextnonce="{_nonce()}"')] if request.argument("nextnonce") == "true" else []
    user = request.segments["user"]
    return json_reply({"authenticated": True, "user": user, "algorithm": algorithm, "qop": given.get("qop", "")}, headers=headers)


def _hashing(name: str) -> Callable[[str], str]:
    return lambda text: hashlib.new(name, text.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()


def _given(request: EchoRequest) -> dict[str, str]:
    scheme, _space, rest = request.header("authorization").partition(" ")
    if scheme.lower() != "digest":
        return {}
    return {found[1].lower(): re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3] for found in _PAIR.finditer(rest)}


def _problem(request: EchoRequest, given: dict[str, str], algorithm: str, digest: Callable[[str], str]) -> str:
    """Return what is wrong with an answer, empty if nothing is."""
    user, password, wanted = request.segments["user"], request.segments["password"], request.segments["qop"]
    named = given.get("username", given.get("username*", "").removeprefix("UTF-8''"))
    names = {digest(f"{user}:{REALM}")} if given.get("userhash") == "true" else {user, _quoted(user)}
    if named not in names or given.get("realm") != REALM:
        return "The user name or the realm is not the one that was asked for."
    if given.get("uri") != request.origin_form:
        return "The uri is not the target of this request."
    if wanted != "none" and given.get("qop", "") not in wanted.split(","):
        return "The qop is not one of those that were offered."
    if given.get("algorithm", "MD5").lower() != algorithm.lower():
        return "The algorithm is not the one that was asked for."
    first = digest(f"{user}:{REALM}:{password}")
    if algorithm.lower().endswith("-sess"):
        first = digest(f"{first}:{given.get('nonce', '')}:{given.get('cnonce', '')}")
    second = f"{request.method}:{given['uri']}"
    if given.get("qop") == "auth-int":
        if request.body.data is None:
            return "The body is too big to be checked here."
        body = hashlib.new(_HASHES[algorithm.lower().removesuffix("-sess")], request.body.data, usedforsecurity=False).hexdigest()
        second += f":{body}"
    middle = [given["nonce"], given.get("nc", ""), given.get("cnonce", ""), given["qop"]] if given.get("qop") else [given["nonce"]]
    expected = digest(":".join([first, *middle, digest(second)]))
    return "" if hmac.compare_digest(expected, given.get("response", "")) else "The response does not fit: the password is another one."


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


def _challenge(request: EchoRequest, algorithm: str, qop: str, problem: str = "", stale: bool = False) -> Reply:
    parts = [f'realm="{REALM}"', f'nonce="{_nonce()}"', f'opaque="{OPAQUE}"']
    parts += [f'qop="{qop}"'] if qop != "none" else []
    parts += [f"algorithm={algorithm}"] if "algorithm" in request.segments else []
    parts += ["charset=UTF-8"] if algorithm.upper().startswith("SHA") else []
    parts += ["userhash=true"] if request.argument("userhash") == "true" else []
    parts += ["stale=true"] if stale else []
    said = problem or "Digest authentication is needed here."
    return error_reply(401, said, headers=[("WWW-Authenticate", "Digest " + ", ".join(parts).translate({10: " ", 13: " "}))])


def _nonce() -> str:
    now = f"{time.time():.3f}"
    return f"{now}-{hmac.new(_KEY, now.encode(), hashlib.sha256).hexdigest()[:24]}"


def _age(nonce: str) -> float | None:
    """Return how many seconds ago we made a nonce; None if it is none of ours."""
    made, _dash, proof = nonce.partition("-")
    expected = hmac.new(_KEY, made.encode(), hashlib.sha256).hexdigest()[:24]
    try:
        return time.time() - float(made) if hmac.compare_digest(expected, proof) else None
    except (ValueError, TypeError):
        return None


ROUTES = (
    Route(
        "/digest-auth/{qop}/{user}/{password}", digest_auth, "Asks for this user name and password by Digest; qop: auth, auth-int or none"
    ),
    Route(
        "/digest-auth/{qop}/{user}/{password}/{algorithm}",
        digest_auth,
        "The same with MD5, SHA-256 or SHA-512-256 (also with -sess); an unknown algorithm is asked for as it is",
    ),
)
