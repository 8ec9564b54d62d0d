from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.model import urls
from curlew.model.rows import Note, Param

URL_LIKE = st.lists(
    st.sampled_from(
        [
            "http://",
            "host",
            ":8080",
            "/",
            "?",
            "&",
            "=",
            "#",
            "a",
            "b",
            "+",
            "%20",
            "%",
            "{{x}}",
            "{{a&b?c}}",
            "{{",
            "}}",
            ":id",
            "{id}",
            "é",
            " ",
        ]
    ),
    max_size=14,
).map("".join)
TEXT = st.lists(
    st.sampled_from(["a", "b", "&", "=", "#", "?", "+", "%26", "{{v}}", "{{a&b}}", "{{", "}}", "ü", "\n", " "]), max_size=5
).map("".join)
ROWS = st.lists(st.builds(Param, name=TEXT, value=TEXT, enabled=st.booleans()), max_size=5).map(tuple)


def pairs(url: str) -> list[tuple[str, str]]:
    return [(piece.name, piece.value) for piece in urls.parse(url).pieces]


@pytest.mark.parametrize(
    ("url", "rows"),
    [
        ("http://h/p", []),
        ("http://h/p?", []),
        ("http://h/p?a=1&b=2", [("a", "1"), ("b", "2")]),
        ("?a&b=", [("a", ""), ("b", "")]),
        ("?a=1&a=1&a=2", [("a", "1"), ("a", "1"), ("a", "2")]),
        ("?=v&n", [("", "v"), ("n", "")]),
        ("?a=b=c", [("a", "b=c")]),
        ("?a=1#b?c&d", [("a", "1")]),
        ("/p#x?a=1", []),
        ("?q=a+b%20c%zz", [("q", "a+b%20c%zz")]),
        ("{{base?x}}/p?v={{a&b=c#d}}&w=1", [("v", "{{a&b=c#d}}"), ("w", "1")]),
        ("?{{name=x}}=1", [("{{name=x}}", "1")]),
        ("?u=http://x/?y=1", [("u", "http://x/?y=1")]),
        ("?a&&b&", [("a", ""), ("b", "")]),
    ],
)
def test_rows_are_spans_of_the_text_as_typed(url: str, rows: list[tuple[str, str]]) -> None:
    assert pairs(url) == rows
    for piece in urls.parse(url).pieces:
        assert url[piece.start : piece.end] == piece.name + ("" if piece.bare else "=") + piece.value


def test_changing_one_row_changes_only_its_span() -> None:
    url = "{{b}}/p?x=%20+&flag&&y={{a&b}}&z#frag?&"
    rows = urls.bind(url, ())
    changed = (*rows[:2], replace(rows[2], value="new"), *rows[3:])
    assert urls.with_rows(url, changed)[0] == "{{b}}/p?x=%20+&flag&&y=new&z#frag?&"


def test_a_bare_row_stays_bare_until_it_has_a_value() -> None:
    rows = urls.bind("/p?flag", ())
    assert urls.with_rows("/p?flag", (replace(rows[0], name="other"),))[0] == "/p?other"
    assert urls.with_rows("/p?flag", (replace(rows[0], value="1"),))[0] == "/p?flag=1"


def test_a_row_switched_off_comes_back_to_its_place() -> None:
    url = "/p?a=1&b=2&c=3#f"
    rows = urls.bind(url, ())
    off_url, off = urls.with_rows(url, (rows[0], replace(rows[1], enabled=False), rows[2]))
    assert off_url == "/p?a=1&c=3#f"
    assert [row.name for row in off] == ["a", "b", "c"]
    assert urls.with_rows(off_url, tuple(replace(row, enabled=True) for row in off))[0] == url


def test_the_last_row_takes_its_question_mark_along() -> None:
    (row,) = urls.bind("/p?a=1#f", ())
    assert urls.with_rows("/p?a=1#f", (replace(row, enabled=False),))[0] == "/p#f"
    assert urls.with_rows("/p#f", (row,))[0] == "/p?a=1#f"


def test_rows_move_as_they_were_typed() -> None:
    rows = urls.bind("/p?a&b=&c=%41", ())
    assert urls.with_rows("/p?a&b=&c=%41", (rows[2], rows[0], rows[1]))[0] == "/p?c=%41&a&b="


def test_what_would_part_the_row_is_escaped_and_nothing_else() -> None:
    url, rows = urls.with_rows("/p", (Param("a=b&c", "1&2#3=4?{{v&w}} %+"),))
    assert url == "/p?a%3Db%26c=1%262%233=4?{{v&w}} %+"
    assert rows[0].value == "1%262%233=4?{{v&w}} %+"


def test_the_url_wins_over_the_file_and_the_file_adds_descriptions_and_disabled_rows() -> None:
    listed = (Param("a", "old", description=Note("first")), Param("off", "1", enabled=False), Param("b", "2"), Param("gone", "x"))
    shown = urls.bind("/p?a=new&b=2&c=3", listed)
    assert [(row.name, row.value, row.enabled) for row in shown] == [
        ("a", "new", True),
        ("off", "1", False),
        ("b", "2", True),
        ("c", "3", True),
    ]
    assert shown[0].description == Note("first")


