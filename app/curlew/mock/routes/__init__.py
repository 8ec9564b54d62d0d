"""All endpoints of the echo server in one table; the first pattern that fits a path answers."""

from __future__ import annotations

from dataclasses import replace

from curlew.mock import digest
from curlew.mock.answers import error_reply
from curlew.mock.oauth import AuthorizationServer
from curlew.mock.routes import about, auth, cookies, documents, flock, graphql, headers, methods, redirects, sizes, slow, status, upload
from curlew.mock.routes.route import Route, match
from curlew.mock.shapes import EchoRequest, Reply, path_segments

ROUTES: tuple[Route, ...] = (
    *methods.ROUTES,
    *headers.ROUTES,
    *cookies.ROUTES,
    *auth.ROUTES,
    *digest.ROUTES,
    *AuthorizationServer().routes(),
    *status.ROUTES,
    *redirects.ROUTES,
    *sizes.ROUTES,
    *slow.ROUTES,
    *documents.ROUTES,
    *flock.ROUTES,
    *upload.ROUTES,
    *graphql.ROUTES,
    *about.ROUTES,
    Route("/", lambda _request: about.index(ROUTES), "This page", ("GET", "HEAD")),
)


def answer(request: EchoRequest) -> Reply:
    """Find the route of a request and let it answer; unknown paths and methods are refused in words."""
    if not request.origin_form.startswith("/"):
        return error_reply(400, f"The echo server cannot do {request.method} {request.target}.", "It is neither a proxy nor a tunnel.")
    segments = path_segments(request.path)
    for route in ROUTES:
        found = match(route, segments)
        if found is None:
            continue
        if route.methods and request.method not in route.methods:
            return _wrong_method(request, route)
        return route.handler(replace(request, segments=found))
    return error_reply(404, f"There is nothing at {request.path}.", "GET / lists what is here; /anything answers on any path below it.")


def _wrong_method(request: EchoRequest, route: Route) -> Reply:
    allowed = ", ".join(route.methods)
    if request.method == "OPTIONS":
        return Reply(204, (("Allow", f"{allowed}, OPTIONS"),))
    return error_reply(405, f"{request.path} takes {allowed}, not {request.method}.", "/anything takes every method.", [("Allow", allowed)])
