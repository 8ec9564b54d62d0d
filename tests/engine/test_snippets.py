"""Requests as commands, variables filled in."""

from pathlib import Path

from curlew.engine.snippets import as_curl
from curlew.model.auth import INHERIT, Auth
from curlew.model.body import FileBody
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Defaults, Request
from curlew.model.rows import FileChoice, Row
from curlew.model.variables import Environment, Variable

AROUND = Surroundings(
    (Above("collection", "C", None, Defaults(auth=Auth("bearer", {"token": "{{token}}"}))),),
    Environment("Dev", variables=(Variable("base", "http://h"), Variable("token", secret=True))),
)


def test_variables_are_filled_in_and_secrets_stay_as_typed() -> None:
    command = as_curl(Request(url="{{base}}/x", auth=INHERIT, headers=(Row("A", "{{unset}}"),)), AROUND)
    assert "http://h/x" in command
    assert "Authorization: Bearer {{token}}" in command
    assert "A: {{unset}}" in command


def test_secrets_are_filled_in_when_asked_for() -> None:
    assert "Authorization: Bearer abc" in as_curl(Request(url="{{base}}", auth=INHERIT), AROUND, secret_value=lambda _layer, _name: "abc")


def test_dynamic_values_are_made_and_files_have_their_place() -> None:
    request = Request(url="http://h/{{$timestamp}}", method="POST", body=FileBody((FileChoice("a b.txt"),)))
    command = as_curl(request, AROUND, Path("/c"))
    assert "{{" not in command.replace("{{token}}", "")
    assert "'@/c/a b.txt'" in command
