"""GraphQL over HTTP: query and variables in one JSON object, numbers as they are typed."""

from __future__ import annotations

import json
import re

from curlew.model.body import GraphQLBody
from curlew.model.prepared import Payload
from curlew.net.bodies.kind import BodyContext, BodyKind, payload, utf8
from curlew.net.errors import SendingError
from curlew.text import _

_IGNORED = re.compile(r'"""(?:\\"""|.)*?"""|"(?:\\.|[^"\\\n])*"|#[^\n\r]*', re.DOTALL)
_OPERATION = re.compile(r"\b(query|mutation|subscription)\b\s*([_A-Za-z][_0-9A-Za-z]*)?")


def encode(body: GraphQLBody, context: BodyContext) -> Payload:
    """Encode `{"query", "variables", "operationName"}`; the last where the document names an operation.

    The variables' text is put in as it stands, so that a number with 20 digits arrives with 20 digits.
    """
    query = context.filler.fill(body.query)
    variables = context.filler.fill(body.variables).strip()
    parts = [f'"query": {json.dumps(query)}']
    if variables:
        _check_variables(variables)
        parts.append(f'"variables": {variables}')
    names = operations(query)
    if names and names[0]:
        parts.append(f'"operationName": {json.dumps(names[0])}')
    if len(names) > 1:
        context.notes.append(
            _("The document holds {n} operations; {name} was asked for.").format(n=len(names), name=names[0] or _("the first"))
        )
    return payload("application/json", utf8("{" + ", ".join(parts) + "}", _("The query")))


def operations(query: str) -> tuple[str, ...]:
    """Return the names of the document's operations, empty for one without a name. Strings, comments and fragments are passed over."""
    text = _IGNORED.sub(lambda found: " " * len(found[0]), query)
    depth, names = 0, []
    outer = []  # the text outside of all braces, with a mark for each block
    for character in text:
        if character in "{(":
            outer.append("{" if depth == 0 and character == "{" else "")
            depth += 1
        elif character in "})":
            depth = max(0, depth - 1)
        elif depth == 0:
            outer.append(character)
    for block in "".join(outer).split("{")[:-1] if "{" in outer else []:
        if "fragment" in block.split():
            continue
        found = _OPERATION.search(block)
        names.append((found[2] or "") if found else "")
    return tuple(names)


def _check_variables(text: str) -> None:
    try:
        value = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError) as error:
        where = (
            _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        reason = f"{error.msg}: {where}." if isinstance(error, json.JSONDecodeError) else _("They are nested too deeply.")
        raise SendingError("body", _("The variables are not JSON"), reason, _("Correct them in the Body tab."), "prepare") from None
    if not isinstance(value, dict) and value is not None:
        raise SendingError(
            "body",
            _("The variables are not a JSON object"),
            _("GraphQL wants names with values."),
            _('Write them like {"id": 1}.'),
            "prepare",
        )


GRAPHQL = BodyKind("graphql", "GraphQL", "graphql", encode)
