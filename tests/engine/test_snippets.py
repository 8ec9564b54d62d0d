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


def test_what_stands_in_a_secret_field_or_in_the_address_is_not_copied() -> None:
    command = as_curl(Request(url="http://ada:s3cret@h/x", auth=Auth("basic", {"username": "u", "password": "hunter2"})), AROUND)
    assert "-u 'u:{{password}}'" in command
    assert "s3cret" not in command
    assert "hunter2" not in command
    above = Surroundings((Above("collection", "C", None, Defaults(auth=Auth("bearer", {"token": "abc123"}))),))
    assert "Authorization: Bearer {{token}}" in as_curl(Request(url="http://h", auth=INHERIT), above)
    assert "{{password}}" in as_curl(Request(url="http://h", auth=Auth("ntlm", {"username": "u", "password": "hunter2"})), AROUND)
    secret = Auth("awsv4", {"accessKeyId": "AKIA", "secretAccessKey": "wJalr", "sessionToken": "st0ken", "service": "s3", "region": "r"})
    assert "-u 'AKIA:{{secretAccessKey}}'" in as_curl(Request(url="http://h", auth=secret), AROUND)


def test_curl_asks_for_a_password_that_stands_in_the_address() -> None:
    command = as_curl(Request(url="http://ada%40x:s3cret@h/x?a=b@c"), Surroundings())
    assert "'http://h/x?a=b@c'" in command
    assert "-u ada@x" in command
    assert "ada:{{pw}}@h" in as_curl(Request(url="http://ada:{{pw}}@h/"), Surroundings())
    assert "http://ada@h/" in as_curl(Request(url="http://ada@h/"), Surroundings())
    with_header = as_curl(Request(url="http://ada:s3cret@h/", headers=(Row("Authorization", "x"),)), Surroundings())
    assert "ada" not in with_header
