"""What a request gets from above: headers, auth, settings, variables."""

from curlew.model.auth import INHERIT, Auth
from curlew.model.inherit import (
    Above,
    Surroundings,
    code_from,
    inherited_headers,
    scope_for,
    settled_auth,
    settled_settings,
)
from curlew.model.request import Defaults, Request, Script, Settings
from curlew.model.rows import Row
from curlew.model.template import Layer
from curlew.model.variables import Environment, Variable

INNER = Above("folder", "Inner", 3, Defaults(headers=(Row("X-Team", "inner"),), variables=(Variable("v", "inner"),)))
OUTER = Above(
    "folder", "Outer", 2, Defaults(auth=Auth("bearer", {"token": "t"}), variables=(Variable("v", "outer"), Variable("w", "outer")))
)
TOP = Above(
    "collection",
    "API",
    1,
    Defaults(
        headers=(Row("x-team", "top"), Row("Accept", "text/plain"), Row("Off", "1", enabled=False)),
        auth=Auth("basic", {}),
        variables=(Variable("v", "collection"), Variable("only", "collection")),
        settings=Settings(timeout=500, follow_redirects=False),
        scripts=(Script("tests", "check()"),),
    ),
)
AROUND = Surroundings(
    (INNER, OUTER, TOP),
    Environment("Dev", variables=(Variable("only", "environment"), Variable("e", "environment"))),
    Environment("All", variables=(Variable("e", "workspace"), Variable("g", "workspace"))),
    (Layer("runtime", "--var", (Variable("w", "runtime"),)),),
)


def test_an_inner_header_replaces_the_outer_one_of_its_name() -> None:
    assert [(row.name, row.value, giver.name) for row, giver in inherited_headers(AROUND)] == [
        ("Accept", "text/plain", "API"),
        ("X-Team", "inner", "Inner"),
    ]


def test_auth_climbs_to_the_nearest_that_sets_one() -> None:
    assert settled_auth(INHERIT, AROUND) == (Auth("bearer", {"token": "t"}), OUTER)
    assert settled_auth(None, AROUND) == (None, None)
    own = Auth("apikey", {})
    assert settled_auth(own, AROUND) == (own, None)
    assert settled_auth(INHERIT, Surroundings((INNER,))) == (None, None)


def test_a_folder_that_says_none_stops_the_climb() -> None:
    stop = Above("folder", "Open", 4, Defaults(auth=Auth("none")))
    assert settled_auth(INHERIT, Surroundings((stop, TOP))) == (None, stop)


def test_settings_are_filled_from_the_nearest_place() -> None:
    settled = settled_settings(Settings(timeout="inherit", max_redirects=2), AROUND)
    assert (settled.timeout, settled.follow_redirects, settled.max_redirects) == (500, False, 2)


def test_variables_have_the_order_of_the_format() -> None:
    request = Request(variables=(Variable("v", "request"),))
    scope = scope_for(request, AROUND)
    assert {name: scope.value(name).value for name in ("v", "w", "only", "e", "g")} == {
        "v": "request",
        "w": "runtime",
        "only": "environment",
        "e": "environment",
        "g": "workspace",
    }


def test_code_that_would_run_is_named_with_its_places() -> None:
    assert code_from(Request("Get", scripts=(Script("tests", "x"),)), AROUND) == ("Get", "API")
    assert code_from(Request("Get", scripts=(Script("tests", "  "),)), Surroundings((INNER,))) == ()
