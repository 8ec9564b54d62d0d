"""Variables in texts: precedence, nesting, cycles, secrets."""

from hypothesis import given
from hypothesis import strategies as st

from curlew.model.template import Layer, Scope
from curlew.model.variables import Variable


def layer(kind: str, **values: str) -> Layer:
    return Layer(kind, kind.title(), tuple(Variable(name, value) for name, value in values.items()))


def test_the_innermost_layer_wins_and_the_origin_is_named() -> None:
    scope = Scope([layer("request", a="inner"), layer("collection", a="outer", b="only")])
    found = scope.expand("{{a}}/{{ b }}/{{c}}")
    assert found.text == "inner/only/{{c}}"
    assert [use.origin for use in found.uses] == ["Request", "Collection", ""]
    assert found.missing == ("c",)


def test_a_disabled_variable_lets_the_outer_one_through() -> None:
    off = Layer("request", "Request", (Variable("a", "inner", enabled=False),))
    assert Scope([off, layer("collection", a="outer")]).expand("{{a}}").text == "outer"


def test_the_last_of_two_equal_names_in_one_layer_wins() -> None:
    twice = Layer("folder", "Folder", (Variable("a", "1"), Variable("a", "2")))
    assert Scope([twice]).expand("{{a}}").text == "2"


def test_values_may_hold_variables() -> None:
    scope = Scope([layer("environment", base="http://{{host}}:{{port}}", host="localhost", port="80")])
    assert scope.expand("{{base}}/x").text == "http://localhost:80/x"


def test_a_cycle_counts_as_not_set() -> None:
    found = Scope([layer("environment", a="{{b}}", b="{{a}}")]).expand("{{a}}")
    assert found.text == "{{a}}"
    assert found.missing == ("a",)


def test_secrets_come_from_memory_and_are_reported_for_masking() -> None:
    secret = Layer("environment", "Prod", (Variable("token", secret=True), Variable("header", "Bearer {{token}}")))
    scope = Scope([secret], secret_value=lambda where, name: "s3" if (where.label, name) == ("Prod", "token") else None)
    found = scope.expand("{{header}}")
    assert found.text == "Bearer s3"
    assert found.secrets == ("s3",)
    assert Scope([secret]).expand("{{token}}").missing == ("token",)


def test_every_giver_of_a_name_is_listed_winner_first() -> None:
    scope = Scope([layer("request", a="1"), layer("folder", a="2")])
    assert [binding.layer.kind for binding in scope.bindings("a")] == ["request", "folder"]


@given(st.text())
def test_without_placeholders_a_text_is_itself(text: str) -> None:
    assert Scope([layer("request", a="1")]).expand(text.replace("{", "")).text == text.replace("{", "")


@given(st.text(alphabet="ab{} \n"))
def test_any_text_expands_without_an_error(text: str) -> None:
    scope = Scope([layer("request", a="{{b}}", b="x")])
    found = scope.expand(text)
    assert all(text[use.start : use.end].startswith("{{") for use in found.uses)
