"""Reading .env files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.errors import UsageError
from curlew.formats.dotenv import parse_dotenv


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A=1\nB = two words \nexport C=3", {"A": "1", "B": "two words", "C": "3"}),
        ("# remark\n\n  A=1 # remark\nB=a#b\nC=#none", {"A": "1", "B": "a#b", "C": ""}),
        ('A=\'$x # y\'\nB="a\\n\\"b\\" \\\\ \\$" # remark\nC=`it\'s`', {"A": "$x # y", "B": 'a\n"b" \\ $', "C": "it's"}),
        ('KEY="-----BEGIN\nline two\n-----END"\nNEXT=1', {"KEY": "-----BEGIN\nline two\n-----END", "NEXT": "1"}),
        ("\ufeffA=1\r\nB='x\r\ny'\r\n", {"A": "1", "B": "x\ny"}),
        ("A=\nB=", {"A": "", "B": ""}),
        ("A=1\nA=2", {"A": "2"}),
        ("a.b-c=1", {"a.b-c": "1"}),
        ("A=b=c", {"A": "b=c"}),
        ("", {}),
    ],
)
def test_values(text: str, values: dict[str, str]) -> None:
    assert parse_dotenv(text) == values


@pytest.mark.parametrize(("text", "line"), [("A=1\nnonsense", 2), ("=1", 1), ("A='open\nB=1", 1), ('A="x" y', 1), ("\n\n1A=x", 3)])
def test_a_wrong_line_is_named(text: str, line: int) -> None:
    with pytest.raises(UsageError) as caught:
        parse_dotenv(text)
    assert caught.value.title.endswith(f"line {line}")


@given(st.text(alphabet="AB=\"'`#\\\n\r $x", max_size=40))
def test_no_text_raises_anything_but_words(text: str) -> None:
    try:
        values = parse_dotenv(text)
    except UsageError:
        return
    assert all(values)


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_a_quoted_value_comes_back(value: str) -> None:
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    assert parse_dotenv(f'A="{quoted}"\nB=1') == {"A": value, "B": "1"}
