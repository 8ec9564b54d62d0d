"""The address that a curl command asks for."""

from __future__ import annotations

import re
from urllib.parse import quote

from curlew.formats.curl.bodies import joined_data
from curlew.formats.curl.draft import Draft
from curlew.text import _


def address_of(draft: Draft) -> tuple[str, str | None]:
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
        queries += [text for text in [joined_data(draft)] if text]
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
