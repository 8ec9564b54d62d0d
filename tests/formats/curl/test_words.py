"""Splitting commands as the shell they were written for does."""

import subprocess
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.errors import CurlewError, UsageError
from curlew.formats.curl.words import find_command, looks_like_curl


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("curl http://h/", ["http://h/"]),
        ("  $ curl  'a b'  \"c d\" e\\ f", ["a b", "c d", "e f"]),
        ("curl 'it'\\''s' \"a\\\"b\\\\c\\d\"", ["it's", 'a"b\\c\\d']),
        ("curl $'a\\tb\\x41\\u00e9\\'\\101\\n' $\"x\"", ["a\tbAé'A\n", "x"]),
        ("curl a \\\n  b \\\r\n  c \\  \n d", ["a", "b", "c", "d"]),
        ("curl a\n  -H b", ["a", "-H", "b"]),
        ("# a remark\ncurl a # and one more\n", ["a"]),
        ("curl\u00a0-X\u00a0GET 'a\u00a0b'", ["-X", "GET", "a\u00a0b"]),
        ("curl ''", [""]),
        ("curl a;rm -rf /", ["a"]),
        ("curl a | jq . && curl b", ["a"]),
        ("curl a > out.txt 2>&1", ["a"]),
        ("curl http://h/?a=1&b=2 -v", ["http://h/?a=1&b=2", "-v"]),
        ("curl http://h/?a=1&\n", ["http://h/?a=1"]),
        ("curl http://h/<id>/x", ["http://h/<id>/x"]),
        ("curl \"$A${B}c\" '$D'", ["{{A}}{{B}}c", "$D"]),
        ("curl $(cat (x) y) `ls -l`", ["$(cat (x) y)", "`ls -l`"]),
        ("TOKEN=x sudo -x curl a", None),
        ("TOKEN=x sudo /usr/bin/curl a", ["a"]),
        ("cd /tmp && curl a", ["a"]),
        ("\ufeffcurl a", ["a"]),
        ("C:\\Windows\\System32\\curl.exe a", None),
        ("curl a\\", ["a"]),
    ],
)
def test_posix(text: str, arguments: list[str] | None) -> None:
    if arguments is None:
        with pytest.raises(UsageError):
            find_command(text)
    else:
        assert list(find_command(text).arguments) == arguments


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('curl ^"https://h/a?b=1^&c=2^" ^\n  -H ^"a: b^"', ["https://h/a?b=1&c=2", "-H", "a: b"]),
        ('curl "https://h/" ^\r\n  -d "{\\"a\\": \\"50%\\"}"', ["https://h/", "-d", '{"a": "50%"}']),
        ('curl ^"h^" ^\n  --data-raw ^"one^\n\ntwo ^\\^"q^\\^"^"', ["h", "--data-raw", 'one\ntwo "q"']),
        ('curl ^"h^" -d "x""y"', ["h", "-d", 'x"y']),
        ('curl ^"h^" -d C:\\dir\\file', ["h", "-d", "C:\\dir\\file"]),
    ],
)
def test_cmd(text: str, arguments: list[str]) -> None:
    assert list(find_command(text).arguments) == arguments


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('curl.exe \'h\' `\n -H "a: `"b`"`tc"', ["h", "-H", 'a: "b"\tc']),
        ("curl 'h' `\r\n -d 'it''s \\\"x\\\"'", ["h", "-d", 'it\'s "x"']),
        ("PS C:\\> curl 'h' `\n -v", None),
    ],
)
def test_powershell(text: str, arguments: list[str] | None) -> None:
    if arguments is None:
        with pytest.raises(UsageError):
            find_command(text)
    else:
        assert list(find_command(text).arguments) == arguments


@pytest.mark.parametrize(
    ("text", "given_text", "given_file"),
    [
        ("curl -d @- h < body.json", None, "body.json"),
        ("curl -d @- h <<< 'one two'", "one two\n", None),
        ('curl -d @- h <<EOF\n{"a": "$X"}\nEOF\necho after', '{"a": "{{X}}"}\n', None),
        ("curl -d @- h <<'EOF'\n$X\nEOF", "$X\n", None),
        ("curl -d @- h <<-EOF\n\tx\n\tEOF", "x\n", None),
    ],
)
def test_standard_input(text: str, given_text: str | None, given_file: str | None) -> None:
    command = find_command(text).command
    assert (command.input_text, command.input_file) == (given_text, given_file)


@pytest.mark.parametrize("text", ["curl " + "$(" * 20_000, 'curl "' + "$(" * 20_000 + '"', "curl " + "`" * 20_001, "curl a" + "<" * 20_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    find_command(text)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("text", ["curl 'a", 'curl "a', "curl $'a", "curl 'h' `\n 'x"])
def test_an_open_quote_is_told(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_command(text)
    assert caught.value.title == "A quote in this command is not closed"


def test_a_caret_before_a_quote_within_a_word_is_no_other_shell() -> None:
    assert list(find_command("""curl '' "'^" """).arguments) == ["", "'^"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("curl http://h", True),
        ("  curl\t-X POST h", True),
        ("$ curl h", True),
        ("# note\n\ncurl h", True),
        ("curl", True),
        ("curl.exe h", True),
        ("/usr/bin/curl h", True),
        ("A=b curl h", True),
        ("curling.example.org", False),
        ("https://curl.se/", False),
        ("http://h/?q=curl x", False),
        ("", False),
        ("wget h", False),
    ],
)
def test_what_looks_like_curl(text: str, expected: bool) -> None:
    assert looks_like_curl(text) is expected


@given(st.lists(st.text(st.characters(exclude_characters="\0^", exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=4))
def test_words_come_out_as_a_shell_gives_them(words: list[str]) -> None:
    """Quotes of every kind around random words: `sh` and we agree. (A caret may mean the quoting of another shell.)"""
    quoted = [f"'{word}'" if "'" not in word else '"' + "".join("\\" + c if c in '"$`\\' else c for c in word) + '"' for word in words]
    command = "curl " + " ".join(quoted)
    shell = subprocess.run(["sh", "-c", 'curl() { printf "%s\\0" "$@"; }; ' + command], capture_output=True, check=True)
    assert list(find_command(command).arguments) == shell.stdout.decode().split("\0")[:-1]


@given(st.text(alphabet="curl 'a\"\\$`(){}<>|&;\n\t-dHx@=^%#~\r\0é", max_size=60).map(lambda tail: "curl " + tail))
def test_no_text_raises_anything_but_words(text: str) -> None:
    with suppress(CurlewError):
        find_command(text)
