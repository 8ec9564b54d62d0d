"""Ten thousand random JSON texts, whole and broken: laid out in stretches or by tokens, no value changes."""

import random

import pytest
from preview.test_json_layout import random_json, same_for, small_windows

from curlew.preview.json.format import minify, pretty

__all__ = ["small_windows"]


def test_G01_ten_thousand_random_texts_by_tokens() -> None:
    rng = random.Random(11)
    for _ in range(10_000):
        text = random_json(rng, rng.choice([0, 0, 0.05]))
        assert minify(pretty(text)) == minify(text), text


@pytest.mark.usefixtures("small_windows")
def test_G01_ten_thousand_random_texts_in_stretches() -> None:
    same_for(2_500, 12)  # four texts each
