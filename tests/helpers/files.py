"""Texts of requests' files, and what they say."""

from curlew.model.request import Request
from curlew.storage.opencollection import codec

HTTP = "info:\n  name: a\n  type: http\n\nhttp:\n  method: GET\n  url: u\n"


def request(text: str) -> Request:
    value = codec.parse_item(text, "stem")
    assert isinstance(value, Request)
    return value


def with_call(more: str) -> Request:
    return request(HTTP + more)
