"""The body that a curl command sends."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote_plus

from curlew.formats.curl.draft import Draft
from curlew.model.body import Body, FileBody, FormBody, MultipartBody, RawBody
from curlew.model.rows import FileChoice, Row
from curlew.model.template import PLACEHOLDER
from curlew.text import _

FORM = "application/x-www-form-urlencoded"


def joined_data(draft: Draft) -> str:
    """Return all data as curl joins them; a file stands with its name, since none is read."""
    text = ""
    for place, piece in enumerate(draft.data):
        if piece.file is not None:
            draft.note(_("The file {path} would be read into the body; it was not read.").format(path=piece.file))
        text += ("" if not place or piece.glued else "&") + (piece.text if piece.file is None else f"@{piece.file}")
    return text


def body_of(draft: Draft) -> Body | None:
    if draft.parts:
        if draft.data:
            draft.note(_("A command has either a form (-F) or data (-d); the form was taken."))
        return MultipartBody(tuple(draft.parts))
    if draft.data and not draft.data_as_query:
        if draft.upload is not None:
            draft.note(_("A command has either a file (-T) or data (-d); the data were taken."))
        return _data_body(draft)
    if draft.upload is not None:
        return FileBody((FileChoice(draft.upload),))
    return None


def _data_body(draft: Draft) -> Body:
    content_type = (draft.header("content-type") or ("application/json" if draft.as_json else FORM)).partition(";")[0].strip().lower()
    only = draft.data[0]
    if len(draft.data) == 1 and only.file is not None:
        if only.strips_lines:
            draft.note(_("curl takes line ends out of the file {path} (-d); Curlew sends it as it is.").format(path=only.file))
        return FileBody((FileChoice(only.file, "" if draft.header("content-type") else content_type),))
    text = joined_data(draft)
    if content_type == FORM:
        rows = form_rows(text)
        if rows is not None:
            return FormBody(rows)
    return RawBody(_raw_kind(content_type, text), text)


def form_rows(text: str) -> tuple[Row, ...] | None:
    """Return the rows of a form-encoded text, None if encoding them again could give other bytes."""
    plain = PLACEHOLDER.sub("", text)
    if not re.fullmatch(r"(?:[A-Za-z0-9._+&=-]|%[0-9A-F]{2})*", plain) or re.search(
        r"%(?:2A|2D|2E|5F|7E|20|3[0-9]|[46][1-9A-F]|[57][0-9A])", plain
    ):
        return None
    pairs = [pair.partition("=") for pair in text.split("&")]
    if any(not equals or not name or "=" in value for name, equals, value in pairs):
        return None
    try:
        rows = tuple(Row(_decoded(name), _decoded(value)) for name, _equals, value in pairs)
    except UnicodeDecodeError:
        return None
    # Encoded braces are text, and would become a variable as a row.
    return None if "{{" in "".join(row.name + row.value for row in rows) and "{{" not in text else rows


def _decoded(text: str) -> str:
    return unquote_plus(text, errors="strict")


def _raw_kind(content_type: str, text: str) -> str:
    if re.search(r"[/+]json\b", content_type):
        return "json"
    if re.search(r"[/+]xml\b", content_type):
        return "xml"
    if content_type == "application/sparql-query":
        return "sparql"
    return "json" if content_type == FORM and _is_json(text) else "text"


def _is_json(text: str) -> bool:
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        json.loads(text, parse_int=len, parse_float=len)
    except (ValueError, RecursionError):
        return False
    return True
