"""What stands beside the titles of the tabs: counts, or a dot where there is content."""

from __future__ import annotations

from curlew.model import urls
from curlew.model.body import FileBody, FormBody, GraphQLBody, MultipartBody, RawBody
from curlew.model.request import Request, Settings

_DEFAULTS = Settings()
_SETTINGS = ("encode_url", "timeout", "follow_redirects", "max_redirects", "forward_authorization", "verify_tls")


def params(request: Request) -> int:
    return len(urls.parse(request.url).pieces) + len({found.name for found in urls.path_names(request.url)})


def auth(request: Request) -> bool:
    return request.auth is not None and request.auth.kind not in ("inherit", "none")


def headers(request: Request) -> int:
    return sum(row.enabled and bool(row.name) for row in request.headers)


def body(request: Request) -> int | bool:
    match request.body:
        case None:
            return False
        case RawBody(text=text):
            return bool(text)
        case FormBody(rows=rows):
            return sum(row.enabled for row in rows)
        case MultipartBody(parts=parts):
            return sum(part.enabled for part in parts)
        case FileBody(files=files):
            return any(choice.path for choice in files)
        case GraphQLBody(query=query, variables=variables):
            return bool(query or variables)
        case _:
            return True


def scripts(request: Request) -> bool:
    return request.has_code


def variables(request: Request) -> int:
    return sum(row.enabled and bool(row.name) for row in request.variables)


def docs(request: Request) -> bool:
    return bool(request.docs.content.strip())


def settings(request: Request) -> bool:
    return any(getattr(request.settings, name) not in (None, "inherit") for name in _SETTINGS)
