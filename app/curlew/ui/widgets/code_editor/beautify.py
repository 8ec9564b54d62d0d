"""Indents JSON and XML step by step; no number, name or order changes, and what cannot be told for sure stands as it was."""

from __future__ import annotations

from collections.abc import Iterator

LANGUAGES = ("json", "xml")


class Beautified:
    """`result` is there when `steps` have ended."""

    def __init__(self, language: str, text: str) -> None:
        self.text, self.result = text, text
        self._language = language

    def steps(self) -> Iterator[None]:
        from curlew.preview.json.format import JsonFormatter
        from curlew.preview.xml.format import XmlFormatter  # imported where a text is indented only

        data = self.text.encode("utf-8", "surrogatepass")
        formatter = JsonFormatter(data, 2, templates=True) if self._language == "json" else XmlFormatter(data)
        yield from formatter.steps()
        self.result = formatter.result.decode("utf-8", "surrogatepass").rstrip("\n")
