"""Examples: a response kept with its request in the file that is shared, shown like any other response, and gone back to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from curlew.engine.example_bodies import as_edited, as_sent
from curlew.engine.redact import MASK, Redactor
from curlew.engine.remembering import cookie_secrets, masked_request, typed_secrets
from curlew.errors import CurlewError
from curlew.model.content import Content
from curlew.model.exchange import Exchange, Hop, Response, SentRequest
from curlew.model.request import Example, Request
from curlew.model.rows import Note
from curlew.preview.charset import to_text
from curlew.preview.kinds import kind_of
from curlew.preview.words import status_text
from curlew.storage.opencollection.examples import Answer, Asked, answer_in, asked_in, asked_of, example_of
from curlew.text import _

LARGEST_BODY = 2_000_000
"""Bytes: a request's file is read by people and compared line by line; writing YAML takes 0.7 s for each MB."""

_KINDS = {"json": "json", "xml": "xml", "html": "html", "image": "binary", "binary": "binary"}
_TYPES = {"json": "application/json", "xml": "application/xml", "html": "text/html", "text": "text/plain; charset=utf-8"}
_OF_THE_WIRE = {"content-encoding", "transfer-encoding", "connection", "keep-alive"}
"""Headers that say how the bytes came, which the example's are no longer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An example made of an exchange. masked: whether secrets stood in it, which are left out.

    left_out: names of headers that say how the bytes came. incomplete: in words, what of the response never came.
    """

    example: Example
    masked: bool = False
    left_out: tuple[str, ...] = ()
    incomplete: str = ""


def keep_as_example(request: Request, exchange: Exchange, name: str, note: str = "") -> Kept:
    """Return a response as an example of its request, without any secret: the file is shared. Reads spooled bodies.

    The request is kept as it was typed, with its variables. Raises CurlewError where there is no response, or one that is too large.
    """
    response = exchange.response
    if response is None:
        raise CurlewError(_("There is no response to keep"), _("The send failed before one came."), _("Send again."))
    if response.body.size > LARGEST_BODY:
        size, most = f"{response.body.size / 1e6:,.1f}", f"{LARGEST_BODY / 1e6:,.0f}"
        reason = _("It has {size} MB; an example stands in the request’s file, which holds {most} MB at most.").format(size=size, most=most)
        raise CurlewError(_("The response is too large for an example"), reason, _("Save the body to a file of its own."))
    if response.body.data is not None and len(response.body.data) < response.body.size:
        raise CurlewError(
            _("Only a part of the response is left"), _("The history keeps the first megabyte of a body."), _("Send again, and save that.")
        )
    redactor = Redactor((*exchange.secrets, *typed_secrets(request), *cookie_secrets(exchange)))
    whole = replace(response, body=Content.of(response.body.read()), encoded=None)
    hidden = redactor.exchange(Exchange((Hop(SentRequest("", ""), whole),))).response
    assert hidden is not None
    asked = asked_now(request)
    answer = _answer(hidden)
    example = example_of(name.strip() or suggested_name(response), Note(note.strip()), asked, answer)
    masked = hidden.body.data != whole.body.data or any(MASK in value for _name, value in hidden.headers) or asked != _asked(request)
    kept_names = {header for header, _value in answer.headers}
    left_out = tuple(header for header, _value in response.headers if header not in kept_names)
    return Kept(example, masked, left_out, response.incomplete)


def blank_example(request: Request, name: str) -> Example:
    """Return an example to be written by hand: what the request asks now, answered by an empty JSON object."""
    answer = Answer(200, "OK", (("Content-Type", "application/json"),), "json", b"{}")
    return example_of(name, Note(), asked_now(request), answer)


def asked_now(request: Request) -> Asked:
    """Return what a request asks, as an example may hold it: without credentials that stand in it as typed."""
    return _asked(masked_request(request))


def _asked(request: Request) -> Asked:
    asked = asked_of(request)
    return replace(asked, body=as_sent(asked.body))


def suggested_name(response: Response, taken: tuple[str, ...] = ()) -> str:
    """Return a name for an example: the status, numbered where examples of that name exist."""
    return free_name(status_text(response), taken)


def free_name(base: str, taken: tuple[str, ...]) -> str:
    """Return a name that no example has: the one asked for, numbered where it is taken."""
    names = (base, *(f"{base} ({n})" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _answer(response: Response) -> Answer:
    data, declared = response.body.read(), response.header("content-type")
    kind = _KINDS.get(kind_of(declared, data), "text")
    if kind != "binary":
        text = to_text(data, declared)
        if text.invalid:
            kind = "binary"  # as text, bytes would be lost
        elif text.charset != "utf-8":
            data = bytes(text.data)  # UTF-8 as it came keeps its byte order mark
    length = str(len(data))
    headers = tuple(
        (name, value)
        for name, value in response.headers
        if name.lower() not in _OF_THE_WIRE and (name.lower() != "content-length" or value.strip() == length)
    )
    return Answer(response.status, response.reason, headers, kind, data)


def as_exchange(example: Example) -> Exchange:
    """Return an example as an exchange, for the response pane and for comparing. One without a response has none there either."""
    asked, answer = asked_in(example), answer_in(example)
    sent = SentRequest(asked.method or "GET", asked.url, tuple((row.name, row.value) for row in asked.headers if row.enabled))
    if answer is None:
        return Exchange((Hop(sent),))
    headers = answer.headers
    if answer.body and not any(name.lower() == "content-type" for name, _value in headers) and answer.kind in _TYPES:
        headers = (*headers, ("Content-Type", _TYPES[answer.kind]))
    headers = tuple(
        (name, _in_utf8(value) if name.lower() == "content-type" and answer.kind != "binary" else value) for name, value in headers
    )
    body = Content.of(answer.body)
    return Exchange((Hop(sent, Response(answer.status, answer.reason, headers=headers, body=body, encoded_size=body.size)),))


def _in_utf8(content_type: str) -> str:
    """Return a Content-Type for text that stands in a file, which is UTF-8 whatever it was on the wire."""
    kept = [part for part in content_type.split(";") if not part.strip().lower().startswith("charset")]
    return ";".join((*kept, " charset=utf-8")) if len(kept) != len(content_type.split(";")) else content_type


def reset_to(request: Request, example: Example) -> Request:
    """Return the request as the example asked it: method, URL, headers, parameters and body; all else stays.

    A masked credential does not replace the one that stands in the request.
    """
    asked = asked_in(example)
    if request.kind == "graphql":
        asked = replace(asked, body=as_edited(asked.body) or request.body)
    own = {row.name.lower(): row.value for row in request.headers}
    headers = tuple(replace(row, value=own.get(row.name.lower(), "")) if row.value == MASK else row for row in asked.headers)
    variants = request.body_variants
    return replace(
        request,
        method=asked.method or request.method,
        url=asked.url or request.url,
        headers=headers,
        params=asked.params,
        body=asked.body,
        body_variants=variants
        if asked.body == request.body
        else tuple(replace(one, body=asked.body) if one.selected else one for one in variants),
    )
