"""What unquoted scalars mean."""

import pytest

from curlew.storage.opencollection.scalars import Plain, as_bool, as_number, as_text, is_null, number_text, reads_as_text


@pytest.mark.parametrize(
    "text", ["no", "yes", "on", "1_000", "12:30", "2024-01-01", "1.2.3", "0b1", "0x", "0o8", "e3", "+", "-", ".", "nul", "é"]
)
def test_G13_text_of_yaml_1_2_stays_text(text: str) -> None:
    assert reads_as_text(text)


@pytest.mark.parametrize(
    "text",
    ["", "~", "null", "NULL", "true", "False", "0", "012", "-7", "+1", "1.10", "1.", ".5", "1e3", "0x1F", "0o17", ".inf", "-.Inf", ".nan"],
)
def test_G13_numbers_truths_and_null_do_not_read_as_text(text: str) -> None:
    assert not reads_as_text(text)


@pytest.mark.parametrize("source", ["1.10", "012", "true", "1e3", "0x1F", ".inf"])
def test_a_place_that_wants_text_gets_the_source(source: str) -> None:
    assert as_text(Plain(source)) == source


def test_null_is_empty_text_and_quoted_null_is_not() -> None:
    assert [as_text(Plain(source)) for source in ("", "~", "null", "Null")] == [""] * 4
    assert as_text("null") == "null"
    assert is_null(Plain("~"))
    assert not is_null("~")


def test_lists_and_mappings_are_no_text() -> None:
    assert as_text([]) is None
    assert as_text({}) is None


def test_truths_are_read_quoted_or_not() -> None:
    assert [as_bool(value) for value in (Plain("true"), "True", True, Plain("FALSE"), "no", Plain("1"), None)] == [
        True,
        True,
        True,
        False,
        None,
        None,
        None,
    ]


def test_numbers_are_whole_where_they_look_whole() -> None:
    assert [as_number(Plain(source)) for source in ("3", "012", "-1", "1.5", "1e3", "0x10", "0o10")] == [3, 12, -1, 1.5, 1000.0, 16, 8]
    assert isinstance(as_number("3"), int)


@pytest.mark.parametrize("value", ["", "abc", ".inf", ".nan", "{{x}}", "9" * 5000, True, None, [], "1e999"])
def test_what_is_no_finite_number_is_none(value: object) -> None:
    assert as_number(value) is None


def test_numbers_are_written_without_a_needless_point() -> None:
    assert [number_text(number) for number in (3, 3.0, 2.5, -0.25)] == ["3", "3", "2.5", "-0.25"]
