"""The list of any length."""

from __future__ import annotations

import csv
import io
import json

import pytest

from curlew.mock.routes import answer
from curlew.mock.shapes import EchoRequest, Reply


async def _sent(query: str) -> tuple[Reply, str]:
    reply = answer(EchoRequest("GET", f"/flock?{query}", (("Host", "localhost"),)))
    body = reply.body if isinstance(reply.body, bytes) else b"".join([piece async for piece in reply.body])
    return reply, body.decode()


@pytest.mark.parametrize("indent", [0, 1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, 3, 1203])
async def test_the_list_is_json_of_any_layout(count: int, indent: int) -> None:
    _reply, text = await _sent(f"n={count}&indent={indent}")
    value = json.loads(text)
    assert len(value["birds"]) == value["total"] == count
    assert "".join(text.split()) == "".join(json.dumps(value, ensure_ascii=False).split())
    assert ("\n" in text) == bool(indent)
    if indent and count:
        assert text == json.dumps(value, indent=indent, ensure_ascii=False)


async def test_days_differ_in_a_few_birds() -> None:
    one, again, other = [json.loads((await _sent(f"n=200&day={day}"))[1])["birds"] for day in (1, 1, 2)]
    assert one == again
    changed = [a["id"] for a, b in zip(one, other, strict=True) if a != b]
    assert 3 < len(changed) < 40
    assert len({bird["id"] for bird in one} - {bird["id"] for bird in other}) == 3, "some have gone, and others come"


async def test_lines_and_columns() -> None:
    reply, text = await _sent("n=5&format=ndjson")
    assert [json.loads(line)["id"] for line in text.splitlines()] == [1, 2, 3, 4, 5]
    reply, text = await _sent("n=5&format=csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert dict(reply.headers)["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize("query", ["n=-1", "n=x", "n=99999999", "format=xml", "indent=99"])
async def test_what_is_no_flock_is_refused_in_words(query: str) -> None:
    reply, text = await _sent(query)
    assert reply.status == 400
    assert "no flock" in text
