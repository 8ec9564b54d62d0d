"""The http-state suite: every case, and where RFC 6265bis wants something else than the suite's RFC 6265, the section that says so."""

from __future__ import annotations

import json
import os
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest

from curlew.model.cookies_dates import parse_cookie_date
from curlew.model.cookies_jar import Jar
from curlew.storage.public_suffix import suffix_rules

CORPORA = Path(os.environ.get("CURLEW_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora") / "cookies"
CASES = sorted(CORPORA.glob("http-state_*"))
DATES = sorted(CORPORA.glob("http-state-dates_*.json"))
HOST = "http://home.example.org:8888"
NOW = 1_500_000_000.0  # 2017: the suite's clock stands before August 2019

NAMELESS = "5.6 step 3 and 5.8.3 step 4: a cookie without = has an empty name, is stored, and is sent as its value"
CONTROLS = "5.6 step 1: a Set-Cookie with a control character is ignored as a whole"
DIFFERENT = {
    "0021": ("a=b; x; c=d", NAMELESS),
    "0024": ("foo", NAMELESS),
    "0026": ("foo", NAMELESS),
    "0028": ("foo", NAMELESS),
    "chromium0010": ('"BLA\\"HHH"', NAMELESS),
    "disabled-chromium0023": ("", CONTROLS),
    "mozilla0012": ('test="fubar! = foo; five', NAMELESS),
    "mozilla0014": ("six", NAMELESS),
    "mozilla0015": ("seven", NAMELESS),
    "mozilla0017": ("eight; test=six", NAMELESS),
    "name0023": ("foo", NAMELESS),
    "name0025": ("==a=bar", NAMELESS),
    "name0028": ("a", NAMELESS),
    "name0033": ("aaa", NAMELESS),
}
"""What goes out by RFC 6265bis where the suite says otherwise, with the section of the draft."""

pytestmark = [pytest.mark.corpora, pytest.mark.skipif(not CASES, reason="the shared corpora are not here (CURLEW_CORPORA)")]


def lines(data: bytes, name: bytes) -> list[bytes]:
    return re.findall(rb"(?im)^" + name + rb": ?([^\n]*?)\r?$", data)


def sent_by_us(name: str, folder: Path) -> bytes:
    test = next(folder.glob("*-test")).read_bytes()
    jar = Jar(suffixes=suffix_rules)
    first = f"{HOST}/cookie-parser?{name}"
    for header in lines(test, b"Set-Cookie"):
        jar.store(header, first, NOW)
    location = lines(test, b"Location")
    target = urljoin(first, location[0].decode() if location else f"/cookie-parser-result?{name}")
    return jar.header(target, NOW + 1).encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name.removeprefix("http-state_"))
def test_E18_the_http_state_suite(folder: Path) -> None:
    name = folder.name.removeprefix("http-state_")
    wanted = (lines(next(folder.glob("*-expected")).read_bytes(), b"Cookie") or [b""])[0]
    if name in DIFFERENT:
        line, section = DIFFERENT[name]
        assert line.encode() != wanted, f"not different after all: {section}"
        wanted = line.encode()
    assert sent_by_us(name, folder) == wanted


@pytest.mark.parametrize("file", DATES, ids=lambda file: file.stem)
def test_E18_the_dates_of_the_suite(file: Path) -> None:
    text = "\n".join(line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("//"))
    cases = json.loads(text)
    assert len(cases) >= 15
    for case in cases:
        wanted = parsedate_to_datetime(case["expected"]).timestamp() if case["expected"] else None
        assert parse_cookie_date(case["test"]) == wanted, case
