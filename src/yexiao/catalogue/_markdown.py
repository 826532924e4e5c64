"""Course descriptions: Markdown in, safe HTML out."""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "hr", "strong", "em", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "code", "pre", "a"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
SCHEMES = {"http", "https", "mailto", "tel"}
HIGHEST_HEADING, LOWEST_HEADING = 3, 5  # the page's own headings are h1 and h2

_parser = MarkdownIt("commonmark", {"html": False}).disable("image")


@lru_cache(maxsize=512)
def to_safe_html(text: str) -> SafeString:
    """Return Markdown as HTML that can do nothing but be read.

    HTML in the source is shown as text; images, styles, scripts and links
    other than web, mail and telephone do not come through. The parser
    writes no HTML of the author's, and nh3 removes whatever a mistake there let pass.
    """
    tokens = _parser.parse(text)
    for token in tokens:
        _lower_heading(token)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow ugc")
    return mark_safe(clean)  # noqa: S308  cleaned just above


def _lower_heading(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        level = int(token.tag[1]) + HIGHEST_HEADING - 1
        token.tag = f"h{min(level, LOWEST_HEADING)}"
