"""Uploads of any size: counted and hashed, not kept."""

from __future__ import annotations

from curlew.mock.answers import gathered, json_reply
from curlew.mock.routes.methods import describe_body, describe_file
from curlew.mock.routes.route import Route
from curlew.mock.shapes import EchoRequest, Reply


def upload(request: EchoRequest) -> Reply:
    body = request.body
    fields = [part for part in body.parts if part.filename is None]
    told: dict[str, object] = {
        "size": body.size,
        "sha256": body.sha256,
        "content_type": request.header("content-type"),
        "files": [describe_file(part) for part in body.parts if part.filename is not None],
        "form": gathered((part.name, (part.data or b"").decode("utf-8", "replace")) for part in fields),
    }
    if not body.parts:
        told["form"] = describe_body(request)["form"]
    if body.problem:
        told["body_problem"] = body.problem
    return json_reply(told)


ROUTES = (Route("/upload", upload, "Tells size and SHA-256 of a body of any size, and of each file in a form", ("POST", "PUT", "PATCH")),)
