"""Digest authentication (RFC 7616, RFC 2617 and, where a server wants it, RFC 2069)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from curlew.model.auth import Auth
from curlew.model.exchange import Response
from curlew.model.prepared import Prepared
from curlew.net.access import AuthContext
from curlew.net.auth.challenges import Challenge, challenges, parameters
from curlew.net.auth.fields import Field
from curlew.net.auth.hashing import payload_digest
from curlew.net.auth.kind import AuthKind, has_typed, signed, with_secret
from curlew.net.bodies.kind import utf8
from curlew.text import _

_HASHES: dict[str, Callable[[bytes], str]] = {
    "SHA-512-256": lambda data: hashlib.new("sha512_256", data).hexdigest(),
    "SHA-256": lambda data: hashlib.sha256(data).hexdigest(),
    "SHA-512": lambda data: hashlib.sha512(data).hexdigest(),
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False).hexdigest(),
}
"""The strongest first; SHA-512, which no RFC names but some servers ask for, behind those of RFC 7616 but MD5."""


@dataclass(frozen=True, slots=True)
class DigestChallenge:
    """What a server asks for. algorithm: as it said it, empty where it said nothing; qop: `auth`, `auth-int` or "" (RFC 2069)."""

    realm: str
    nonce: str
    algorithm: str = ""
    qop: str = ""
    opaque: str | None = None
    stale: bool = False
    utf8: bool = False
    userhash: bool = False

    @property
    def name(self) -> str:
        """The hash, without `-sess`."""
        return (self.algorithm or "MD5").upper().removesuffix("-SESS")

    @property
    def session(self) -> bool:
        return self.algorithm.lower().endswith("-sess")


@dataclass(slots=True)
class _Session:
    """What is remembered of one origin during a send."""

    challenge: DigestChallenge
    count: int = 0


def best_challenge(found: list[Challenge]) -> tuple[DigestChallenge | None, str]:
    """Return the strongest challenge that can be answered, else why none can, in words."""
    usable: list[DigestChallenge] = []
    problem = ""
    for challenge in found:
        if challenge.scheme == "digest":
            read, why = _read(challenge)
            problem = problem or why
            usable += [read] if read else []
    order = list(_HASHES)
    usable.sort(key=lambda one: order.index(one.name))
    if not usable and not problem:
        problem = _("The server asks for no Digest authentication.")
    return (usable[0], "") if usable else (None, problem)


def _read(challenge: Challenge) -> tuple[DigestChallenge | None, str]:
    given = challenge.parameters
    missing = next((name for name in ("realm", "nonce") if name not in given), "")
    if missing:
        reason = _("The server’s Digest challenge has no {name}, so it cannot be answered.")
        return None, reason.format(name=missing)
    algorithm = given.get("algorithm", "")
    if algorithm and algorithm.upper().removesuffix("-SESS") not in _HASHES:
        return None, _("The server asks for the Digest algorithm {name}, which Curlew does not know.").format(name=algorithm[:40])
    offered = {part.strip().lower() for part in given.get("qop", "").split(",") if part.strip()}
    qop = "auth" if "auth" in offered else "auth-int" if "auth-int" in offered else ""
    if offered and not qop:
        return None, _("The server asks for the Digest protection {name}, which Curlew does not know.").format(name=given["qop"][:40])
    flags = [given.get(name, "").lower() == "true" for name in ("stale", "userhash")]
    charset = given.get("charset", "").lower() == "utf-8"
    return DigestChallenge(given["realm"], given["nonce"], algorithm, qop, given.get("opaque"), flags[0], charset, flags[1]), ""


def authorization(
    challenge: DigestChallenge, user: str, password: str, method: str, target: str, count: int, cnonce: str, body_digest: str = ""
) -> str:
    """Return the value of the Authorization header (RFC 7616 section 3.4). body_digest: of the body's bytes, for `auth-int`."""
    digest = _HASHES[challenge.name]

    def hashed(*parts: str) -> str:
        return digest(utf8(":".join(parts), _("The password")))

    secret = hashed(user, challenge.realm, password)
    if challenge.session:
        secret = hashed(secret, challenge.nonce, cnonce)
    about = hashed(method, target, body_digest) if challenge.qop == "auth-int" else hashed(method, target)
    number = f"{count:08x}"
    middle = (challenge.nonce, number, cnonce, challenge.qop) if challenge.qop else (challenge.nonce,)
    response = hashed(secret, *middle, about)
    parts = [_user_part(challenge, user, hashed), f"realm={_quoted(challenge.realm)}", f"nonce={_quoted(challenge.nonce)}"]
    parts += [f"uri={_quoted(target)}", f'response="{response}"']
    parts += [f"algorithm={challenge.algorithm}"] if challenge.algorithm else []
    parts += [f"opaque={_quoted(challenge.opaque)}"] if challenge.opaque is not None else []
    parts += [f"qop={challenge.qop}", f"nc={number}"] if challenge.qop else []
    parts += [f'cnonce="{cnonce}"'] if challenge.qop or challenge.session else []
    parts += ["userhash=true"] if challenge.userhash else []
    return "Digest " + ", ".join(parts)


