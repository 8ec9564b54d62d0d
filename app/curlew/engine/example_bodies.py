"""What a GraphQL request sends, as an example of it holds that: the JSON text that goes out, and the query and variables in one."""

from __future__ import annotations

import json
import re
from typing import Any

from curlew.model.body import Body, GraphQLBody, RawBody

_HEAD = re.compile(r'\s*\{\s*"query"\s*:\s*(?=")')
_TAIL = re.compile(r'\s*(?:,\s*"variables"\s*:(.*))?\}\s*', re.DOTALL)


def as_sent(body: Body | None) -> Body | None:
    """Return a GraphQL body as the JSON text that is sent, its variables as typed; others as they are."""
    if not isinstance(body, GraphQLBody):
        return body
    query = json.dumps(body.query, ensure_ascii=False)
    more = f',\n  "variables": {body.variables.strip()}' if body.variables.strip() else ""
    return RawBody("json", f'{{\n  "query": {query}{more}\n}}')


def as_edited(body: Body | None) -> GraphQLBody | None:
    """Return the query and the variables of such a text; None where it is none."""
    if isinstance(body, GraphQLBody):
        return body
    if not isinstance(body, RawBody):
        return None
    return _as_written(body.text) or _as_any(body.text)


def _as_written(text: str) -> GraphQLBody | None:
    """Read what `as_sent` wrote: variables may hold placeholders, which are no JSON."""
    head = _HEAD.match(text)
    if head is None:
        return None
    try:
        query, end = json.JSONDecoder().raw_decode(text, head.end())
    except ValueError:
        return None
    tail = _TAIL.fullmatch(text, end)
    return GraphQLBody(query, (tail[1] or "").strip()) if tail is not None else None


def _as_any(text: str) -> GraphQLBody | None:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("query"), str):
        return None
    variables = found.get("variables")
    return GraphQLBody(found["query"], "" if variables is None else json.dumps(variables, indent=2, ensure_ascii=False))
