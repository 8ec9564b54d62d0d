"""Authentication in every spelling."""

import pytest

from curlew.model.auth import INHERIT, Auth
from curlew.model.request import Request
from curlew.storage.opencollection import codec
from helpers.files import with_call


@pytest.mark.parametrize(
    "auth", ["", "  auth: none\n", "  auth:\n", "  auth: ~\n", "  auth:\n    type: none\n", "  auth:\n    mode: none\n", "  auth: {}\n"]
)
def test_every_spelling_of_no_auth(auth: str) -> None:
    assert with_call(auth).auth is None


@pytest.mark.parametrize("auth", ["  auth: inherit\n", "  auth:\n    type: inherit\n", "  auth:\n    mode: inherit\n"])
def test_every_spelling_of_inherit(auth: str) -> None:
    assert with_call(auth).auth == INHERIT


def test_a_new_request_inherits_and_says_so() -> None:
    assert "  auth: inherit\n" in codec.render_item(Request("n"), None)


def test_auth_fields_are_texts_as_written() -> None:
    value = with_call("  auth:\n    type: basic\n    username: 012\n    password:\n")
    assert value.auth == Auth("basic", {"username": "012", "password": ""})


def test_auth_that_bruno_does_not_understand_counts_as_none_and_stays() -> None:
    value = with_call("  auth:\n    mode: basic\n    basic: {username: u}\n")
    assert value.auth is None
    assert value.extra["http.auth"] == {"mode": "basic", "basic": {"username": "u"}}
