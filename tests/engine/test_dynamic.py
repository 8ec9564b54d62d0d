from __future__ import annotations

import re
from datetime import datetime

import pytest

from curlew.engine.dynamic import DYNAMIC, dynamic_value


@pytest.mark.parametrize("name", DYNAMIC)
def test_every_one_gives_a_text(name: str) -> None:
    assert dynamic_value(name)


def test_the_common_ones() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", dynamic_value("$guid") or "")
    assert dynamic_value("$guid") != dynamic_value("$guid")
    assert abs(int(dynamic_value("$timestamp") or 0) - datetime.now().timestamp()) < 60
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", dynamic_value("$isoTimestamp") or "")
    assert 0 <= int(dynamic_value("$randomInt") or -1) <= 1000


def test_an_unknown_one_is_none() -> None:
    assert dynamic_value("$nope") is None
    assert dynamic_value("guid") is None
