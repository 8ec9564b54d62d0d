"""Texts that were made to hurt a viewer, and all groups of evil bodies."""

# ruff: noqa: E501

from __future__ import annotations

import json
import random
from collections.abc import Iterator

from helpers.evil_files import Evil, packed, parts, pictures

KB, MB = 1024, 1024 * 1024
THRESHOLDS = (2, 1023, 1024, 1025, 48 * KB, 64 * KB, 128 * KB, 256 * KB, MB, 2 * MB, 16 * MB)


def evil_bodies() -> Iterator[Evil]:
    for make in GROUPS.values():
        yield from make()


def bytes_of_all_sorts() -> Iterator[Evil]:
    rng = random.Random(5)
    everything = bytes(range(256))
    yield Evil("empty", b"")
    for byte in everything:
        yield Evil(f"one byte {byte:02x}", bytes([byte]), "", byte in b'{["<0\x00\xff')
    for declared in (
        "",
        "application/json",
        "text/xml",
        "text/html",
        "text/csv",
        "image/png",
        "image/svg+xml",
        "text/markdown",
        "text/yaml",
    ):
        yield Evil(f"all bytes as {declared}", everything * 40, declared)
        yield Evil(f"random as {declared}", rng.randbytes(40_000), declared)
    for declared in (
        "application/json",
        "text/xml",
        "nonsense",
        ";;;",
        "text/html; charset=utf-7",
        "text/plain; charset=rot13",
        "a/b; charset=\x00",
    ):
        yield Evil(f"JSON as {declared}", b'{"id": 9007199254740993, "id": 1.10}', declared)
        yield Evil(f"XML as {declared}", b"<a><b c='d'/>&x;</a>", declared)
        yield Evil(f"words as {declared}", b"hello\nworld", declared)


def cut() -> Iterator[Evil]:
    text = b'{"a": [1, -2.50e+1, true, null, "x\\u00e9\\ud83d\\ude00\\n", {"b": "\xc3\xa9\xf0\x9f\x98\x80"}], "c": {}}'
    for end in range(1, len(text)):
        yield Evil(f"JSON cut at {end}", text[:end], "application/json", end % 9 == 0)
    text = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a b="c"><!-- d --><![CDATA[e]]>&x;<f/>\xc3\xa9</a>'
    for end in range(1, len(text)):
        yield Evil(f"XML cut at {end}", text[:end], "text/xml", end % 9 == 0)
    text = b"<!doctype html><html><head><style>a{b:c}</style><script>d</script></head><body><p class='e'>f<br><img src=g></body></html>"
    for end in range(1, len(text), 3):
        yield Evil(f"HTML cut at {end}", text[:end], "text/html", end % 9 == 0)


def deep() -> Iterator[Evil]:
    n = 100_000
    yield Evil("arrays deep", b"[" * n + b"]" * n, "application/json")
    yield Evil("arrays deep, open", b"[" * n, "application/json")
    yield Evil("objects deep", b'{"a":' * n + b"1" + b"}" * n, "application/json")
    yield Evil("objects deep, wrong ends", b'{"a":[' * n + b"}" * n, "application/json")
    yield Evil("XML deep", b"<a>" * n + b"</a>" * n, "text/xml")
    yield Evil("XML deep, open", b"<a>" * n, "text/xml")
    yield Evil("HTML deep div", b"<div>" * n, "text/html")
    yield Evil("HTML deep b", b"<b>" * n + b"x", "text/html")
    yield Evil("HTML deep lists", b"<ul><li>" * 5000 + b"x", "text/html")
    yield Evil("HTML deep tables", b"<table><tr><td>" * 60 + b"x", "text/html")
    yield Evil("HTML deep quotes", b"<blockquote>" * 20_000 + b"x", "text/html")
    yield Evil("Markdown deep quotes", b">" * 20_000 + b" x", "text/markdown")
    yield Evil("Markdown deep lists", b"".join(b"  " * level + b"- x\n" for level in range(2000)), "text/markdown")
    yield Evil("Markdown brackets", b"[" * 50_000 + b"](x)" * 1000, "text/markdown")
    yield Evil("Markdown stars", b"*a **b " * 20_000, "text/markdown")
    yield Evil(
        "SVG deep",
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * n + b"<rect width='9' height='9'/>" + b"</g>" * n + b"</svg>",
        "image/svg+xml",
    )
    yield Evil("YAML deep", b"[" * n, "application/yaml")
    yield Evil("CSS deep", b"a{" * 50_000, "text/css")
    yield Evil("JavaScript deep", b"function(){(" * 50_000, "text/javascript")
    yield Evil("GraphQL deep", b"{a" * 50_000, "application/graphql")


