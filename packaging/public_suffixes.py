"""Make resources/public_suffix/list.txt from a copy of the list of publicsuffix.org: `python packaging/public_suffixes.py COPY`.

One rule a line, names in punycode, sorted; the source's licence, version and commit stand in the head.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "resources" / "public_suffix" / "list.txt"

HEAD = """\
// This Source Code Form is subject to the terms of the Mozilla Public
// License, v. 2.0. If a copy of the MPL was not distributed with this
// file, You can obtain one at https://mozilla.org/MPL/2.0/.
//
// The public suffix list of https://publicsuffix.org/list/ without its comments, names in punycode, sorted.
// Made by packaging/public_suffixes.py. Source:
{source}
"""


def main(copy: str) -> None:
    text = Path(copy).read_text(encoding="utf-8")
    source = re.findall(r"^// (?:VERSION|COMMIT): .*$", text, re.MULTILINE)
    lines = (line.split(maxsplit=1)[0] for line in text.splitlines() if line.strip() and not line.startswith("//"))
    rules = sorted({".".join(map(_ascii, line.lower().split("."))) for line in lines})
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(HEAD.format(source="\n".join(source)) + "\n".join(rules) + "\n", encoding="ascii")
    print(f"{len(rules)} rules, {TARGET.stat().st_size} bytes")


def _ascii(label: str) -> str:
    if label.isascii():
        return label
    mark = "!" if label.startswith("!") else ""
    return mark + "xn--" + label.removeprefix("!").encode("punycode").decode("ascii")


if __name__ == "__main__":
    main(sys.argv[1])
