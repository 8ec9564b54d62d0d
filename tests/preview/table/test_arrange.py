"""Filtering, sorting and summing up, against a naive model; the ways for many rows give the same as those for few."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.preview.table import arrange as table_arrange
from curlew.preview.table import ranks as table_ranks
from curlew.preview.table.arrange import Wanted, arrange
from curlew.preview.table.cells import Cell
from curlew.preview.table.filter import FilterError, parsed
from curlew.preview.table.order import natural
from curlew.preview.table.pace import Pace, Stopped
from curlew.preview.table.rows import JsonRows
from curlew.preview.table.sums import Sums

NUMBER = st.sampled_from(
    ["0", "-0", "1", "1.0", "1.10", "-5", "1E400", "-1E400", "2e-3", "9007199254740993", "9007199254740992", "10", "9"]
)
TEXT = st.sampled_from(["", "a", "A", "b", "a2", "a10", "a02", "é", "\u65e5", "x" * 60 + "1", "x" * 60 + "02", "\x00", "a\x00"])
LEXEME = NUMBER | TEXT.map(json.dumps) | st.sampled_from(["true", "false", "null", "[1]", "{}", ""])
V = ("v",)


def rows_of(lexemes: list[str]) -> JsonRows:
    data = ("[" + ",".join(f'{{"v":{one}}}' if one else "{}" for one in lexemes) + "]").encode()
    rows = JsonRows(data, 0, len(data), "array")
    for _step in rows.steps():
        pass
    return rows


def naive_key(lexeme: str):
    """Numbers, texts, booleans, lists, objects, null, missing."""
    if not lexeme:
        return (7,)
    value = json.loads(lexeme, parse_float=Decimal, parse_int=Decimal)
    if isinstance(value, bool):
        return 2, value
    if value is None:
        return (6,)
    if isinstance(value, Decimal):
        return 0, value
    if isinstance(value, str):
        return 1, natural(value), value
    return (3,) if isinstance(value, list) else (4,)


def order(lexemes, wanted) -> list[int]:
    return list(arrange(rows_of(lexemes), len(lexemes), wanted, Pace()).order)


@pytest.mark.parametrize("many", [20_000, 0])
@settings(deadline=None)  # the first one imports numpy
@given(lexemes=st.lists(LEXEME, max_size=30), down=st.booleans())
def test_sorting_is_that_of_the_naive_model(many, lexemes, down):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_ranks, "MANY", many)
        patch.setattr(table_arrange, "MANY", many)
        found = order(lexemes, Wanted(sorts=((V, down),)))
    keys = [naive_key(one) for one in lexemes]
    empty = [at for at, key in enumerate(keys) if key[0] >= 6]
    filled = [at for at, key in enumerate(keys) if key[0] < 6]
    wanted = sorted(filled, key=lambda at: keys[at], reverse=False)
    if down:  # stable: equal ones stay as they came
        wanted = [at for _key, at in sorted(((keys[at], -at) for at in filled), reverse=True)]
        wanted = [-at for at in wanted]
    assert found == wanted + sorted(empty, key=lambda at: keys[at])


class Clocked(Pace):
    """Keeps the longest time that the work of a thread took between two rests, whoever else was at work meanwhile."""

    longest = since = 0.0

    def rest(self) -> None:
        now = time.thread_time()
        self.longest, self.since = max(self.longest, now - self.since), now


@pytest.mark.parametrize("value", [b"%d.%02d", b'"event %d of %d"'])
def test_ranking_many_different_values_never_keeps_the_interpreter_for_long(value):
    class Reader:
        def read(self, row: int) -> bytes:
            return value % (row * 7919 % 300_000, row % 100)

        def kind(self, raw: bytes) -> str:
            return "string" if raw[:1] == b'"' else "number"

    pace = Clocked()
    pace.since = time.thread_time()
    ranked = table_ranks.ranks(Reader(), range(300_000), True, pace)
    assert len(set(ranked[:1000].tolist())) == 1000
    assert pace.longest < (0.025 if value[:1] != b'"' else 0.06)  # numpy sorts texts in one go, but holds nobody up


def test_several_columns_sort_the_first_weighs_most():
    data = b'[{"a":1,"b":2},{"a":0,"b":1},{"a":1,"b":1},{"a":0,"b":2}]'
    rows = JsonRows(data, 0, len(data), "array")
    list(rows.steps())
    assert list(arrange(rows, 4, Wanted(sorts=((("a",), True), (("b",), False))), Pace()).order) == [2, 0, 1, 3]


CASES = [
    (">= 400", ["400", "400.0", "1E400"], ["399.99", '"500"', "null", ""]),
    ("> 9007199254740992", ["9007199254740993"], ["9007199254740992"]),
    ("= 1.10", ["1.1", "1.10", '"1.10"'], ["1.11", ""]),
    ("!= 5", ["6", '"5a"', "null", ""], ["5", "5.0"]),
    ("1..5", ["1", "5", "3.3"], ["0.99", "5.01", '"3"']),
    ("..5", ["-1E400", "5"], ["6"]),
    ("2026-01-01..2026-02-01", ['"2026-01-15T10:00:00Z"'], ['"2026-03-01"', '"2025-12-31"']),
    ("= sold | new", ['"sold"', '"New"'], ['"renew"']),
    ("= null", ["null"], ["", '"x"']),
    ("= missing", [""], ["null"]),
    ("= true", ["true"], ["false", "null"]),
    ('= "5"', ['"5"'], ['"55"', "null"]),
    ("lun", ['"Luna"', '["lunar"]'], ['"Mia"', "null", ""]),
    ("\u00c9", ['"caf\\u00e9"', '"caf\u00e9"'], ['"cafe"']),
    ("> b", ['"c"', '"b1"'], ['"a"', "5"]),
]


@pytest.mark.parametrize(("text", "passing", "failing"), CASES)
def test_filters(text, passing, failing):
    assert order(passing + failing, Wanted(filters=((V, text),))) == list(range(len(passing)))


def test_an_expression_filters_in_a_child_process():
    assert order(['"Abc"', '"xabc"', "null"], Wanted(filters=((V, "/^ab/i"),))) == [0]


def test_an_evil_expression_is_ended(monkeypatch):
    monkeypatch.setattr("curlew.preview.table.regex.PATIENCE_S", -9.5)
    with pytest.raises(FilterError, match="too long"):
        order([json.dumps("a" * 60)], Wanted(filters=((V, "/(a+)+$b/"),)))


@pytest.mark.parametrize("text", [">", "/(/", "!="])
def test_a_wrong_filter_is_told_in_words(text):
    with pytest.raises(FilterError) as told:
        parsed(text)
    assert str(told.value)


def test_work_that_was_stopped_ends():
    pace = Pace()
    pace.stop()
    with pytest.raises(Stopped):
        arrange(rows_of(["1"] * 10), 10, Wanted(filters=((V, "1"),)), pace)


def sums_of(*lexemes: str) -> Sums:
    sums = Sums()
    for one in lexemes:
        sums.take(Cell("number", one.encode()))
    return sums


def test_sums_are_exact():
    sums = sums_of("9007199254740993", "0.10", "0.20")
    assert (sums.sum, sums.least, sums.most) == ("9,007,199,254,740,993.30", "0.10", "9007199254740993")
    assert sums_of("1.00", "2.00", "2.00").average == "1.67"


def test_sums_of_numbers_beyond_all_sense():
    sums = sums_of("1E400", "1", "1E999999999999999999999")
    assert sums.sum == "∞"
    assert sums.most == "1E999999999999999999999"
