"""The tabs of the editors. Each page is imported and made when it is first shown, since the first paint does not need it."""

from __future__ import annotations

from collections.abc import Callable

from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.request import badges
from curlew.ui.request.draft_editor import Tab
from curlew.ui.request.page import RequestPage
from curlew.ui.widgets.variables import VariableSource


def _params(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.params_page import ParamsPage

    return ParamsPage(ui, source)


def _auth(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.auth_page import AuthPage

    return AuthPage(ui, source)


def _headers(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.headers_page import HeadersPage

    return HeadersPage(ui, source)


def _headers_of_request(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.headers_page import HeadersPage

    return HeadersPage(ui, source, of_request=True)


def _body(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.body_page import BodyPage

    return BodyPage(ui, source)


def _scripts(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.scripts_page import ScriptsPage

    return ScriptsPage(ui, source)


def _scripts_alone(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.scripts_page import ScriptsPage

    return ScriptsPage(ui, source, tables=False)


def _vars(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.vars_page import VarsPage

    return VarsPage(ui, source)


def _docs(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.docs_page import DocsPage

    return DocsPage(ui, source)


def _examples(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.examples_page import ExamplesPage

    return ExamplesPage(ui, source)


def _settings(ui: Ui, source: VariableSource) -> RequestPage:
    from curlew.ui.request.pages.settings_page import SettingsPage

    return SettingsPage(ui, source)


def request_tabs() -> tuple[Tab, ...]:
    """Return the tabs of a request."""
    return (
        Tab("params", _("Params"), _params, badges.params, ("url", "params")),
        Tab("auth", _("Authorization"), _auth, badges.auth, ("auth",)),
        Tab("headers", _("Headers"), _headers_of_request, badges.headers, ("headers",), also=("settings",)),
        Tab("body", _("Body"), _body, badges.body, ("body", "body_variants", "extensions")),
        Tab("scripts", _("Scripts"), _scripts, badges.scripts, ("scripts", "assertions", "actions")),
        Tab("vars", _("Vars"), _vars, badges.variables, ("variables",)),
        Tab("docs", _("Docs"), _docs, badges.docs, ("docs",)),
        Tab("examples", _("Examples"), _examples, badges.examples, ("examples",)),
        Tab("settings", _("Settings"), _settings, badges.settings, ("settings",)),
    )


def defaults_tabs(is_top: Callable[[], bool]) -> tuple[Tab, ...]:
    """Return the tabs of what a folder or a collection gives to the requests below it. is_top: tells whether it is a collection."""

    def auth(ui: Ui, source: VariableSource) -> RequestPage:
        from curlew.ui.request.pages.auth_page import AuthPage

        return AuthPage(ui, source, lambda: "collection" if is_top() else "folder")

    def settings(ui: Ui, source: VariableSource) -> RequestPage:
        from curlew.ui.request.pages.collection_settings_page import CollectionSettingsPage

        return CollectionSettingsPage(ui, source)

    return (
        Tab("headers", _("Headers"), _headers, badges.headers, ("headers",)),
        Tab("auth", _("Authorization"), auth, badges.auth, ("auth",)),
        Tab("vars", _("Vars"), _vars, badges.variables, ("variables",)),
        Tab("scripts", _("Scripts"), _scripts_alone, badges.scripts, ("scripts",)),
        Tab("docs", _("Docs"), _docs, badges.docs, ("docs",)),
        Tab("settings", _("Settings"), settings, badges.settings, ("settings", "app")),
    )
