r"""What members wrote, as HTML that can do nothing.

Laws: no script, style, form, image, id or class of theirs reaches a page; a link goes to http or https and tells
nobody where it came from; the same text is set once.

>>> str(words("Hello *you* <script>alert(1)</script>"))
'<p>Hello <em>you</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n'
"""

from functools import lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_READER: Final = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")
_TAGS: Final = {"p", "br", "hr", "em", "strong", "del", "code", "pre", "a", "blockquote", "ul", "ol", "li"} | {
    *("h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES: Final = {"a": {"href"}}


@lru_cache(maxsize=2_048)
def words(text: str) -> Markup:
    """Return Markdown as HTML of a few harmless tags; headings begin below those of the page."""
    html = _READER.render(text).replace("<h1>", "<h3>").replace("</h1>", "</h3>")
    html = html.replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    return Markup(  # noqa: S704 - cleaned by nh3
        nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https"},
            link_rel="noopener noreferrer nofollow",
        )
    )
