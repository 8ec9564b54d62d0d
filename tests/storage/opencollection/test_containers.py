"""Folders, collections, environments and workspaces."""

from dataclasses import replace

from curlew.model.request import Folder, Settings
from curlew.model.rows import Note, Row
from curlew.model.variables import Variable
from curlew.model.workspace_file import WorkspaceFile
from curlew.storage.opencollection import codec


def test_a_folder_s_place_is_a_positive_integer() -> None:
    assert "seq: 1\n" in codec.render_folder(Folder("f", seq=0), None)
    assert "seq: 3\n" in codec.render_folder(Folder("f", seq=2.6), None)


COLLECTION = """\
opencollection: 1.0.0
info:
  name: c
  summary: s
  version: 1.10
  authors:
    - name: n
config:
  proxy: {inherit: true}
request:
  headers:
    - name: A
      value: b
  metadata: []
  auth: {type: bearer, token: t}
  variables:
    - name: v
      value: x
  scripts:
    - type: tests
      code: y
  settings:
    http: {timeout: 1}
    graphql: {timeout: 2}
docs: {content: d, type: text/markdown}
bundled: false
extensions: {curlew: {verifyTls: false}}
"""


def test_collections_give_defaults() -> None:
    value = codec.parse_collection(COLLECTION, "stem")
    assert (value.name, value.summary, value.version, value.docs) == ("c", "s", "1.10", Note("d", "text/markdown"))
    assert value.defaults.headers == (Row("A", "b"),)
    assert value.defaults.settings == Settings(timeout=1, verify_tls=False)
    assert value.defaults.extra == {"metadata": [], "settings.graphql": {"timeout": "2"}}
    assert codec.parse_collection(codec.render_collection(value, None), "stem") == value
    assert codec.render_collection(replace(value, name="d"), COLLECTION) == COLLECTION.replace("name: c", "name: d")


ENVIRONMENT = """\
color: '#fff'
extends: base
dotEnvFilePath: .env
variables:
  - name: n
    value: {type: number, data: '3'}
  - name: t
    value: 012
    disabled: true
  - secret: true
    name: s
    type: number
    value: hidden
  - name: v
    value:
      - title: a
        value: one
      - title: b
        selected: true
        value: {type: boolean, data: 'true'}
  - name: odd
    value: {a: 1}
"""


def test_environments() -> None:
    value = codec.parse_environment(ENVIRONMENT, "Local")
    assert (value.name, value.named_in_file, value.color, value.extends, value.dotenv_path) == ("Local", False, "#fff", "base", ".env")
    number, plain, secret, variants, odd = value.variables
    assert (number.value, number.type) == ("3", "number")
    assert plain == Variable("t", "012", enabled=False)
    assert (secret.value, secret.type, secret.secret) == ("", "number", True)
    assert (variants.value, variants.type, len(variants.variants)) == ("true", "boolean", 2)
    assert odd.extra == {"value": {"a": "1"}}
    written = codec.render_environment(value, None)
    assert "hidden" not in written
    assert codec.parse_environment(written, "Local") == value


def test_a_variant_s_value_changes_where_it_stands() -> None:
    value = codec.parse_environment(ENVIRONMENT, "Local")
    *others, variants, odd = value.variables
    changed = replace(value, variables=(*others, replace(variants, value="false"), odd))
    assert codec.render_environment(changed, ENVIRONMENT) == ENVIRONMENT.replace("data: 'true'", 'data: "false"')


WORKSPACE = """\
opencollection: 1.0.0

info:
  name: w
  type: workspace

collections:
  - name: a
    path: collections/a
    # ours
    more: 1
"""


def test_workspaces() -> None:
    value = codec.parse_workspace(WORKSPACE, "stem")
    assert value == WorkspaceFile("w", (("a", "collections/a"),))
    added = codec.render_workspace(replace(value, collections=(*value.collections, ("b", "/abs/b"))), WORKSPACE)
    assert added == WORKSPACE + "  - name: b\n    path: /abs/b\n"
    new = codec.render_workspace(WorkspaceFile("w"), None)
    assert new == "opencollection: 1.0.0\n\ninfo:\n  name: w\n  type: workspace\ncollections: []\n"


def test_a_last_collection_can_leave_the_workspace() -> None:
    text = codec.render_workspace(WorkspaceFile("w", (("a", "a"),)), None)
    left = codec.render_workspace(WorkspaceFile("w"), text)
    assert codec.parse_workspace(left, "s").collections == ()
