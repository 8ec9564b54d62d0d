"""The endpoints that tell a whole request back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from curlew.mock.answers import as_json, as_text, gathered, joined_headers, json_reply
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, ReceivedPart, Reply

BODY_METHODS = ("POST", "PUT", "PATCH", "DELETE")


def describe(request: EchoRequest) -> dict[str, object]:
    """Return what a request held, under the names that users of Postman's echo and httpbin know, then what they do not tell."""
    body = describe_body(request)
    return {
        "args": gathered(request.query),
        **{name: body.pop(name) for name in ("data", "files", "form")},
        "headers": joined_headers(request),
        "json": body.pop("json"),
        "method": request.method,
        "origin": request.origin,
        "url": request.url,
        **body,
        "headers_list": [list(header) for header in request.headers],
        "http_version": request.http_version,
    }


def describe_body(request: EchoRequest) -> dict[str, object]:
    """Return the body as text, JSON, form and files, each empty where it is none, and its size and hash."""
    body, content_type = request.body, request.header("content-type")
    form: list[tuple[str, Any]] = [(part.name, _part_text(part)) for part in body.parts if part.filename is None]
    if content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded" and body.data:
        form = list(parse_qsl(body.data.decode("utf-8", "replace"), keep_blank_values=True))
    uploads = [part for part in body.parts if part.filename is not None]
    described: dict[str, object] = {
        "data": "" if form or uploads else as_text(body.data, content_type),
        "files": gathered((part.name, _part_text(part)) for part in uploads),
        "form": gathered(form),
        "json": as_json(body.data),
        "files_list": [describe_file(part) for part in uploads],
        "body": {"size": body.size, "sha256": body.sha256},
    }
    if body.problem:
        described["body_problem"] = body.problem
    return described


def describe_file(part: ReceivedPart) -> dict[str, object]:
    return {
        "name": part.name,
        "filename": part.filename,
        "content_type": part.content_type,
        "size": part.size,
        "sha256": part.sha256,
    }


def _part_text(part: ReceivedPart) -> str | None:
    return as_text(part.data, part.content_type)


def echo(request: EchoRequest) -> Reply:
    return json_reply(describe(request))


def echo_without_body(request: EchoRequest) -> Reply:
    told = describe(request)
    return json_reply({name: told[name] for name in ("args", "headers", "method", "origin", "url", "headers_list", "http_version")})


ROUTES = (
    Route("/get", echo_without_body, "Tells a GET request back", ("GET", "HEAD")),
    *(Route(f"/{method.lower()}", echo, f"Tells a {method} request back, with its body", (method,)) for method in BODY_METHODS),
    Route("/anything", echo, "Tells any request back, whatever its method"),
    Route("/anything/{rest*}", echo, "The same, below any path"),
)
