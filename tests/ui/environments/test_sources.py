from pathlib import Path

from curlew.model.variables import Environment, Variable
from curlew.ui.environments.sources import bases, layers, sources
from helpers.fake_session import an_environment


def files(*values: Environment):
    return [an_environment(Path("/c"), value) for value in values]


def test_what_an_inner_place_gives_is_overridden_further_out():
    inner = Environment("Inner", variables=(Variable("a", "1"),), extends="Mid")
    held = files(
        Environment("Mid", variables=(Variable("a", "2"), Variable("b", "3")), extends="Outer"),
        Environment("Outer", variables=(Variable("b", "4"), Variable("c", "5"))),
    )
    found = sources(held, inner, [Variable("c", "6"), Variable("d", "7")])
    told = [[(row.name, row.overridden) for row in source.rows] for source in found]
    assert told == [[("a", True), ("b", False)], [("b", True), ("c", False)], [("c", True), ("d", False)]]
    assert [source.file.name if source.file else None for source in found] == ["Mid", "Outer", None]


def test_a_variable_that_is_off_overrides_nothing():
    inner = Environment("Inner", variables=(Variable("a", "1", enabled=False),), extends="Mid")
    (found,) = sources(files(Environment("Mid", variables=(Variable("a", "2"),))), inner, ())
    assert not found.rows[0].overridden


def test_a_circle_of_extends_ends():
    held = files(Environment("A", extends="B"), Environment("B", extends="A"), Environment("C", extends="C"))
    assert [file.name for file in bases(held, held[0].value)] == ["B"]
    assert not bases(held, held[2].value)


def test_values_of_env_files_are_hidden_until_asked_for():
    (found,) = sources((), Environment("A", dotenv_path=".env"), [Variable("DB_PASSWORD", "x")])
    assert found.rows[0].hidden


def test_pills_see_own_then_inherited_then_env_file():
    held = files(Environment("Base", variables=(Variable("b", "1"),)))
    value = Environment("A", variables=(Variable("a", "{{b}}"),), extends="Base", dotenv_path=".env")
    assert [layer.label for layer in layers(held, value, [Variable("c", "2")])] == ["A", "Base", ".env"]
