"""The languages of filters, one line each, with examples for those who do not know them."""

from __future__ import annotations

from dataclasses import dataclass

from curlew.registry import Registry
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Language:
    """kinds: of bodies that it is offered for. start: what an expression begins with. about: one sentence. examples: (expression, what)."""

    id: str
    label: str
    kinds: tuple[str, ...]
    start: str
    about: str
    examples: tuple[tuple[str, str], ...]


LANGUAGES: Registry[Language] = Registry(
    (
        Language(
            "jsonpath",
            "JSONPath",
            ("json",),
            "$",
            _("The standard of 2024 (RFC 9535). Finds values and shows them as they stand in the body."),
            (
                ("$.items[0].name", _("one value")),
                ("$.items[*].name", _("the same key of every item")),
                ("$..name", _("a key at any depth")),
                ("$.items[-1]", _("the last item")),
                ("$.items[0:5]", _("the first five")),
                ("$.items[?@.price > 100]", _("items that fulfil a condition")),
                ("$.items[?@.status == 'sold' && @.price < 10]", _("two conditions")),
                ("$.items[?search(@.name, '^A.*')]", _("a regular expression")),
                ("$.items[?!@.email]", _("items without a key")),
                ("$['two words']", _("a key with other characters")),
            ),
        ),
        Language(
            "jmespath",
            "JMESPath",
            ("json",),
            "",
            _("Finds values and computes new ones: sums, counts, lists put together anew."),
            (
                ("items[*].name", _("the same key of every item")),
                ("items[?price > `100`].name", _("of items that fulfil a condition")),
                ("items[].{id: id, owner: owner.email}", _("other objects made of them")),
                ("length(items)", _("how many")),
                ("sum(items[].price)", _("a sum")),
                ("sort_by(items, &price)[0]", _("the cheapest")),
                ("items[?contains(name, 'a')]", _("text within a text")),
                ("keys(@)", _("the keys of an object")),
            ),
        ),
        Language(
            "xpath",
            "XPath",
            ("xml", "html"),
            "/",
            _("XPath 1.0. The prefixes of the document can be used; d: stands for its default namespace."),
            (
                ("//item", _("elements at any depth")),
                ("/feed/entry[1]", _("the first of some")),
                ("//item/@id", _("attributes")),
                ("//item[price > 100]/name", _("of elements that fulfil a condition")),
                ("//item[contains(name, 'a')]", _("text within a text")),
                ("//item/text()", _("only the text")),
                ("count(//item)", _("how many")),
                ("sum(//price)", _("a sum")),
            ),
        ),
    )
)


def languages_for(kind: str) -> tuple[Language, ...]:
    """Return the languages that a kind of body can be filtered by, the usual one first."""
    return tuple(language for language in LANGUAGES if kind in language.kinds)
