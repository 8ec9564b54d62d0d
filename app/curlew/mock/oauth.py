"""A small authorization server to try OAuth 2 on: sign-in with consent, PKCE, all grants, renewing, revoking."""

from __future__ import annotations

import base64
import binascii
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit

from curlew.mock.answers import error_reply, json_reply, text_reply
from curlew.mock.loopback import is_loopback_host
from curlew.mock.oauth_issuer import CODE_GOOD_FOR_S, Issuer, fits
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply

SECRET, PASSWORD = "secret", "password"
DEFAULT_LIFETIME_S = 3600
REFRESH_GOOD_FOR_S = 30 * 24 * 3600
NO_STORE = [("Cache-Control", "no-store"), ("Pragma", "no-cache")]

_ASKED = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "expires_in",
    "refresh",
)

_CONSENT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign in to the Curlew echo server</title>
<style>body {{ font: 16px/1.5 sans-serif; max-width: 30em; margin: 12vh auto; padding: 0 1em }}
button {{ font: inherit; padding: .4em 1.2em; margin-right: .6em }}</style>
<h1>Sign in</h1>
<p><b>{client}</b> asks for: <b>{scope}</b></p>
<form method="post" action="/oauth2/authorize">
{hidden}
<p><label>User name <input name="user" value="ada"></label></p>
<p><button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></p>
</form>
</html>
"""


class AuthorizationServer:
    """The handlers of `/oauth2/…`."""

    def __init__(self) -> None:
        self._issuer = Issuer()

    # --- signing in ---

    def authorize(self, request: EchoRequest) -> Reply:
        """Show the consent page, or decide at once with `auto=allow` or `auto=deny` in the query."""
        asked = _form(request) if request.method == "POST" else dict(request.query)
        problem = _wrong_redirect(asked.get("redirect_uri", ""))
        if problem:
            return error_reply(400, problem)
        decision = asked.get("decision", "") if request.method == "POST" else asked.get("auto", "")
        if not decision:
            return _consent(asked)
        return self._decided(asked, decision)

    def _decided(self, asked: dict[str, str], decision: str) -> Reply:
        response_type = asked.get("response_type")
        if decision != "allow":
            return _back(asked, {"error": "access_denied", "error_description": "The person said no."})
        if not asked.get("client_id"):
            return _back(asked, {"error": "invalid_request", "error_description": "client_id is missing."})
        if response_type not in ("code", "token"):
            return _back(asked, {"error": "unsupported_response_type", "error_description": "response_type must be code or token."})
        about = {name: asked[name] for name in _ASKED if name in asked} | {"sub": asked.get("user") or "ada"}
        if response_type == "token":
            return _back(asked, self._tokens(about, refresh=False), in_fragment=True)
        return _back(asked, {"code": self._issuer.make("code", CODE_GOOD_FOR_S, **about)})

    # --- tokens ---

    def token(self, request: EchoRequest) -> Reply:
        """Give out tokens; a refusal is answered as RFC 6749 section 5.2 says."""
        form = _form(request)
        client, problem = _client(request, form)
        if problem:
            return _refusal("invalid_client", problem, 401)
        grants: dict[str, Callable[[dict[str, str], str], dict[str, Any]]] = {
            "authorization_code": self._by_code,
            "client_credentials": self._by_client,
            "password": self._by_password,
            "refresh_token": self._by_refresh,
        }
        grant = grants.get(form.get("grant_type", ""))
        if grant is None:
            return _refusal("unsupported_grant_type", "grant_type must be one of: " + ", ".join(grants))
        found = grant({**dict(request.query), **form}, client)
        if "error" in found:
            return _refusal(found["error"], found["error_description"])
        if request.argument("form") == "true":
            return Reply(200, (("Content-Type", "application/x-www-form-urlencoded"), *NO_STORE), urlencode(found).encode())
        return json_reply(found, headers=NO_STORE)

    def _by_code(self, form: dict[str, str], client: str) -> dict[str, Any]:
        held = self._issuer.read(form.get("code", ""), "code")
        if held is None or held.get("client_id") != client:
            return _error("invalid_grant", "The code is unknown, used already, too old, or of another client.")
        self._issuer.end(held)
        if held.get("redirect_uri", "") != form.get("redirect_uri", ""):
            return _error("invalid_grant", "redirect_uri is not the one of the sign-in.")
        challenge = held.get("code_challenge", "")
        if challenge and not fits(form.get("code_verifier", ""), challenge, held.get("code_challenge_method", "plain")):
            return _error("invalid_grant", "code_verifier does not fit the code_challenge.")
        if not challenge and not form.get("client_secret") and not form.get("_basic"):
            return _error("invalid_grant", "A public client has to use PKCE.")
        return self._tokens({**held, **_chosen(form)})

    def _by_client(self, form: dict[str, str], client: str) -> dict[str, Any]:
        if not form.get("client_secret") and not form.get("_basic"):
            return _error("unauthorized_client", "Only clients with a secret may use this grant.")
        return self._tokens({"sub": client, "client_id": client, "scope": form.get("scope", ""), **_chosen(form)}, refresh=False)

    def _by_password(self, form: dict[str, str], client: str) -> dict[str, Any]:
        if not form.get("username") or form.get("password") != PASSWORD:
            return _error("invalid_grant", f"The user name is missing, or the password is not “{PASSWORD}”.")
        return self._tokens({"sub": form["username"], "client_id": client, "scope": form.get("scope", ""), **_chosen(form)})

    def _by_refresh(self, form: dict[str, str], client: str) -> dict[str, Any]:
        held = self._issuer.read(form.get("refresh_token", ""), "refresh")
        if held is None or held.get("client_id") != client:
            return _error("invalid_grant", "The refresh token is unknown, used already, too old, or of another client.")
        self._issuer.end(held)
        return self._tokens({**held, **_chosen(form)})

    def _tokens(self, about: dict[str, Any], refresh: bool = True) -> dict[str, Any]:
        lifetime = _seconds(about.get("expires_in"))
        who = {"sub": about["sub"], "client_id": about.get("client_id", ""), "scope": about.get("scope", "")}
        kept = {name: about[name] for name in ("expires_in", "refresh") if name in about}
        found: dict[str, Any] = {
            "access_token": self._issuer.make("access", lifetime, **who),
            "token_type": "Bearer",
            "expires_in": lifetime,
            "scope": who["scope"],
        }
        if refresh and about.get("refresh") != "none":
            found["refresh_token"] = self._issuer.make("refresh", REFRESH_GOOD_FOR_S, **who, **kept)
        if "openid" in who["scope"].split():
            found["id_token"] = self._issuer.make("id", lifetime, sub=who["sub"], aud=who["client_id"], email=f"{who['sub']}@example.com")
        return found

    # --- what tokens are for ---

    def userinfo(self, request: EchoRequest) -> Reply:
        """Answer who the owner of the access token is."""
        scheme, _space, given = request.header("authorization").partition(" ")
        text = given.strip() if scheme.lower() == "bearer" else request.argument("access_token")
        held = self._issuer.read(text, "access") or self._issuer.read(text, "id")
        if held is None:
            challenge = 'Bearer realm="Curlew echo"' + (', error="invalid_token"' if text else "")
            return error_reply(401, "There is no good access token.", headers=[("WWW-Authenticate", challenge)])
        shown: dict[str, object] = {name: held[name] for name in ("sub", "client_id", "scope") if name in held}
        return json_reply({**shown, "email": f"{held['sub']}@example.com", "expires": held["exp"]})

    def revoke(self, request: EchoRequest) -> Reply:
        """End a token at once (RFC 7009)."""
        text = _form(request).get("token", "")
        for use in ("access", "refresh"):
            held = self._issuer.read(text, use)
            if held is not None:
                self._issuer.end(held)
        return json_reply({})

    def routes(self) -> tuple[Route, ...]:
        return (
            Route("/oauth2", about, "How to use the authorization server", ("GET", "HEAD")),
            Route("/oauth2/authorize", self.authorize, "Sign-in page (auto=allow or auto=deny: without a page)", ("GET", "POST")),
            Route("/oauth2/token", self.token, f"Gives out tokens; the client secret is “{SECRET}”, the password “{PASSWORD}”", ("POST",)),
            Route("/oauth2/userinfo", self.userinfo, "Tells whose access token it is", ("GET", "POST")),
            Route("/oauth2/revoke", self.revoke, "Ends a token at once", ("POST",)),
        )


def about(request: EchoRequest) -> Reply:
    """Answer what can be done here, in the words of RFC 8414 where it has some."""
    base = f"http://{request.header('host')}/oauth2"
    return json_reply(
        {
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "revocation_endpoint": f"{base}/revoke",
            "grant_types_supported": ["authorization_code", "client_credentials", "password", "refresh_token"],
            "code_challenge_methods_supported": ["S256", "plain"],
            "client_id": "any",
            "client_secret": SECRET,
            "password": PASSWORD,
            "parameters": {
                "expires_in": "seconds a token is good for (3600), at /authorize or /token",
                "refresh": "none: no refresh token",
                "auto": "allow or deny at /authorize: decides without a page",
                "form": "true in the query of /token: answers a form instead of JSON",
                "client": "header or body in the query of /token: takes the client’s secret only there",
            },
        }
    )


def _form(request: EchoRequest) -> dict[str, str]:
    return dict(parse_qsl((request.body.data or b"").decode("utf-8", "replace"), keep_blank_values=True))


def _chosen(form: dict[str, str]) -> dict[str, str]:
    return {name: form[name] for name in ("expires_in", "refresh") if name in form}


def _seconds(text: object) -> int:
    return min(int(text), 10**6) if isinstance(text, str) and text.isascii() and text.isdigit() else DEFAULT_LIFETIME_S


def _client(request: EchoRequest, form: dict[str, str]) -> tuple[str, str]:
    """Return the client's id, and what is wrong with how it names itself."""
    wanted = request.argument("client")
    scheme, _space, given = request.header("authorization").partition(" ")
    if scheme.lower() == "basic" and wanted != "body":
        try:
            name, _colon, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return "", "The Authorization header is broken."
        form["_basic"] = "true"
        return unquote_plus(name), "" if unquote_plus(secret) == SECRET else f"The client secret is not “{SECRET}”."
    if wanted == "header":
        return "", "The client has to name itself in the Authorization header."
    if not form.get("client_id"):
        return "", "client_id is missing."
    if form.get("client_secret", SECRET) != SECRET:
        return "", f"The client secret is not “{SECRET}”."
    return form["client_id"], ""


