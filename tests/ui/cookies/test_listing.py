"""What the manager shows of a jar, and how it understands what is typed."""

from __future__ import annotations

from datetime import datetime

import pytest

from curlew.errors import UsageError
from curlew.model.cookies_rules import Cookie
from curlew.ui.cookies.listing import cells, domains, ends_in_words, found, moment_text, parse_time, time_text

NOW = 1_790_000_000.0
DAY = 86_400.0
JAR = (
    Cookie("sid", "Secret1", "b.example"),
    Cookie("theme", "dark", "a.example", "/shop"),
    Cookie("café", "x", "example", expires=NOW - DAY),
)


@pytest.mark.parametrize(
    ("expires", "words"),
    [
        (None, "with the app"),
        (NOW + 30, "in 30 seconds"),
        (NOW + 60, "in 1 minute"),
        (NOW + 6 * DAY, "in 6 days"),
        (NOW + 330 * DAY, "in 11 months"),
        (NOW - 2 * DAY, "ended 2 days ago"),
        (0.0, "ended"),
    ],
)
def test_ends_in_words(expires: float | None, words: str) -> None:
    assert ends_in_words(expires, NOW) == words


def test_domains_stand_together_with_those_above_them() -> None:
    assert domains(JAR) == [("example", 1), ("a.example", 1), ("b.example", 1)]
    assert domains(JAR, "dark") == [("a.example", 1)]


@pytest.mark.parametrize(("text", "names"), [("", 3), ("secret1", 1), ("SHOP theme", 1), ("CAFÉ", 1), ("shop sid", 0)])
def test_search_looks_at_every_field(text: str, names: int) -> None:
    assert len(found(JAR, text)) == names


def test_what_is_over_is_dimmed_with_a_badge() -> None:
    over = cells(JAR[2], NOW)
    assert [cell.token for cell in over[:2]] == ["text3", "text3"]
    assert over[4].chips[0].text == "ended 1 day ago"
    assert cells(JAR[0], NOW)[0].token == "text"


@pytest.mark.parametrize("typed", ["2027-01-31 18:00", "2027-01-31T18:00", " 2027-01-31 18:00:00 "])
def test_a_time_is_read_as_local(typed: str) -> None:
    assert parse_time(typed, NOW) == datetime(2027, 1, 31, 18, 0).timestamp()
    assert parse_time(time_text(parse_time(typed, NOW)), NOW) == parse_time(typed, NOW)


@pytest.mark.parametrize(("typed", "ends"), [("", None), ("  ", None), ("3600", NOW + 3600), ("-1", NOW - 1), ("+60", NOW + 60)])
def test_seconds_and_nothing(typed: str, ends: float | None) -> None:
    assert parse_time(typed, NOW) == ends


@pytest.mark.parametrize("typed", ["tomorrow", "2027-13-01", "31.1.2027", "99999999999999999999", "--"])
def test_what_is_no_time_says_how_to_write_one(typed: str) -> None:
    with pytest.raises(UsageError) as told:
        parse_time(typed, NOW)
    assert "2027-01-31 18:00" in told.value.reason


def test_a_moment_is_told_as_people_say_it():
    assert moment_text(parse_time("2027-01-05 18:07", NOW)) == "5 Jan 2027, 18:07"
    assert moment_text(1e300) == ""