def numbers() -> Iterator[Evil]:
    for text in ("9007199254740993", "1.10", "1E400", "-0", "-0.0", "1e-400", "NaN", "-Infinity", "0x10", "01", "1.", ".5", "+1", "1_000"):
        yield Evil(f"number {text}", text.encode(), "application/json", False)
        yield Evil(f"list of {text}", f'[{{"a": {text}}}, {{"a": {text}}}]'.encode(), "application/json")
    yield Evil("million digits", b"[" + b"7" * 1_000_000 + b"]", "application/json")
    yield Evil("many long numbers", b"[" + b",".join(b"%d" % 10**4000 for _ in range(200)) + b"]", "application/json")
    yield Evil("lone surrogates", b'{"\\ud800": "\\udc00 \\ud800a", "a\\ud800b": [{"\\udfff": 1}]}', "application/json")
    yield Evil("same keys", b"{" + b'"a": 1, ' * 50_000 + b'"a": 2}', "application/json")
    yield Evil("NDJSON, one line broken", b'{"a": 1}\n{"a": \n{"a": 3}\n' * 2000, "application/x-ndjson")
    yield Evil("NDJSON of all sorts", b'1\n"a"\nnull\n[1]\n{}\n\n  \n{"a":{"b":[1,2]}}\n' * 500, "application/x-ndjson")
    yield Evil("million-key object", b"{" + b",".join(b'"k%d":%d' % (n, n) for n in range(300_000)) + b"}", "application/json")
    yield Evil("long key", json.dumps([{"k" * 1_000_000: 1}, {"k" * 1_000_000: 2}]).encode(), "application/json")
    yield Evil("long strings", json.dumps([{"a": "x" * 2_000_000}, {"a": "y\n" * 500_000}]).encode(), "application/json")
    yield Evil(
        "a thousand columns",
        json.dumps([{f"c{n}": n for n in range(i, i + 1000)} for i in range(0, 50_000, 1000)]).encode(),
        "application/json",
    )
    yield Evil("prefix", b')]}\'\n{"a": 1}', "application/json")
    yield Evil("JSONP", b'/**/call_1({"a": [1, 2]});', "text/javascript")
    yield Evil("one after another", b'{"a":1}{"a":2}[3]4"5"null', "application/json")
    yield Evil("escapes", b'["' + b"\\u0000\\u001b[31m\\\\\\/\\b\\f" * 5000 + b'"]', "application/json")
    yield Evil("controls within", b'["' + bytes(range(1, 32)).replace(b"\n", b"") * 500 + b'\x7f"]', "application/json")


