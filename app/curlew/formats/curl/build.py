"""From the options of a curl command to a request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from curlew.errors import UsageError
from curlew.formats.curl.address import address_of
from curlew.formats.curl.bodies import FORM, body_of
from curlew.formats.curl.command import Command
from curlew.formats.curl.draft import Data, Draft
from curlew.formats.curl.options import read_options
from curlew.formats.curl.transport import aws_auth, settle
from curlew.formats.curl.words import find_command
from curlew.model.auth import Auth
from curlew.model.body import Body, MultipartBody, RawBody
from curlew.model.request import Request, Settings
from curlew.model.rows import Row
from curlew.model.send_settings import in_order
from curlew.model.setting_checks import header_problem
from curlew.text import _

NO_INPUT = Command(())
_NEVER_BY_ITSELF = ("expect", "content-length", "transfer-encoding")
"""Headers that curl adds by itself and Curlew does not, or that a body cannot be sent without."""


@dataclass(frozen=True, slots=True)
class CurlImport:
    """The request that a command stands for; `notes` say in words what was not taken over, or differently."""

    request: Request
    notes: tuple[str, ...] = ()


def parse_curl(text: str) -> CurlImport:
    """Read a pasted command. Raises UsageError, told in words, if it is none or names no address."""
    found = find_command(text)
    return from_arguments(found.arguments, found.command, found.notes)


def from_arguments(arguments: Sequence[str], command: Command = NO_INPUT, notes: Sequence[str] = ()) -> CurlImport:
    """Read arguments as curl would get them from a shell. command: gives what stands on standard input. Raises UsageError."""
    draft = Draft(command.input_text, command.input_file, notes=list(notes))
    read_options(arguments, draft)
    _take_input(draft)
    settle(draft)
    if not draft.urls:
        raise UsageError(
            _("This curl command names no address"), _("There is no word that is neither an option nor its value."), _("Add the URL.")
        )
    if len(draft.urls) > 1:
        draft.note(_("There are {count} addresses; the first one was taken.").format(count=len(draft.urls)))
    url, url_auth = address_of(draft)
    if draft.target == "*" and draft.method.upper() == "OPTIONS":
        url = re.sub(r"^([^/]*//[^/?#]*).*", r"\1*", url)  # how the whole server is asked
    body = body_of(draft)
    auth = _auth(draft, url_auth)
    request = Request(
        method=_method(draft),
        url=url,
        headers=_headers(draft, body),
        body=body,
        auth=auth,
        settings=_settings(draft),
    )
    return CurlImport(request, tuple(draft.notes))


def _take_input(draft: Draft) -> None:
    """Put what stands on standard input (`@-`) where it is asked for."""
    for place, piece in enumerate(draft.data):
        if piece.file != "-":
            continue
        if draft.input_text is not None:
            text = draft.input_text.replace("\r", "").replace("\n", "") if piece.strips_lines else draft.input_text
            draft.data[place] = replace(piece, text=text, file=None)
        elif draft.input_file is not None:
            draft.data[place] = replace(piece, file=draft.input_file)
        else:
            draft.note(_("The body would come from standard input; there is none here."))
            draft.data[place] = replace(piece, text="", file=None)
    if draft.upload in ("-", "."):
        draft.upload = draft.input_file
        if draft.input_text is not None and not draft.data:
            draft.data.append(Data(draft.input_text))
            draft.method = draft.method or "PUT"


def _method(draft: Draft) -> str:
    if draft.method:
        return draft.method
    if draft.head:
        return "HEAD"
    if draft.upload is not None:
        return "PUT"
    return "POST" if (draft.data and not draft.data_as_query) or draft.parts else "GET"


def _headers(draft: Draft, body: Body | None) -> tuple[Row, ...]:
    headers = list(draft.headers)
    if draft.cookies and draft.header("cookie") is None:
        headers.append(("Cookie", "; ".join(draft.cookies)))  # one header in all: a second one is what servers read differently
    elif draft.cookies:
        draft.note(_("The Cookie header was taken; -b says something else."))
    removed = {name.lower() for name in draft.removed_headers}
    if draft.as_json and draft.header("accept") is None and "accept" not in removed:
        headers.append(("Accept", "application/json"))
    content_type = draft.header("content-type")
    if isinstance(body, MultipartBody) and content_type is not None:
        if content_type.lower().startswith("multipart/form-data"):
            headers = [header for header in headers if header[0].lower() != "content-type"]  # the boundary is made when sending
        else:
            draft.note(_("The body is sent as multipart/form-data, but its Content-Type says {type}.").format(type=content_type))
    elif isinstance(body, RawBody) and content_type is None and "content-type" not in removed:
        headers.append(("Content-Type", "application/json" if draft.as_json else FORM))
        if not draft.as_json and body.kind == "json":
            draft.note(
                _("The body looks like JSON, but curl sends it as {type}; change that header if it is not meant so.").format(type=FORM)
            )
    _leave_out(draft)
    return tuple(Row(name, value) for name, value in headers)


def _leave_out(draft: Draft) -> None:
    """Take over `-H Name:`, which keeps an automatic header from being sent."""
    removed = [name for name in dict.fromkeys(draft.removed_headers) if name.lower() not in _NEVER_BY_ITSELF and not header_problem(name)]
    if removed:
        draft.own["omitHeaders"] = tuple(removed)
    if "host" in {name.lower() for name in removed}:
        draft.own["asIs"] = True
        draft.note(_("The request is sent without a Host header, and for that as is."))


def _auth(draft: Draft, url_auth: str | None) -> Auth | None:
    """Return the auth; None where there is none, or where an Authorization header says it already."""
    if draft.header("authorization") is not None:
        if draft.user is not None or draft.bearer is not None or url_auth is not None:
            draft.note(_("The Authorization header was taken; -u and the like say something else."))
        return None
    if draft.aws is not None:
        return aws_auth(draft)
    if draft.bearer is not None:
        return Auth("bearer", {"token": draft.bearer})
    if draft.user is not None:
        name, colon, password = draft.user.partition(":")
        if not colon:
            draft.note(_("curl would ask for the password of {user}; it is empty here.").format(user=name))
        return Auth(draft.auth_kind, {"username": name, "password": password})
    if url_auth is not None:
        name, _colon, password = url_auth.partition(":")
        return Auth(draft.auth_kind, {"username": unquote(name), "password": unquote(password)})
    return Auth("netrc", {"optional": True}) if draft.netrc else None  # curl goes on where there is no such file


def _settings(draft: Draft) -> Settings:
    return Settings(
        timeout=draft.timeout_ms,
        follow_redirects=draft.follow,
        max_redirects=draft.max_redirects,
        forward_authorization=draft.forward_authorization,
        verify_tls=False if draft.insecure else None,
        own=in_order(draft.own),
    )
