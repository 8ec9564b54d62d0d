"""A few birds behind GraphQL, for trying queries and variables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from curlew.mock.answers import json_reply
from curlew.mock.graphql import execute
from curlew.mock.routes.route import Route
from curlew.mock.samples import BIRDS
from curlew.mock.shapes import EchoRequest, Reply


def _hello(arguments: Mapping[str, Any]) -> str:
    return f"Hello, {arguments.get('name') or 'world'}!"


def _bird(arguments: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return next((bird for bird in BIRDS if str(bird["id"]) == str(arguments.get("id"))), None)


def _birds(arguments: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    migrates = arguments.get("migrates")
    return [bird for bird in BIRDS if migrates is None or bird["migrates"] is migrates]


ROOTS = {"hello": _hello, "bird": _bird, "birds": _birds}


def graphql(request: EchoRequest) -> Reply:
    """Answer a query from a JSON body, or from the query of a GET."""
    asked = _asked(request)
    if asked is None:
        return json_reply({"errors": [{"message": 'The body must be JSON: {"query": "{ hello }", "variables": {}}'}]}, 400)
    query, variables = asked
    answer = execute(query, variables, ROOTS)
    return json_reply(answer, 400 if "errors" in answer else 200)


def _asked(request: EchoRequest) -> tuple[str, Mapping[str, Any]] | None:
    try:
        if request.method == "GET":
            said = {"query": request.argument("query"), "variables": json.loads(request.argument("variables") or "{}")}
        else:
            said = json.loads(request.body.data or b"")
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or not isinstance(said.get("query"), str):
        return None
    variables = said.get("variables")
    return said["query"], variables if isinstance(variables, dict) else {}


ROUTES = (Route("/graphql", graphql, "Answers { hello(name: …) }, { bird(id: …) { … } }, { birds(migrates: …) { … } }", ("GET", "POST")),)
