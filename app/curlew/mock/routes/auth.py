"""Basic and bearer authentication, asked for and checked."""

from __future__ import annotations

import base64
import binascii

from curlew.mock.answers import error_reply, json_reply
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply


def _credentials(request: EchoRequest, scheme: str) -> str:
    """Return what follows the scheme in the Authorization header; empty if it is another one."""
    given, _, rest = request.header("authorization").partition(" ")
    return rest.strip() if given.lower() == scheme else ""


def basic_auth(request: EchoRequest) -> Reply:
    user, password = request.segments["user"], request.segments["password"]
    try:
        given = base64.b64decode(_credentials(request, "basic"), validate=True)
    except (binascii.Error, ValueError):
        given = b""
    if given and given in (f"{user}:{password}".encode(), f"{user}:{password}".encode("latin-1", "replace")):
        return json_reply({"authenticated": True, "user": user})
    challenge = ("WWW-Authenticate", 'Basic realm="Curlew echo", charset="UTF-8"')
    return error_reply(401, "The user name or password is missing or not the one in the path.", headers=[challenge])


def bearer(request: EchoRequest) -> Reply:
    token = _credentials(request, "bearer")
    if token:
        return json_reply({"authenticated": True, "token": token})
    return error_reply(401, "There is no bearer token in the Authorization header.", headers=[("WWW-Authenticate", "Bearer")])


ROUTES = (
    Route("/basic-auth/{user}/{password}", basic_auth, "Asks for this user name and password (basic authentication)"),
    Route("/bearer", bearer, "Asks for any bearer token and tells it back"),
)