def _user_part(challenge: DigestChallenge, user: str, hashed: Callable[..., str]) -> str:
    if challenge.userhash:
        return f'username="{hashed(user, challenge.realm)}"'
    if challenge.utf8 and not user.isascii():
        return f"username*=UTF-8''{quote(user, safe='')}"
    return f"username={_quoted(user)}"


def _quoted(text: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def apply(auth: Auth, prepared: Prepared) -> Prepared:
    return with_secret(prepared, auth.text("password"))


async def sign(auth: Auth, prepared: Prepared, context: AuthContext) -> Prepared:
    """Answer the challenge that this origin gave during this send; the first request goes out without credentials."""
    session: _Session | None = context.state.get(_key(prepared))
    if session is None:
        return prepared
    session.count += 1
    challenge, name = session.challenge, session.challenge.name
    body = await payload_digest(prepared.payload, _hash_name(name)) if challenge.qop == "auth-int" else ""
    cnonce = context.random(16).hex()
    user, password = auth.text("username"), auth.text("password")
    target = prepared.target.decode("utf-8", "surrogateescape")
    value = authorization(challenge, user, password, prepared.method, target, session.count, cnonce, body)
    return signed(prepared, context, "Authorization", value)


def _hash_name(name: str) -> str:
    return {"SHA-512-256": "sha512_256", "SHA-256": "sha256", "SHA-512": "sha512"}.get(name, "md5")


def _key(prepared: Prepared) -> str:
    return f"digest {prepared.scheme}://{prepared.host}:{prepared.port}"


async def answer(auth: Auth, prepared: Prepared, response: Response, context: AuthContext) -> bool:
    """Return whether a 401 can be answered: a first challenge, or one that says that only the nonce was too old."""
    session: _Session | None = context.state.get(_key(prepared))
    if response.status != 401:
        _take_next_nonce(session, response)
        return False
    if has_typed(prepared, "Authorization"):
        return False
    challenge, problem = best_challenge(challenges(response.header_all("www-authenticate")))
    if challenge is None:
        context.say(problem)
        return False
    if session is not None and not challenge.stale:
        context.say(_("The server did not accept this user name and password."))
        return False
    if not auth.text("username"):
        context.say(_("The server asks for a user name and password, but the Auth tab has no user name."))
        return False
    context.state[_key(prepared)] = _Session(challenge)
    return True


def _take_next_nonce(session: _Session | None, response: Response) -> None:
    """Use the nonce that the server wants next (RFC 7616 section 3.5)."""
    following = parameters(response.header("authentication-info")).get("nextnonce", "") if session is not None else ""
    if session is not None and following:
        session.challenge, session.count = replace(session.challenge, nonce=following), 0


DIGEST = AuthKind(
    "digest",
    _("Digest"),
    (Field("username", _("User name")), Field("password", _("Password"), secret=True)),
    apply,
    sign,
    answer,
    group="more",
    about=_("The password itself is never sent: the server’s question is answered with a hash of it. That takes two requests."),
)
