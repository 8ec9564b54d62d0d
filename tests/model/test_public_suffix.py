"""E11: which domains no cookie may be meant for."""

import pytest

from curlew.model.public_suffix import SuffixRules
from curlew.storage.public_suffix import suffix_rules

FEW = SuffixRules.parse("// a comment\ncom\nuk\nco.uk\n*.ck\n!www.ck\ngithub.io\nxn--fiqs8s\n")


@pytest.mark.parametrize(
    ("domain", "registrable"),
    [
        ("com", ""),
        ("example.com", "example.com"),
        ("a.b.example.com", "example.com"),
        ("co.uk", ""),
        ("bank.co.uk", "bank.co.uk"),
        ("uk", ""),
        ("bank.uk", "bank.uk"),
        ("ck", ""),
        ("test.ck", ""),
        ("b.test.ck", "b.test.ck"),
        ("a.b.test.ck", "b.test.ck"),
        ("www.ck", "www.ck"),
        ("a.www.ck", "www.ck"),
        ("github.io", ""),
        ("me.github.io", "me.github.io"),
        ("unknown", ""),
        ("name.unknown", "name.unknown"),
        ("xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s"),
        ("localhost", ""),
    ],
)
def test_E11_rules_wildcards_and_exceptions(domain: str, registrable: str) -> None:
    assert FEW.registrable(domain) == registrable
    assert FEW.is_public(domain) == (not registrable)


@pytest.mark.parametrize(
    "domain", ["com", "co.uk", "github.io", "xn--p1ai", "xn--55qx5d.cn", "kawasaki.jp", "x.kawasaki.jp", "blogspot.com"]
)
def test_E11_the_list_knows_them(domain: str) -> None:
    assert suffix_rules().is_public(domain)


@pytest.mark.parametrize("domain", ["example.com", "city.kawasaki.jp", "bbc.co.uk", "example.xn--p1ai"])
def test_E11_the_list_lets_names_of_people_be(domain: str) -> None:
    assert not suffix_rules().is_public(domain)


def test_E11_the_list_is_whole_in_punycode_and_names_its_source_and_licence() -> None:
    from curlew import assets

    text = assets.text("public_suffix", "list.txt")
    assert "Mozilla Public" in text
    assert "// VERSION: " in text
    assert text.isascii()
    assert len(suffix_rules().rules) > 9_000
    assert not [rule for rule in suffix_rules().rules if rule != rule.strip().lower() or " " in rule or ".." in rule]