def test_typing_in_the_url_keeps_descriptions_even_of_a_renamed_row() -> None:
    listed = (Param("a", "1", description=Note("one")), Param("limit", "2", description=Note("two")))
    assert [row.description.content for row in urls.bind("/p?a=1&limits=2", listed)] == ["one", "two"]
    assert [row.description.content for row in urls.bind("/p?limit=2", listed)] == ["two"]
    assert [row.description.content for row in urls.bind("/p?x=0&a=1&limit=2", listed)] == ["", "one", "two"]


def test_retyping_the_path_leaves_the_files_list_alone() -> None:
    listed = (Param("x", "stale"), Param("id", "7", kind="path"))
    assert urls.retyped("/a/:id?x=1", "/b/:id?x=1", listed) == listed
    assert urls.retyped("/a/:id?x=1", "/a/:idx?x=1", listed) == (Param("x", "stale"), Param("idx", "7", kind="path"))
    assert urls.retyped("/a/:id?x=1", "/a/:id?x=12", listed) == (Param("x", "12"), Param("id", "7", kind="path"))


def test_unknown_kinds_of_parameters_are_kept() -> None:
    listed = (Param("m", "1", kind="matrix"), Param("id", "7", kind="path"))
    assert urls.retyped("/:x", "/a/:id?q=1", listed) == (listed[0], listed[1], Param("q", "1"))


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("http://h:8080/a/:id/b/:other?x=:no#/:no", ["id", "other"]),
        ("{{base}}:8080/:id", ["id"]),
        ("{{base}}/:id", ["id"]),
        ("localhost:3000/a", []),
        ("http://:id/x", []),
        (":id/x", []),
        ("/p/:", []),
        ("/p/a:id", []),
        ("/p/{{x/:no}}/:yes", ["yes"]),
        ("/p/{id}/:id.json", ["id.json"]),
        ("http://h", []),
    ],
)
def test_path_parameters_are_whole_segments(url: str, names: list[str]) -> None:
    assert [found.name for found in urls.path_names(url)] == names


def test_braces_are_offered_and_made_colons_on_demand_only() -> None:
    url = "{{base}}/pets/{petId}/{{v}}/x{no}/{photo}?q={no}"
    assert [found.name for found in urls.brace_names(url)] == ["petId", "photo"]
    assert urls.with_colons(url) == "{{base}}/pets/:petId/{{v}}/x{no}/:photo?q={no}"


def test_path_rows_follow_the_url_and_a_rename_writes_it() -> None:
    rows = (Param("b", "2", kind="path"), Param("a", "1", kind="path"))
    assert [(row.name, row.value) for row in urls.bind_path("/:a/:b/:a", rows)] == [("a", "1"), ("b", "2")]
    assert urls.renamed("/:a/:b/:a?x=:a", "a", "pet") == "/:pet/:b/:pet?x=:a"
    assert urls.renamed("/:a", "a", "x/y") == "/:a"


def test_two_halves_of_a_variable_swallow_no_row() -> None:
    url, rows = urls.with_rows("", (Param("{{", "}}"), Param("a", "{{"), Param("b", "}}")))
    assert url == "?%7B%7B=%7D%7D&a=%7B%7B&b=%7D%7D"
    assert [row.name for row in rows] == ["%7B%7B", "a", "b"]


@given(URL_LIKE)
def test_the_binding_is_lossless(url: str) -> None:
    rows = urls.bind(url, ())
    assert urls.with_rows(url, rows) == (url, rows)


@given(URL_LIKE, ROWS)
def test_rows_written_are_the_rows_read(url: str, rows: tuple[Param, ...]) -> None:
    fresh, bound = urls.with_rows(url, rows)
    assert pairs(fresh) == [(row.name, row.value) for row in bound if row.enabled]
    assert [row.enabled for row in bound] == [row.enabled for row in rows]
    assert [row for row in bound if not row.enabled] == [row for row in rows if not row.enabled]


@given(URL_LIKE, st.integers(0, 5), TEXT)
def test_editing_a_value_touches_no_other_text(url: str, index: int, value: str) -> None:
    rows = urls.bind(url, ())
    if index >= len(rows):
        return
    piece = urls.parse(url).pieces[index]
    fresh, bound = urls.with_rows(url, (*rows[:index], replace(rows[index], value=value), *rows[index + 1 :]))
    assert [row for n, row in enumerate(bound) if n != index] == [row for n, row in enumerate(rows) if n != index] or "{{" in url + value
    if "{{" not in url + value:
        assert fresh.startswith(url[: piece.start])
        assert fresh.endswith(url[piece.end :])


@given(URL_LIKE, ROWS)
def test_typing_in_the_url_keeps_every_disabled_row(url: str, rows: tuple[Param, ...]) -> None:
    off = [row for row in rows if not row.enabled]
    assert [row for row in urls.bind(url, rows) if not row.enabled] == off
    assert pairs(url) == [(row.name, row.value) for row in urls.bind(url, rows) if row.enabled]
