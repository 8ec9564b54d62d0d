"""The echo server's small GraphQL."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.mock.graphql import execute

ROOTS: dict[str, Any] = {
    "hello": lambda arguments: f"Hello, {arguments.get('name', 'world')}!",
    "bird": lambda _: {"id": 1, "name": "curlew"},
}


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ("{ hello }", {"hello": "Hello, world!"}),
        ('{ hello(name: "Zo\\u00eb") }', {"hello": "Hello, Zoë!"}),
        ("query Q($who: String = 1) { greeting: hello(name: $who), __typename }", {"greeting": "Hello, you!", "__typename": "Query"}),
        ("query { bird { n: name } } # comment", {"bird": {"n": "curlew"}}),
    ],
)
def test_answers(query: str, data: dict[str, object]) -> None:
    assert execute(query, {"who": "you"}, ROOTS) == {"data": data}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Expected '{'"),
        ("{ }", "holds no field"),
        ("{ nothing }", "no field 'nothing'"),
        ("{ bird }", "say which ones"),
        ("{ bird { wings } }", "no field 'wings'"),
        ("{ hello { x } }", "holds no fields"),
        ("{ hello(name: $missing) }", "$missing has no value"),
        ("mutation { x }", "queries only"),
        ("{ ...F } fragment F on Q { x }", "no fragments"),
        ("{ hello } { hello }", "one query at a time"),
        ("{ hello(", "Expected a name"),
        ("query (", "not closed"),
        ("{ hello ; }", "Unexpected character"),
        ("{a" * 1000, "nested deeper"),
    ],
)
def test_refuses_in_words(query: str, said: str) -> None:
    answer = execute(query, {}, ROOTS)
    assert answer["data"] is None
    assert said in answer["errors"][0]["message"]


@given(st.text(alphabet='{}()$:!"\\. \nabhello.1-"', max_size=60))
def test_no_query_does_harm(query: str) -> None:
    assert set(execute(query, {}, ROOTS)) <= {"data", "errors"}
