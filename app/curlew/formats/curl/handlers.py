"""What each option of curl does to a draft."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote_plus

from curlew.formats.curl.draft import Data, Draft
from curlew.formats.curl.parts import parse_part
from curlew.model.rows import Part
from curlew.model.template import PLACEHOLDER
from curlew.text import _


def nothing(draft: Draft, value: str) -> None:
    """Accept an option whose wish is met anyway."""


def method(draft: Draft, value: str) -> None:
    draft.method = value.strip()


def url(draft: Draft, value: str) -> None:
    draft.urls.append(value)


def url_query(draft: Draft, value: str) -> None:
    draft.url_query.append(value[1:] if value.startswith("+") else encoded_pair(draft, value, "--url-query"))


def header(draft: Draft, value: str) -> None:
    """Add a header; `Name;` is an empty one, `Name:` takes away one that curl sends by itself."""
    if value.startswith("@"):
        draft.note(_("The headers in the file {path} were not read.").format(path=value[1:]))
        return
    name, colon, content = value.partition(":")
    name, content = name.strip(), content.strip()
    if colon and not content:
        draft.removed_headers.append(name)
    elif colon and name:
        draft.headers.append((name, content))
    elif value.rstrip().endswith(";"):
        draft.headers.append((value.rstrip()[:-1].strip(), ""))
    else:
        draft.note(_("“{text}” is no header; a header looks like Name: value.").format(text=value))


def data(draft: Draft, value: str) -> None:
    if value.startswith("@"):
        draft.data.append(Data(file=value[1:], strips_lines=True))
    else:
        draft.data.append(Data(value))


def data_binary(draft: Draft, value: str) -> None:
    draft.data.append(Data(file=value[1:]) if value.startswith("@") else Data(value))


def data_raw(draft: Draft, value: str) -> None:
    draft.data.append(Data(value))


def data_urlencode(draft: Draft, value: str) -> None:
    draft.data.append(Data(encoded_pair(draft, value, "--data-urlencode")))


def json_data(draft: Draft, value: str) -> None:
    draft.as_json = True
    draft.data.append(Data(file=value[1:], glued=True) if value.startswith("@") else Data(value, glued=True))


def form(draft: Draft, value: str) -> None:
    draft.parts.append(parse_part(value, draft.note))


def form_string(draft: Draft, value: str) -> None:
    name, _equals, content = value.partition("=")
    draft.parts.append(Part(name, "text", (content,)))


def upload(draft: Draft, value: str) -> None:
    if draft.upload is None:
        draft.upload = value
    else:
        draft.note(_("Only the first file of several -T was taken."))


def user(draft: Draft, value: str) -> None:
    draft.user = value


def bearer(draft: Draft, value: str) -> None:
    draft.bearer = value


def auth_kind(kind: str) -> Callable[[Draft, str], None]:
    def choose(draft: Draft, value: str) -> None:
        draft.auth_kind = kind

    return choose


def user_agent(draft: Draft, value: str) -> None:
    draft.set_header("User-Agent", value)


def referer(draft: Draft, value: str) -> None:
    address = value.removesuffix(";auto")
    if address:
        draft.set_header("Referer", address)


def cookie(draft: Draft, value: str) -> None:
    if "=" in value:
        draft.cookies.append(value)
    elif value:
        draft.note(_("The cookies in the file {path} were not read.").format(path=value))


def byte_range(draft: Draft, value: str) -> None:
    draft.set_header("Range", f"bytes={value}")


def max_time(draft: Draft, value: str) -> None:
    limit = milliseconds(draft, "--max-time", value)
    if limit is not None:
        draft.timeout_ms = limit


def milliseconds(draft: Draft, option: str, value: str) -> int | None:
    """Return a number of seconds as milliseconds; None, with a note, where it is none."""
    number = _number(value)
    if number is None or number < 0:
        draft.note(_("{option} {value} is no number of seconds.").format(option=option, value=value))
        return None
    return round(number * 1000)


def max_redirects(draft: Draft, value: str) -> None:
    number = _number(value)
    if number is None or number < 0:
        draft.note(_("--max-redirs {value} is not applied.").format(value=value))
    else:
        draft.max_redirects = int(number)


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?", text.strip()) else None


def get(draft: Draft, value: str) -> None:
    draft.data_as_query = True


def head(draft: Draft, value: str) -> None:
    draft.head = True


def insecure(draft: Draft, value: str) -> None:
    draft.insecure = True


def secure(draft: Draft, value: str) -> None:
    draft.insecure = False


def follow(draft: Draft, value: str) -> None:
    draft.follow = True


def follow_trusted(draft: Draft, value: str) -> None:
    draft.follow = draft.forward_authorization = True


def no_follow(draft: Draft, value: str) -> None:
    draft.follow = draft.forward_authorization = None


def no_globbing(draft: Draft, value: str) -> None:
    draft.globbing = False


def path_as_is(draft: Draft, value: str) -> None:
    draft.path_as_is = True


def encoded_pair(draft: Draft, value: str, option: str) -> str:
    """Return what curl makes of `content`, `=content`, `name=content`, `@file` and `name@file`; files are not read."""
    mark = re.search("[=@]", value)
    if mark is None:
        return _encoded(value)
    name, content = value[: mark.start()], value[mark.end() :]
    if mark.group() == "@":
        if content == "-" and draft.input_text is not None:
            return f"{name}={_encoded(draft.input_text)}" if name else _encoded(draft.input_text)
        if content == "-" and draft.input_file is not None:
            content = draft.input_file
        draft.note(_("{option} would read and encode the file {path}; it was not read.").format(option=option, path=content))
        return f"{name}=@{content}" if name else f"@{content}"
    return f"{name}={_encoded(content)}" if name else _encoded(content)


def _encoded(text: str) -> str:
    """Encode as curl does, a blank as `+`; variables stay readable."""
    pieces: list[str] = []
    at = 0
    for found in PLACEHOLDER.finditer(text):
        pieces += (quote_plus(text[at : found.start()], safe="-._~"), found.group())
        at = found.end()
    return "".join((*pieces, quote_plus(text[at:], safe="-._~")))
