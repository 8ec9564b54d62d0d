"""Environments that build on others."""

from curlew.model.extending import extended
from curlew.model.template import Layer, Scope
from curlew.model.variables import Environment, Variable


def environment(name: str, extends: str = "", **values: str) -> Environment:
    return Environment(name, variables=tuple(Variable(key, value) for key, value in values.items()), extends=extends)


BASE = environment("base", a="1", b="2")
MIDDLE = environment("middle", "base", b="3", c="4")
TOP = environment("top", "middle", c="5")


def value(found: Environment, name: str) -> str | None:
    return Scope([Layer("environment", found.name, found.variables)]).value(name).value


def test_the_own_value_wins_then_the_nearest() -> None:
    found = extended(TOP, (BASE, MIDDLE, TOP))
    assert [value(found, name) for name in "abcd"] == ["1", "3", "5", None]
    assert found.name == "top"


def test_alone_it_stays_itself() -> None:
    assert extended(BASE, (BASE, MIDDLE)) is BASE
    assert extended(TOP, ()) is TOP


def test_a_circle_ends_the_climb() -> None:
    one, two = environment("one", "two", a="1"), environment("two", "one", b="2")
    found = extended(one, (one, two))
    assert [value(found, name) for name in "ab"] == ["1", "2"]
