"""A whole collection in one file, unpacked."""

from curlew.model.request import Collection, Folder, Request
from curlew.storage.opencollection import codec

BUNDLE = """\
opencollection: 1.0.0
info:
  name: All in one
config:
  environments:
    - name: Local
      variables:
        - {name: base, value: http://127.0.0.1}
items:
  - info: {name: List, type: http}
    http: {method: GET, url: "{{base}}/list"}
  - info: {name: list, type: graphql, seq: 9}
    graphql: {url: u}
  - info: {name: Inner / one, type: folder}
    request: {auth: inherit}
    items:
      - info: {name: Deep, type: websocket}
        websocket: {url: w}
      - type: script
        script: x
bundled: true
extensions: {other: {a: 1}}
"""


def test_every_part_becomes_its_file() -> None:
    files = codec.unbundle(BUNDLE)
    assert list(files) == [
        "opencollection.yml",
        "environments/Local.yml",
        "list.yml",
        "list-2.yml",
        "inner-one/folder.yml",
        "inner-one/deep.yml",
        "inner-one/script.yml",
    ]
    first, second = (codec.parse_item(files[name], "x") for name in ("list.yml", "list-2.yml"))
    assert isinstance(first, Request)
    assert (first.name, first.url, first.seq) == ("List", "{{base}}/list", 1)
    assert (second.name, second.seq) == ("list", 9)
    folder = codec.parse_folder(files["inner-one/folder.yml"], "x")
    assert isinstance(folder, Folder)
    assert (folder.name, folder.seq) == ("Inner / one", 3)
    assert "items" not in folder.extra
    assert codec.parse_environment(files["environments/Local.yml"], "x").variables[0].value == "http://127.0.0.1"


def test_the_collection_itself_is_no_bundle_any_more() -> None:
    text = codec.unbundle(BUNDLE)["opencollection.yml"]
    value = codec.parse_collection(text, "x")
    assert isinstance(value, Collection)
    assert value.name == "All in one"
    assert value.extra == {"extensions.other": {"a": "1"}}
    assert codec.is_bundle(BUNDLE)
    assert not codec.is_bundle(text)


def test_a_bundle_can_be_read_as_a_collection() -> None:
    assert codec.parse_collection(BUNDLE, "x").name == "All in one"


def test_odd_bundles_do_no_harm() -> None:
    assert list(codec.unbundle("items: text\nbundled: true\n")) == ["opencollection.yml"]
    assert len(codec.unbundle("items:\n  - text\n  - {info: 1}\n  - {items: x}\n")) == 3
