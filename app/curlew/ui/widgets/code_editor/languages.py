"""What the editor knows of each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """`lexer` is Pygments' name, empty for none; `comment` begins (and `comment_end` ends) a commented line."""

    id: str
    lexer: str = ""
    comment: str = ""
    comment_end: str = ""
    indents: bool = True


LANGUAGES = {
    one.id: one
    for one in (
        Language("text", indents=False),
        Language("json"),
        Language("xml", "xml", "<!-- ", " -->"),
        Language("graphql", "graphql", "# "),
        Language("yaml", "yaml", "# "),
        Language("javascript", "javascript", "// "),
        Language("sparql", "sparql", "# "),
        Language("markdown", "markdown", indents=False),
    )
}
