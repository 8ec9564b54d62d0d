"""A collection written by Curlew's codec that runs against an echo server and asserts on the answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from curlew.model.auth import INHERIT, Auth
from curlew.model.body import Body, FormBody, GraphQLBody, MultipartBody, RawBody
from curlew.model.request import Action, Assertion, Collection, Defaults, Folder, Request, Script, Settings
from curlew.model.rows import Note, Param, Part, Row
from curlew.model.variables import Environment, Variable
from curlew.storage import atomic
from curlew.storage.opencollection import codec

ODD_TEXT = 'tabs\there, "quotes", it\'s 好 😀\n\n  indented: yes # no comment\ntrailing blanks  \nend'


def a_runnable_collection(folder: Path, base: str) -> int:
    """Write the collection and return how many requests it has."""
    headers = (Row("X-Collection", "from the collection"), Row("X-Off", "no", enabled=False))
    defaults = Defaults(headers=headers, auth=Auth("bearer", {"token": "{{token}}"}), variables=(Variable("who", "collection"),))
    _write(folder / "opencollection.yml", codec.render_collection(Collection("Made by Curlew", defaults=defaults), None))
    variables = (Variable("base", base), Variable("token", "t0k: en#1"), Variable("odd", ODD_TEXT), Variable("secret", secret=True))
    _write(folder / "environments" / "Local.yml", codec.render_environment(Environment("Local", variables=variables), None))
    inner = Folder("Inner / folder", Defaults(headers=(Row("X-Folder", "{{who}}"),), variables=(Variable("who", "folder"),)), seq=1)
    _write(folder / "inner" / "folder.yml", codec.render_folder(inner, None))
    requests = _requests()
    for place, request in enumerate(requests):
        below = folder / "inner" if place % 2 else folder
        _write(below / f"r{place}.yml", codec.render_item(replace(request, seq=place + 1), None))
    return len(requests)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.save(path, text.encode("utf-8"), None)


def _checked(request: Request, *assertions: tuple[str, str, str]) -> Request:
    checks = (("res.status", "eq", "200"), *assertions)
    return replace(request, assertions=tuple(Assertion(expression, operator, value) for expression, operator, value in checks))


def _posted(name: str, body: Body, *assertions: tuple[str, str, str]) -> Request:
    return _checked(Request(name, method="POST", url="{{base}}/post", body=body), *assertions)


def _requests() -> list[Request]:
    get = Request(
        "No: name? «ü» #1", url="{{base}}/get?a=one&b=two", params=(Param("a", "one"), Param("b", "two"), Param("c", "3", enabled=False))
    )
    script = Script("before-request", 'req.setHeader("X-Script", "012");\n\nreq.setHeader("X-Tab", "a\tb");')
    tests = Script("tests", 'test("ran", function () {\n  expect(res.getStatus()).to.equal(200);\n});')
    action = Action(
        "set-variable", fields={"phase": "after-response", "selector": {"expression": "res.status", "method": "jsonq"}} | _SCOPE
    )
    return [
        _checked(get, ("res.body.args.a", "eq", "one"), ("res.body.args.b", "eq", "two"), ("res.body.args.c", "isUndefined", "")),
        _checked(Request("Inherits", url="{{base}}/headers"), ("res.body.headers['X-Folder']", "eq", "folder")),
        _posted("JSON", RawBody("json", '{\n  "n": 1,\n  "t": "a\\tb"\n}'), ("res.body.json.n", "eq", "1")),
        _posted("Text", RawBody("text", ODD_TEXT), ("res.body.data", "contains", "好 😀")),
        _posted("Form", FormBody((Row("a", "1 2"), Row("b", "v012"))), ("res.body.form.b", "eq", "v012")),
        _posted("Parts", MultipartBody((Part("t", "text", ("yes",)), Part("u", "text", ("1.10",)))), ("res.body.form.t", "eq", "yes")),
        _checked(Request("Basic", url="{{base}}/basic-auth/u/p", auth=Auth("basic", {"username": "u", "password": "p"}))),
        _checked(Request("Bearer", url="{{base}}/bearer", auth=INHERIT)),
        _checked(Request("Path", url="{{base}}/status/:code", params=(Param("code", "200", kind="path"),))),
        replace(_checked(Request("Scripts", url="{{base}}/headers")), scripts=(script, tests), actions=(action,)),
        replace(_checked(Request("Settings", url="{{base}}/redirect/1")), settings=Settings(True, 5000, True, 5), docs=Note("# Docs\n\nx")),
        replace(_checked(Request("GraphQL", "graphql", "POST", "{{base}}/post")), body=GraphQLBody("query {\n  a\n}", '{"v": 1}')),
    ]


_SCOPE = {"variable": {"name": "seen", "scope": "runtime"}}
