"""Which secret values a send needs."""

from __future__ import annotations

from curlew.model.auth import INHERIT, Auth
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Defaults, Request
from curlew.model.rows import Row
from curlew.model.variables import Environment, Variable
from curlew.ui.documents.secret_values import SecretPrompt, needed_secrets

LOCAL = Environment("Local", variables=(Variable("token", secret=True), Variable("key", secret=True), Variable("head", "Bearer {{token}}")))
AROUND = Surroundings(environment=LOCAL)


def names(request: Request, around: Surroundings = AROUND, entered: dict[str, str] | None = None) -> list[str]:
    return [need.name for need in needed_secrets(request, around, lambda _layer, name: (entered or {}).get(name))]


def test_only_secrets_in_use_without_a_value_are_asked_for():
    request = Request(url="http://x/?k={{key}}&t={{token}}&o={{other}}")
    assert names(request) == ["key", "token"]
    assert names(request, entered={"key": "1"}) == ["token"]


def test_a_secret_inside_another_variable_counts():
    assert names(Request(headers=(Row("Authorization", "{{head}}"),))) == ["token"]


def test_a_switched_off_row_needs_nothing():
    assert names(Request(headers=(Row("Authorization", "{{token}}", enabled=False),))) == []


def test_inherited_headers_and_auth_count():
    above = Above("collection", "Birds", 1, Defaults(headers=(Row("X-Key", "{{key}}"),), auth=Auth("bearer", {"token": "{{token}}"})))
    around = Surroundings((above,), LOCAL)
    assert names(Request(auth=INHERIT), around) == ["key", "token"]
    assert names(Request(auth=None), around) == ["key"]


def test_the_prompt_hides_what_is_typed_and_leaves_empty_fields_out(theme, qtbot):
    needed = needed_secrets(Request(url="{{key}}{{token}}"), AROUND, lambda _layer, _name: None)
    prompt = SecretPrompt(theme, None, needed)
    qtbot.addWidget(prompt)
    field = prompt.findChild(object, "secret_key")
    assert field.echoMode() == field.EchoMode.Password
    field.setText("s3cret")
    assert [(need.name, value) for need, value in prompt.values()] == [("key", "s3cret")]