def _wrong_redirect(url: str) -> str:
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and is_loopback_host(parts.netloc) and not parts.fragment and parts.username is None
    except ValueError:
        fine = False
    return "" if fine else "redirect_uri has to be an http address of this machine, such as http://127.0.0.1:53682/callback."


def _back(asked: dict[str, str], answer: dict[str, Any], in_fragment: bool = False) -> Reply:
    """Send the browser back where it came from."""
    text = urlencode({**answer, **({"state": asked["state"]} if "state" in asked else {})})
    url = asked["redirect_uri"]
    joint = "#" if in_fragment else "&" if "?" in url else "?"
    return Reply(302, (("Location", f"{url}{joint}{text}"), *NO_STORE))


def _consent(asked: dict[str, str]) -> Reply:
    hidden = "\n".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(asked[name])}">' for name in _ASKED if name in asked
    )
    client, scope = html.escape(asked.get("client_id") or "?"), html.escape(asked.get("scope") or "nothing in particular")
    return text_reply(_CONSENT.format(client=client, scope=scope, hidden=hidden), "text/html; charset=utf-8")


def _error(error: str, description: str) -> dict[str, str]:
    return {"error": error, "error_description": description}


def _refusal(error: str, description: str, status: int = 400) -> Reply:
    headers = [("WWW-Authenticate", 'Basic realm="Curlew echo"')] if status == 401 else []
    body = json.dumps(_error(error, description), ensure_ascii=False).encode()
    return Reply(status, (("Content-Type", "application/json; charset=utf-8"), *NO_STORE, *headers), body)
