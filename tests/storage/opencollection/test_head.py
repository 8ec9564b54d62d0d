"""The quick look at a file's head: right, or unsure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curlew.errors import BrokenFileError
from curlew.model.body import RawBody
from curlew.model.request import Folder, Request
from curlew.model.tree import ItemKind
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.head import Head, scan_head
from helpers.schema import CORPORA
from helpers.yaml_values import values

FILE = 'info:\n  name: Get user\n  type: http\n  seq: 3\n\nhttp:\n  method: post\n  url: "{{base}}/u?a=1"\n  body:\n    type: json\n'


def scan(text: str) -> Head:
    return scan_head(text.encode("utf-8", "surrogatepass"), "stem")


def agrees(text: str) -> bool:
    """Whether the head says what the parser says; true too where it is unsure."""
    head = scan(text)
    if not head.sure:
        return True
    value = codec.parse_item(text, "stem")
    url = value.url if isinstance(value, Request) else ""
    return (head.name, head.label, head.url, head.seq) == (value.name, codec.label_of(value), url, value.seq)


def test_bruno_s_layout_is_read() -> None:
    assert scan(FILE) == Head(ItemKind.REQUEST, "Get user", "POST", "{{base}}/u?a=1", 3, True)


def test_crlf_comments_and_other_order_are_read() -> None:
    assert scan(FILE.replace("\n", "\r\n")) == scan(FILE)
    assert scan("# c\nmeta:\n  name: no\n" + FILE) == scan(FILE)
    assert scan("http:\n  url: u\ninfo:\n  type: http\n").name == "stem"


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("info:\n  name: f\n  type: folder\n", ItemKind.FOLDER, ""),
        ("info:\n  name: g\n  type: graphql\ngraphql:\n  url: u\n", ItemKind.REQUEST, "GQL"),
        ("info:\n  name: w\n  type: websocket\n", ItemKind.OPAQUE, "WS"),
        ("info:\n  name: n\n  type: new\n", ItemKind.OPAQUE, "NEW"),
    ],
)
def test_kinds(text: str, kind: ItemKind, label: str) -> None:
    head = scan(text)
    assert (head.kind, head.label, head.sure) == (kind, label, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text",
        "info: {name: a, type: http}\nhttp: {url: u}\n",
        "info:\n    name: a\n    type: http\n",
        "info:\n  name: |-\n    a\n    b\n  type: http\nhttp:\n  url: u\n",
        "info:\n  name: a\n    b\n  type: http\nhttp:\n  url: u\n",
        'info:\n  name: "a\\tb"\n  type: http\nhttp:\n  url: u\n',
        "info:\n  name: &x a\n  type: http\nhttp:\n  url: *x\n",
        "info:\n  name: a # c\n  type: http\nhttp:\n  url: u\n",
        "info:\n  name: a\n  type: http\nhttp:\n  method: GET\n",
        "info:\n  name: a\nhttp:\n  url: u\n",
        "info:\n  name: a\n  name: b\n  type: http\nhttp:\n  url: u\n",
        "info:\n  name: \udcff\n",
    ],
)
def test_what_the_head_cannot_tell_is_unsure(text: str) -> None:
    assert not scan(text).sure


@pytest.mark.parametrize("size", range(4096, 4096 + 60))
def test_a_cut_beginning_is_right_or_unsure(size: int) -> None:
    text = (
        "info:\n  name: a\n  type: http\n  description: "
        + "d" * (size - 60)
        + "\n  seq: 3\nhttp:\n  url: http://u/path\n  method: PUT\n  x: y\n"
    )
    head = scan_head(text.encode()[:4096], "stem")
    assert not head.sure or head == scan(text)


NAMES = st.text(st.characters(codec="utf-8"), min_size=1) | st.sampled_from(values(300, seed=3))


@settings(max_examples=200, deadline=None)
@given(NAMES, NAMES, st.none() | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False, width=16))
def test_a_sure_head_agrees_with_the_parser(name: str, url: str, seq: float | None) -> None:
    body = RawBody("text", f"info:\n  name: {name}\nhttp:\n  url: no\n")
    assert agrees(codec.render_item(Request(name, url=url, seq=seq, body=body), None))
    assert agrees(codec.render_item(Folder(name, seq=1), None))


@settings(max_examples=200)
@given(st.binary(max_size=80) | st.text("info:\n htpnamesqulry\"'|", max_size=80).map(str.encode))
def test_no_bytes_do_harm(data: bytes) -> None:
    assert isinstance(scan_head(data, "stem"), Head)


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the shared corpora are not here (CURLEW_CORPORA)")
def test_real_files_agree() -> None:
    sure = 0
    for path in sorted((CORPORA / "bruno").rglob("*.yml")):
        if path.stem in ("opencollection", "workspace") or path.parent.name == "environments":
            continue
        text = path.read_text(encoding="utf-8")
        try:
            codec.parse_item(text, path.stem)
        except BrokenFileError:
            continue
        assert agrees(text), path
        sure += scan(text).sure
    assert sure
