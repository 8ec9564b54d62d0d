"""Certificates in words: how long they hold, and what is wrong with them."""

import pytest

from curlew.model.exchange import Certificate
from curlew.preview.certificates import SOON_DAYS, facts, fingerprint_text, names_host, problem_word, readable_name, short_name, time_left

NOW = 1_800_000_000.0
DAY = 86400
GOOD = Certificate(
    "CN=api.example.dev,O=Example", "CN=R11,O=Issuer", ("api.example.dev", "*.shop.dev"), NOW - DAY, NOW + 61 * DAY, fingerprint="9b41ff"
)


@pytest.mark.parametrize(
    ("before", "after", "words", "tone"),
    [
        (-1, 61, "61 days left", "ok"),
        (-1, SOON_DAYS, "14 days left", "ok"),
        (-1, SOON_DAYS - 1, "13 days left", "warn"),
        (-1, 1, "1 day left", "warn"),
        (-1, 3650, "10 years left", "ok"),
        (-90, -6, "expired 6 days ago", "err"),
        (-90, -0.5, "expired today", "err"),
        (2, 90, "not valid yet", "err"),
    ],
)
def test_how_long_it_holds(before, after, words, tone):
    certificate = Certificate("CN=a", "CN=b", not_before=NOW + before * DAY, not_after=NOW + after * DAY)
    assert time_left(certificate, NOW) == (words, tone)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("api.example.dev", True),
        ("API.example.dev.", True),
        ("a.shop.dev", True),
        ("shop.dev", False),
        ("a.b.shop.dev", False),
        ("example.dev", False),
        ("127.0.0.1", False),
    ],
)
def test_whom_it_names(host, expected):
    assert names_host(GOOD, host) is expected


def test_addresses_are_compared_as_such():
    certificate = Certificate("CN=a", "CN=b", ("IP:127.0.0.1", "0:0:0:0:0:0:0:1"))
    assert names_host(certificate, "127.0.0.1")
    assert names_host(certificate, "[::1]")
    assert not names_host(certificate, "127.0.0.2")


@pytest.mark.parametrize(
    ("certificate", "host", "field", "word"),
    [
        (Certificate("CN=h", "CN=i", ("h",), NOW - 9 * DAY, NOW - DAY), "h", "Expired", "expired"),
        (Certificate("CN=h", "CN=i", ("h",), NOW + DAY, NOW + 9 * DAY), "h", "Valid from", "not valid yet"),
        (Certificate("CN=h", "CN=i", ("other",), NOW - DAY, NOW + DAY), "h", "Names", "another name"),
        (Certificate("CN=h", "CN=h", ("h",), NOW - DAY, NOW + DAY, problem="no"), "h", "Issuer", "self-signed"),
        (Certificate("CN=h", "CN=i", ("h",), NOW - DAY, NOW + DAY, problem="no"), "h", "Issuer", "unknown issuer"),
    ],
)
def test_the_offending_field_is_found(certificate, host, field, word):
    assert [fact.name for fact in facts(certificate, host, NOW) if fact.wrong] == [field]
    assert problem_word(certificate, host, NOW) == word


def test_a_good_one_has_nothing_wrong():
    assert not [fact for fact in facts(GOOD, "api.example.dev", NOW) if fact.wrong]
    assert problem_word(GOOD, "api.example.dev", NOW) == ""


def test_names_and_fingerprints_as_people_read_them():
    assert short_name("CN=api.example.dev,O=Example") == "api.example.dev"
    assert short_name("O=Only an organisation") == "Only an organisation"
    assert short_name("plain words") == readable_name("plain words") == "plain words"
    assert readable_name("CN=R11,O=Example Trust,C=US") == "R11, Example Trust"
    assert fingerprint_text("9b41ff") == "9B:41:FF"


def test_the_issuer_is_to_blame_for_a_refused_one_with_good_dates_and_names():
    assert [fact.name for fact in facts(GOOD, "api.example.dev", NOW, failed=True) if fact.wrong] == ["Issuer"]
    assert problem_word(GOOD, "api.example.dev", NOW, failed=True) == "unknown issuer"
    assert problem_word(GOOD, "other.dev", NOW, failed=True) == "another name"
