"""The fixed documents that the echo server hands out."""

from __future__ import annotations

from typing import Any

BIRDS: tuple[dict[str, Any], ...] = (
    {"id": 1, "name": "Eurasian curlew", "latin": "Numenius arquata", "lengthCm": 57, "migrates": True},
    {"id": 2, "name": "Whimbrel", "latin": "Numenius phaeopus", "lengthCm": 43, "migrates": True},
    {"id": 3, "name": "Bush stone-curlew", "latin": "Burhinus grallarius", "lengthCm": 56, "migrates": False},
)

JSON_LIST = """{
  "title": "A morning on the mudflat",
  "place": { "name": "North bay", "latitude": 54.10, "tide_m": -0.40 },
  "observer": { "name": "Zoë Ødegård", "id": 9007199254740993 },
  "birds": [
    { "name": "Eurasian curlew", "latin": "Numenius arquata", "count": 14 },
    { "name": "Whimbrel", "latin": "Numenius phaeopus", "count": 3 },
    { "name": "Bush stone-curlew", "latin": "Burhinus grallarius", "count": 0 }
  ],
  "weather": null,
  "verified": true,
  "notes": "Wind from the west;\\nrain later. 🐦"
}
"""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<!-- One morning's list -->
<list place="North bay" date="2026-04-12">
  <bird id="1" migrates="yes">
    <name>Eurasian curlew</name>
    <latin>Numenius arquata</latin>
    <count>14</count>
  </bird>
  <bird id="2" migrates="yes">
    <name>Whimbrel</name>
    <latin>Numenius phaeopus</latin>
    <count>3</count>
  </bird>
  <remark><![CDATA[Low water at 07:40 <±10 min>]]></remark>
</list>
"""

HTML = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>The curlew</title>
</head>
<body>
  <h1>The curlew</h1>
  <p>A wader with a long, down-curved bill. Its call, a rising <em>cur-lee</em>, gave it its name.</p>
  <ul>
    <li>Breeds on moors and wet meadows</li>
    <li>Winters on mudflats and estuaries</li>
  </ul>
</body>
</html>
"""

LANGUAGES = """A curlew calls over the marsh, in many scripts (UTF-8)

English     The curlew calls at dawn.
Deutsch     Der Brachvogel ruft früh über Wiesen und Flüsse.
Français    Le courlis cendré s’élève, là-bas, près de l’étang.
Ελληνικά    Η τουρλίδα φωνάζει την αυγή.
Русский     Кроншнеп кричит на рассвете.
Հայերեն     Կտցարը կանչում է լուսաբացին։
עברית       חרמשון קורא עם שחר.
العربية     الكروان يصيح عند الفجر.
हिन्दी       गुलिंदा भोर में बोलता है।
ไทย         นกร้องยามรุ่งอรุณ
日本語      ダイシャクシギが夜明けに鳴く。
中文        杓鹬在黎明鸣叫。
한국어      마도요가 새벽에 운다.

Signs       € £ ¥ § ¶ † ‰ ∑ ∞ ≈ ≠ ≤ ≥ → ← ⇒ ½ ²³ “quotes” ‘single’ … – —
Box         ┌──┬──┐ │░▒│▓█│ └──┴──┘
Combining   e\u0301 n\u0303 a\u030a   (e + ´, n + ~, a + °)
Beyond BMP  🐦 🌊 🌅 𝒞𝓊𝓇𝓁ℯ𝓌 👩🏽‍🔬 🏳️‍🌈
"""
