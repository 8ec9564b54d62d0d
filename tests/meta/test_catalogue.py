"""The catalogue's rows in scope each have a test that carries their id."""

from pathlib import Path

from meta.catalogue import IN_SCOPE, rows_with_a_test


def test_every_row_in_scope_has_a_test() -> None:
    assert sorted(set(IN_SCOPE) - rows_with_a_test(Path(__file__).parents[1])) == []
