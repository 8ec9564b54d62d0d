"""From the options of a curl command to a request."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, unquote_plus

from curlew.errors import UsageError
from curlew.formats.curl.command import Command
from curlew.formats.curl.draft import Data, Draft
from curlew.formats.curl.options import read_options
from curlew.formats.curl.words import find_command
from curlew.model.auth import Auth
from curlew.model.body import Body, FileBody, FormBody, MultipartBody, RawBody
from curlew.model.request import Request, Settings
from curlew.model.rows import FileChoice, Row
from curlew.model.template import PLACEHOLDER
from curlew.text import _

NO_INPUT = Command(())
FORM = "application/x-www-form-urlencoded"


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
    if not draft.urls:
        raise UsageError(
            _("This curl command names no address"), _("There is no word that is neither an option nor its value."), _("Add the URL.")
        )
    if len(draft.urls) > 1:
        draft.note(_("There are {count} addresses; the first one was taken.").format(count=len(draft.urls)))
    url, url_auth = _url(draft)
    body = _body(draft)
    request = Request(
        method=_method(draft),
        url=url,
        headers=_headers(draft, body),
        body=body,
        auth=_auth(draft, url_auth),
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


def _url(draft: Draft) -> tuple[str, str | None]:
    """Return the address with all queries, and the user name and password that stood in it."""
    url = draft.urls[0].strip()
    if not url.startswith("{{") and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", url):
        url = "http://" + url
    if draft.globbing:
        if re.search(r"(?<!\\)(?:\[[^\]]*-[^\]]*\]|(?<!\{)\{[^{}]*,[^{}]*\})", url):
            draft.note(_("curl would try several addresses for the brackets or braces in this one; they are sent as written."))
        url = re.sub(r"\\([\[\]{}])", r"\1", url)
    url, url_auth = _without_user(url)
    if not draft.path_as_is:
        url = _without_dots(url)
    queries = list(draft.url_query)
    if draft.data_as_query:
        queries += [text for text in [_joined(draft, draft.data)] if text]
    if draft.upload and draft.upload != "-":
        url = _with_file_name(url, draft.upload)
    return _with_queries(url, queries), url_auth


def _without_user(url: str) -> tuple[str, str | None]:
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#@]*)@(?=[^/?#])", url)
    return (url, None) if found is None else (found[1] + url[found.end() :], found[2])


def _without_dots(url: str) -> str:
    """Take `.` and `..` segments out of the path, as curl does before it sends (RFC 3986, section 5.2.4)."""
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)(/[^?#]*)", url)
    if found is None or not re.search(r"/\.\.?(?:/|$)", found[2]):
        return url
    kept: list[str] = []
    segments = found[2].split("/")[1:]
    for place, segment in enumerate(segments):
        last = place == len(segments) - 1
        if segment == "..":
            del kept[-1:]
        if segment not in (".", ".."):
            kept.append(segment)
        elif last:
            kept.append("")
    return f"{found[1]}/{'/'.join(kept)}{url[found.end() :]}"


def _with_file_name(url: str, path: str) -> str:
    """Add the name of an uploaded file where the address ends in a slash or has no path, as curl does."""
    start, found, query = url.partition("?")
    if re.fullmatch(r"[^/]*//[^/]*", start):
        start += "/"
    if start.endswith("/"):
        start += quote(re.split(r"[/\\]", path)[-1])
    return start + found + query


def _with_queries(url: str, queries: list[str]) -> str:
    if not queries:
        return url
    start, hash_sign, fragment = url.partition("#")
    if "?" not in start and re.fullmatch(r"[A-Za-z][^/]*://[^/]*", start):
        start += "/"
    link = "?" if "?" not in start else "" if start.endswith(("?", "&")) else "&"
    return start + link + "&".join(queries) + hash_sign + fragment


def _joined(draft: Draft, pieces: list[Data]) -> str:
    text = ""
    for place, piece in enumerate(pieces):
        if piece.file is not None:
            draft.note(_("The file {path} would be read into the body; it was not read.").format(path=piece.file))
        text += ("" if not place or piece.glued else "&") + (piece.text if piece.file is None else f"@{piece.file}")
    return text


def _body(draft: Draft) -> Body | None:
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
    text = _joined(draft, draft.data)
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


def _headers(draft: Draft, body: Body | None) -> tuple[Row, ...]:
    headers = list(draft.headers)
    if draft.cookies and draft.header("cookie") is None:
        headers.append(("Cookie", "; ".join(draft.cookies)))  # one header in all: a second one is what servers read differently
    elif draft.cookies:
        draft.note(_("The Cookie header was taken; -b says something else."))
    if draft.as_json and draft.header("accept") is None:
        headers.append(("Accept", "application/json"))
    content_type = draft.header("content-type")
    if isinstance(body, MultipartBody) and content_type is not None:
        if content_type.lower().startswith("multipart/form-data"):
            headers = [header for header in headers if header[0].lower() != "content-type"]  # the boundary is made when sending
        else:
            draft.note(_("The body is sent as multipart/form-data, but its Content-Type says {type}.").format(type=content_type))
    elif isinstance(body, RawBody) and content_type is None:
        headers.append(("Content-Type", "application/json" if draft.as_json else FORM))
        if not draft.as_json and body.kind == "json":
            draft.note(
                _("The body looks like JSON, but curl sends it as {type}; change that header if it is not meant so.").format(type=FORM)
            )
    removed = [name for name in draft.removed_headers if name.lower() not in ("expect", "content-length", "transfer-encoding")]
    if removed:
        draft.note(_("Taking away the automatic header {names} is not applied.").format(names=", ".join(removed)))
    return tuple(Row(name, value) for name, value in headers)


def _auth(draft: Draft, url_auth: str | None) -> Auth | None:
    """Return the auth; None where there is none, or where an Authorization header says it already."""
    if draft.header("authorization") is not None:
        if draft.user is not None or draft.bearer is not None or url_auth is not None:
            draft.note(_("The Authorization header was taken; -u and the like say something else."))
        return None
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
    return None


def _settings(draft: Draft) -> Settings:
    return Settings(
        timeout=draft.timeout_ms,
        follow_redirects=draft.follow,
        max_redirects=draft.max_redirects,
        forward_authorization=draft.forward_authorization,
        verify_tls=False if draft.insecure else None,
    )
