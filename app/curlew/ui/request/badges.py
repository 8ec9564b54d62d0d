"""What stands beside the titles of the tabs: counts, or a dot where there is content."""

from __future__ import annotations

from curlew.model import urls
from curlew.model.body import FileBody, FormBody, GraphQLBody, MultipartBody, RawBody
from curlew.model.request import Request, Settings
from curlew.model.send_settings import TABLE
from curlew.model.settling import own_value

_DEFAULTS = Settings()


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


def examples(request: Request) -> int:
    return len(request.examples)


def settings(request: Request) -> bool | str:
    """Return a dot where something is set here, a red one where that is not to verify certificates."""
    if request.settings.verify_tls is False:
        return "err"
    return request.settings != _DEFAULTS and any(own_value(request.settings, setting) is not None for setting in TABLE)