def lines() -> Iterator[Evil]:
    yield Evil("five million lines", b"ab\n" * 5_000_000, "text/plain")
    yield Evil("ten million empty lines", b"\n" * 10_000_000, "text/plain")
    units = {
        "ASCII": "lorem ipsum ", "no blanks": "x", "CJK": "漢字仮名", "emoji": "😀👩‍👩‍👧‍👦🏳️‍🌈", "combining": "e" + "\u0301" * 40, "RTL": "שלום עולם مرحبا ",
        "tabs": "\t", "NUL": "a\0", "ESC": "\x1b[31mred\x1b[0m", "separators": "a\u2028b\u2029c\u0085", "bidi controls": "\u202e\u2066abc\u2069\u202c",
        "zero width": "\u200b\u200d\ufeff", "variation": "\ufe0f", "big": "𝔘\U0010ffff\ue000", "blanks": " ",
    }  # fmt: skip
    for name, unit in units.items():
        size = 20_000_000 if name in ("ASCII", "CJK", "emoji", "combining", "tabs") else 2_000_000
        data = unit.encode()
        yield Evil(f"a line of {name}", data * (size // len(data)), "text/plain")
        yield Evil(f"a string of {name}", b'{"a": ' + json.dumps(unit * 3000, ensure_ascii=False).encode() + b"}", "application/json")
        yield Evil(f"lines of {name}", (data * 30 + b"\n") * 300, "text/plain")
    for name, end in (
        ("CR", b"\r"),
        ("CR LF", b"\r\n"),
        ("mixed", b"\n\r\r\n\n"),
        ("VT FF", b"\v\f"),
        ("NEL", b"\xc2\x85"),
        ("LS", b"\xe2\x80\xa8"),
    ):
        yield Evil(f"ends {name}", (b"some words" + end) * 20_000, "text/plain")
        yield Evil(f"JSON ends {name}", end + b"[" + (b"1," + end) * 500 + b"2]" + end, "application/json")


def encodings() -> Iterator[Evil]:
    texts = {
        "json": '[{"é": "漢😀", "n": 1.10}, {"é": "x"}]',
        "xml": "<a é='漢'>😀</a>",
        "html": "<p>é漢😀</p>",
        "csv": "é,b\n1,漢\n2,😀\n",
        "plain": "é漢😀\n" * 30_000,
    }
    for kind, text in texts.items():
        declared = {"json": "application/json", "xml": "text/xml"}.get(kind, f"text/{kind}")
        for codec in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
            yield Evil(f"{kind} in {codec}", text.encode(codec), declared)
            yield Evil(f"{kind} in {codec}, cut", text.encode(codec)[:-1], declared, False)
        yield Evil(f"{kind} said to be utf-16", text.encode(), f"{declared}; charset=utf-16", False)
        for charset in ("shift_jis", "gb18030", "iso-2022-jp", "windows-1252", "euc-kr", "big5", "utf-32", "us-ascii"):
            yield Evil(f"{kind} said to be {charset}", text.encode(), f"{declared}; charset={charset}", False)
    yield Evil("invalid UTF-8 all over", b"\xff\xc3(\xed\xa0\x80\xf4\x90\x80\x80a" * 20_000, "text/plain; charset=utf-8")
    yield Evil("invalid UTF-8 in JSON", b'[{"\xff": "\xc3("}, {"\xff": "\xed\xa0\x80"}]' * 100, "application/json")
    yield Evil("invalid UTF-8 in XML", b"<a \xff='\xc3('>\xed\xa0\x80</a>", "text/xml")
    yield Evil("continuations only", b"\x80" * 1_000_000, "text/plain; charset=utf-8")
    yield Evil("BOM only", b"\xef\xbb\xbf", "application/json")
    yield Evil("UTF-16 BOM only", b"\xff\xfe", "application/json")
    yield Evil("UTF-16 lone halves", b"\xff\xfe" + b"\x00\xd8a\x00" * 1000, "text/plain")


def tables() -> Iterator[Evil]:
    yield Evil("CSV with a quote over 1 MB", b'a,b\n1,"' + b"x\n,y" * 300_000 + b'"\n2,3\n', "text/csv")
    yield Evil("CSV with a quote that never ends", b'a,b\n1,"' + b"x\n,y" * 300_000, "text/csv")
    yield Evil("CSV of 10,000 columns", b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + (b"1," * 9_999 + b"2\n") * 20, "text/csv")
    yield Evil("CSV, one row of a million", b"a," * 1_000_000, "text/csv")
    yield Evil("CSV ragged", b"".join(b",".join(b"x" * (n % 7) for _ in range(n % 23)) + b"\n" for n in range(5000)), "text/csv")
    yield Evil("CSV of commas", b"," * 3000 + b"\n,,,\n" * 1000, "text/csv")
    yield Evil("CSV of quotes", b'"' * 300_001, "text/csv")
    yield Evil("CSV with semicolons, CR", b"a;b\r1;2\r3;4\r" * 5000, "text/csv")
    yield Evil("TSV with NUL", b"a\tb\n\0\t\0\n" * 5000, "text/tab-separated-values")
    yield Evil("CSV of 30,000 rows", b"id,name\n" + b"".join(b"%d,name %d\n" % (n, n) for n in range(30_000)), "text/csv")
    yield Evil(
        "rows of all sorts", json.dumps([1, "a", None, [1], {"a": 1}, {"a": {"a": {}}}, [], {}, True] * 300).encode(), "application/json"
    )
    yield Evil("lists within lists", json.dumps([[n, [n, [n]]] for n in range(2000)]).encode(), "application/json")
    yield Evil("keys like paths", b'[{"a.b": 1, "a": {"b": 2}, "": 3, "[0]": 4, "a[0]": 5, "a\\u0000": 6, "$": 7}]', "application/json")
    yield Evil("evil headers", b"=cmd,<b>x</b>,\x1b[31m,\xe2\x80\xae\n@a,+b,-c,d\n", "text/csv")


def markup() -> Iterator[Evil]:
    bomb = (
        b'<!DOCTYPE a [<!ENTITY l0 "lol">'
        + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><a>&l11;</a>"
    )
    yield Evil("XML bomb", bomb, "text/xml")
    yield Evil("XML bomb as HTML", bomb, "text/html")
    yield Evil(
        "XML bomb as SVG",
        bomb.replace(b"DOCTYPE a", b"DOCTYPE svg")
        .replace(b"<a>", b"<svg xmlns='http://www.w3.org/2000/svg'><text>")
        .replace(b"</a>", b"</text></svg>"),
        "image/svg+xml",
    )
    yield Evil("XML quadratic bomb", b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 100_000 + b'">]><a>' + b"&x;" * 10_000 + b"</a>", "text/xml")
    yield Evil("XXE", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "text/xml")
    yield Evil("XML with 10,000 attributes", b"<a " + b" ".join(b'a%d="%d"' % (n, n) for n in range(10_000)) + b"/>", "text/xml")
    yield Evil("XML with an attribute of 2 MB", b'<a b="' + b"x" * 2_000_000 + b'"><c/></a>', "text/xml")
    yield Evil("XML of 200,000 elements", b"<r>" + b'<e a="1">t</e>' * 200_000 + b"</r>", "text/xml")
    yield Evil("XML ends that fit nowhere", b"</a>" * 50_000, "text/xml")
    yield Evil("XML of open brackets", b"<" * 200_000, "text/xml")
    yield Evil("XML comment that never ends", b"<a><!--" + b"-" * 500_000, "text/xml")
    yield Evil("XML CDATA that never ends", b"<a><![CDATA[" + b"]" * 500_000, "text/xml")
    yield Evil("XML doctype that never ends", b"<!DOCTYPE a [" + b"<!ENTITY " * 50_000, "text/xml")
    yield Evil("HTML of open brackets", b"<" * 200_000, "text/html")
    yield Evil("HTML tag that never ends", b"<p " + b"a=" * 100_000, "text/html")
    yield Evil("HTML comments that never end", b"<!--" * 50_000, "text/html")
    yield Evil("HTML entities", b"<p>" + b"&amp;&#x10ffff;&#0;&#xd800;&bogus;&" * 10_000, "text/html")
    yield Evil("HTML script that never ends", b"<script>" + b"<!--<script>" * 20_000, "text/html")
    yield Evil("HTML of tables beside", b"<table><tr><td>x</td></tr></table>" * 3000, "text/html")
    yield Evil("HTML wide table", b"<table><tr>" + b"<td>x" * 20_000, "text/html")
    yield Evil(
        "HTML huge measures",
        b'<table width=999999999 border=999999><tr><td colspan=99999999 rowspan=9999999>x</table><img width=999999 height=999999 src="data:image/png;base64,AAAA"><p style="margin:99999999px;font-size:9999999px;width:1e30px">x',
        "text/html",
    )
    yield Evil("HTML one word of 3 MB", b"<p>" + b"x" * 3_000_000, "text/html")
    yield Evil("HTML 100,000 paragraphs", b"<p>some words here</p>" * 100_000, "text/html")
    yield Evil(
        "HTML refers outside",
        b'<link rel=stylesheet href="file:///etc/passwd"><img src="file:///etc/hostname"><img src=http://127.0.0.1:9/x><iframe src=file:///etc></iframe><object data=file:///etc/passwd></object><body background="file:///etc/hostname"><p style="background:url(file:///etc/hostname)">x',
        "text/html",
    )
    yield Evil(
        "Markdown with HTML",
        b"# a\n<img src=file:///etc/hostname><script>x</script>\n![a](file:///etc/hostname)\n[b](javascript:x)\n" * 100,
        "text/markdown",
    )
    yield Evil(
        "Markdown table wide", b"|" + b"a|" * 2000 + b"\n|" + b"-|" * 2000 + b"\n" + (b"|" + b"x|" * 2000 + b"\n") * 20, "text/markdown"
    )
    yield Evil("Markdown 2 MB", b"# Title\n\nwords *and* `code` and [a](http://b)\n\n- one\n- two\n\n" * 30_000, "text/markdown")


def sizes() -> Iterator[Evil]:
    for size in THRESHOLDS:
        for step in (-1, 0, 1):
            n = size + step
            yield Evil(f"text of {n}", (b"some words \n" * (n // 12 + 1))[:n], "text/plain", step == 0 and n <= 2 * MB)
            yield Evil(f"JSON of {n}", b"[" + b"1" * (n - 2) + b"]", "application/json", step == 0 and n <= 2 * MB)
            yield Evil(f"bytes of {n}", (bytes(range(256)) * (n // 256 + 1))[:n], "application/octet-stream", step == 0 and n <= 2 * MB)


GROUPS = {
    make.__name__: make
    for make in (bytes_of_all_sorts, cut, deep, numbers, lines, encodings, tables, markup, pictures, packed, parts, sizes)
}
