"""Rate limits in every form in which servers tell them."""

from __future__ import annotations

import pytest

from curlew.preview.headers.purposes import SUBJECTS, purpose, subject
from curlew.preview.headers.rates import Rate, rate_lines, rate_of, rate_words

NOW = 1_795_200_000.0


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"ratelimit": '"default";r=50;t=30', "ratelimit-policy": '"default";q=100;w=60'}, Rate(100, 50, 30.0, "default")),
        ({"ratelimit": "limit=100, remaining=50, reset=5"}, Rate(100, 50, 5.0)),
        ({"ratelimit-limit": "100, 100;w=60", "ratelimit-remaining": "7", "ratelimit-reset": "5"}, Rate(100, 7, 5.0)),
        ({"x-ratelimit-limit": "60", "x-ratelimit-remaining": "59", "x-ratelimit-reset": str(int(NOW) + 90)}, Rate(60, 59, 90.0)),
        ({"x-rate-limit-reset": str((int(NOW) - 5) * 1000)}, Rate(None, None, -5.0)),
        ({"x-ratelimit-limit": "many"}, Rate()),
        ({"ratelimit": ""}, None),
        ({}, None),
    ],
)
def test_a_quota(headers: dict[str, str], expected: Rate | None) -> None:
    assert rate_of(headers, NOW) == expected


def test_a_quota_in_words() -> None:
    rate = Rate(100, 50, 90.0)
    assert rate_words("X-RateLimit-Remaining", rate) == "50 % of 100 left, renewed in 2 min"
    assert rate_words("RateLimit", rate) == "50 % of 100 left, renewed in 2 min"
    assert rate_words("RateLimit-Reset", rate) == "renewed in 2 min"
    assert rate_words("RateLimit-Limit", rate) == ""
    assert rate_words("RateLimit-Remaining", Rate(0, 0, -3.0)) == "renewed already"
    assert rate_lines(rate) == [("Allowed", "100"), ("Left", "50"), ("Renewed", "in 2 min")]
    assert rate_lines(Rate()) == []


def test_every_purpose_is_a_sentence_and_stands_once() -> None:
    names = [name for _title, known in SUBJECTS for name in known]
    assert len(names) == len(set(names))
    for _title, known in SUBJECTS:
        for name, words in known.items():
            assert name == name.lower()
            assert words.endswith(".")


def test_a_header_is_known_in_any_case_and_with_an_x() -> None:
    assert purpose("Cache-CONTROL")
    assert subject("X-RateLimit-Remaining") == subject("RateLimit-Remaining") == subject("X-Rate-Limit-Remaining") == "Rate limit"
    assert purpose("X-Whatever") == subject("X-Whatever") == ""
