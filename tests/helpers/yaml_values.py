"""Texts that are hard for YAML: made up from parts that mean something somewhere."""

from __future__ import annotations

import random

WORDS = """a b Z 0 1 9 . - _ é ß 好 😀 : # ? &x *x !t | > ' " % @ ` { } [ ] , {{host}} \\ \\n \\u00e9 \\ud83d \\x41 << = ~
null true no 0x1F 0o17 1e3 .5 1_000 012 1.10 2024-01-01 12:30 .inf -.INF .nan +1 --- ..."""
BLANKS = [" ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\n ", "\n  ", "\n\t", " \n", "\t\n", ": ", " #", "- ", "? "]
ODD = list("\u00a0\u2028\u2029\x85\ufeff\x00\x07\x1b\x7f\x9f\ufffe\ufffd\ud83d")
BLOCKS = ['{\n  "a": 1,\n\t"b": [1, 2]\n}', "<a>\n  <b/>\n</a>\n", "query {\n  me { id }\n}", "const a = 1;\n\n\tfoo();\n"]
PARTS = [*WORDS.split(), *BLANKS, *ODD, *BLOCKS]

SPACES = """|a| |  |\n|\n\n|\t|\r\n|a\n|a\n\n|a\n\n\n|\na|\n\na| a| a\nb|a\n b|\ta\nb|\n\ta|  \na|a\n  |a\n\t|a \nb|a\n\n  b\n|a: b|a #b
|- a|? a|--- a|%a|a:\nb|say "a"|'"|a\\|\\\n|# a|#a|a# b|{a}|[a|&a|*a|it's|a,|\u2028|a\u2028b\nc|a\x85b|\ufeffa|a\ufeff|\x00|\x7f\n|a\rb
|a\r\nb\r\n|\\ud83d\\ude00|\ud83d"""
SIGNS = "~ Null TRUE - ? : a: ' \" '' \\ = << ! !!str @a `a , yes no on y 0o7 😀 .5 1e3 012 1.10 null --- ..."
FOLDED = ["a \r\n b\r\n\r\n  c # d: e \\\r\n" * 3, "\n \r\n" * 12 + "x", "x" * 40 + "\r\n\n\n", "\n \t\\\n \n", "a\n \n\n"]
EDGES = [*SPACES.split("|"), "| a", "> a", *FOLDED, *SIGNS.split(), "x" * 5000, "x " * 3000, "line\n" * 500, "key: " * 300]


def values(count: int, seed: int) -> list[str]:
    """Return that many texts, the edges first, the rest by chance but always the same for one seed."""
    rng = random.Random(seed)
    made = ["".join(rng.choice(PARTS) for _ in range(rng.randint(1, 9))) for _ in range(max(0, count - len(EDGES)))]
    return [*EDGES, *made][:count]
