"""Hiding characters from libyaml."""

from curlew.storage.opencollection.disguise import Disguise, escape_surrogates, join_surrogates, unescaped


def test_plain_texts_are_left_alone() -> None:
    disguise = Disguise("a: b\r\nc\td é 😀")
    assert disguise.text == "a: b\r\nc\td é 😀"
    assert not disguise.is_needed


def test_odd_characters_come_back_and_places_stay() -> None:
    text = "x\u2028y\x00\x85\rz\r\n"
    disguise = Disguise(text)
    assert len(disguise.text) == len(text)
    assert disguise.text.endswith("z\r\n")
    assert disguise.restore(disguise.text) == text


def test_substitutes_are_not_in_the_text() -> None:
    text = "\U000f0000\x07"
    disguise = Disguise(text)
    assert disguise.text[0] == "\U000f0000"
    assert disguise.text[1] not in text
    assert disguise.restore(disguise.text) == text


def test_surrogate_escapes_round_trip() -> None:
    source = '"\\ud83d\\ude00 \\\\ud83d \\u00e9"'
    escaped = escape_surrogates(source)
    assert len(escaped) == len(source)
    assert unescaped(escaped, source) == source
    assert join_surrogates("\ue03d\ue600") == "😀"
