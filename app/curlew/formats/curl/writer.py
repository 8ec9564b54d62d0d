"""From a request to a curl command for a POSIX shell ("Copy as cURL")."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote

from curlew.formats.curl.quoting import quoted
from curlew.formats.curl.send_options import send_options
from curlew.model.auth import Auth
from curlew.model.body import Body, FileBody, FormBody, GraphQLBody, MultipartBody, RawBody
from curlew.model.inherit import Surroundings, inherited_headers, settled_auth
from curlew.model.request import Request
from curlew.model.rows import Part
from curlew.model.template import PLACEHOLDER
from curlew.model.urls import path_names

RAW_TYPES = {
    "json": "application/json",
    "xml": "application/xml",
    "text": "text/plain; charset=utf-8",
    "sparql": "application/sparql-query",
}

BODY_METHODS = ("POST", "PUT", "PATCH")
"""With these an empty body is a body all the same."""

Expand = Callable[[str], str]
NOTHING_AROUND = Surroundings()


def to_curl(request: Request, around: Surroundings = NOTHING_AROUND, expand: Expand = str, folder: Path | None = None) -> str:
    """Write a request, with what it inherits, as a command; one option a line.

    expand: fills in variables (as given, they stay as typed). folder: what relative file names are relative to.
    """
    writer = _Writer(request, around, expand, folder)
    words = [" ".join(quoted(word) for word in group) for group in writer.groups()]
    return "curl " + " \\\n  ".join(words)


class _Writer:
    def __init__(self, request: Request, around: Surroundings, expand: Expand, folder: Path | None) -> None:
        self._request = request
        self._around = around
        self._expand = expand
        self._folder = folder
        self._auth = settled_auth(request.auth, around)[0]
        self._method_name = expand(request.method) or "GET"
        self._body = None if self._method_name.upper() not in BODY_METHODS and _is_empty(request.body) else request.body
        self._headers = self._all_headers()

    def groups(self) -> Iterator[tuple[str, ...]]:
        """Yield the options, each with its value."""
        yield from self._method()
        url, user = without_password(self._url())
        if re.search(r"[\[\]{}]", url):
            yield ("--globoff",)
        yield (url,)
        own = tuple(self._auth_options())
        yield from own
        if user and not own and "authorization" not in {name.lower() for name, _value in self._headers}:
            yield ("-u", user)
        for name, value in self._headers:
            yield ("-H", f"{name}: {value}" if value else f"{name};")
        yield from self._body_options()
        yield from self._settings()

    def _method(self) -> Iterator[tuple[str, ...]]:
        method = self._method_name
        by_itself = "POST" if self._body is not None else "GET"
        if method == "HEAD" and self._body is None:
            yield ("--head",)
        elif method != by_itself:
            yield ("-X", method)

    def _url(self) -> str:
        """Return the address with its path parameters filled in and what curl refuses encoded."""
        typed, at = self._request.url, 0
        pieces: list[str] = []
        values = {row.name: row.value for row in self._request.params if row.kind == "path"}
        for found in path_names(typed):
            if found.name in values:
                pieces += (self._expand(typed[at : found.start]), _encoded(self._expand(values[found.name]), quote_segment))
                at = found.end
        url = "".join((*pieces, self._expand(typed[at:])))
        if self._auth is not None and self._auth.kind == "apikey" and self._auth.text("placement") == "query":
            key, value = (_encoded(self._field(name), quote_plus) for name in ("key", "value"))
            start, hash_sign, fragment = url.partition("#")
            url = f"{start}{'&' if '?' in start else '?'}{key}={value}{hash_sign}{fragment}"
        return quote(url, safe="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", errors="replace")

    def _all_headers(self) -> list[tuple[str, str]]:
        own = [(row.name, row.value) for row in self._request.headers if row.enabled and row.name]
        names = {name.lower() for name, _value in own}
        given = [(row.name, row.value) for row, _giver in inherited_headers(self._around) if row.name.lower() not in names]
        headers = [(_one_line(self._expand(name)), _one_line(self._expand(value))) for name, value in (*given, *own)]
        content_type = self._content_type()
        if content_type and "content-type" not in {name.lower() for name, _value in headers}:
            headers.append(("Content-Type", content_type))
        return headers

    def _content_type(self) -> str:
        match self._body:
            case RawBody(kind=kind):
                return RAW_TYPES.get(kind, RAW_TYPES["text"])
            case GraphQLBody():
                return "application/json"
            case FileBody(files=files):
                chosen = next((file for file in files if file.selected), None)
                return (chosen.content_type if chosen else "") or "application/octet-stream"
        return ""

    def _field(self, name: str) -> str:
        return self._expand(self._auth.text(name)) if self._auth is not None else ""

    def _auth_options(self) -> Iterator[tuple[str, ...]]:
        kind = self._auth.kind if self._auth is not None else ""
        if "authorization" in {name.lower() for name, _value in self._headers}:
            return
        if kind in ("basic", "digest", "ntlm"):
            if kind != "basic":
                yield (f"--{kind}",)
            yield ("-u", f"{self._field('username')}:{self._field('password')}")
        elif kind == "bearer":
            yield ("-H", f"Authorization: Bearer {_one_line(self._field('token'))}")
        elif kind == "awsv4":
            yield from self._aws()
        elif kind == "netrc":
            yield ("--netrc",)
        elif kind == "apikey" and isinstance(self._auth, Auth) and self._auth.text("placement") != "query":
            yield ("-H", f"{_one_line(self._field('key'))}: {_one_line(self._field('value'))}")

    def _aws(self) -> Iterator[tuple[str, ...]]:
        where = [self._field("region"), self._field("service")] if self._field("region") or self._field("service") else []
        yield ("--aws-sigv4", ":".join(("aws", "amz", *where)))
        yield ("-u", f"{self._field('accessKeyId')}:{self._field('secretAccessKey')}")
        if self._field("sessionToken"):
            yield ("-H", f"X-Amz-Security-Token: {_one_line(self._field('sessionToken'))}")

    def _body_options(self) -> Iterator[tuple[str, ...]]:
        match self._body:
            case RawBody(text=text):
                yield ("--data-raw", self._expand(text))
            case GraphQLBody(query=query, variables=variables):
                given = self._expand(variables).strip() or "{}"
                yield ("--data-raw", f'{{"query": {json.dumps(self._expand(query), ensure_ascii=False)}, "variables": {given}}}')
            case FormBody(rows=rows):
                pairs = [
                    f"{self._form_text(row.name)}={self._form_text(row.value)}" for row in rows if row.enabled and (row.name or row.value)
                ]
                for pair in pairs or [""]:
                    yield ("--data-raw", pair)
            case MultipartBody(parts=parts):
                for part in parts:
                    if part.enabled:
                        yield from self._part(part)
            case FileBody(files=files):
                chosen = next((file for file in files if file.selected), None)
                if chosen is not None:
                    yield ("--data-binary", f"@{self._path(chosen.path)}")

    def _form_text(self, text: str) -> str:
        return _encoded(self._expand(text), quote_form)

    def _part(self, part: Part) -> Iterator[tuple[str, ...]]:
        name, kind = self._expand(part.name), f";type={self._expand(part.content_type)}" if part.content_type else ""
        if part.kind == "file":
            for path in part.values:
                yield ("-F", f"{name}=@{_in_quotes(self._path(path))}{kind}")
            return
        for value in map(self._expand, part.values or ("",)):
            yield ("-F", f"{name}={_in_quotes(value)}{kind}") if kind else ("--form-string", f"{name}={value}")

    def _path(self, typed: str) -> str:
        path = self._expand(typed)
        if path == "-":
            return "./-"  # alone it would mean standard input
        return path if self._folder is None or not path or "{{" in path else str(self._folder / path)

    def _settings(self) -> Iterator[tuple[str, ...]]:
        yield from send_options(self._request, self._around, self._expand, self._url())
        if "accept-encoding" not in {name.lower() for name, _value in self._headers}:
            yield ("--compressed",)  # as every request asks for it


def without_password(url: str) -> tuple[str, str]:
    """Return an address without its user name and password, and the name; both stay where the password is none, or a variable.

    A command lies in clipboards and histories of shells; curl asks for the password of a user that it is given alone.
    """
    found = _USERINFO.match(url)
    user, colon, password = found["account"].partition(":") if found is not None else ("", "", "")
    if found is None or not colon or not password or PLACEHOLDER.fullmatch(password):
        return url, ""
    return url[: found.start("account")] + url[found.end() :], unquote(user)


_USERINFO = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*://)?(?P<account>[^/?#]*)@")


def _is_empty(body: Body | None) -> bool:
    """Return whether a body's editor is empty, so that with most methods not even its Content-Type goes out."""
    match body:
        case RawBody(text=text):
            return not text
        case FormBody(rows=rows):
            return not any(row.enabled and (row.name or row.value) for row in rows)
    return False


def quote_form(text: str) -> str:
    """Escape a form's name or value as the URL standard does."""
    return quote_plus(text, safe="*", errors="replace").replace("~", "%7E")


def quote_segment(text: str) -> str:
    return quote(text, safe="-._~!$&'()*+,;=:@", errors="replace")


def _encoded(text: str, encode: Callable[[str], str]) -> str:
    """Encode a text, but leave variables that were not filled in readable."""
    pieces: list[str] = []
    at = 0
    for found in PLACEHOLDER.finditer(text):
        pieces += (encode(text[at : found.start()]), found.group())
        at = found.end()
    return "".join((*pieces, encode(text[at:])))


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _in_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
