"""Parts of a page that stand each by itself: one that fails says so in its place, and leaves the others as they are.

Laws: what fails in a part fails in no other; it is told with the request's id, and in the log with its cause; a page
of which a part failed is kept by nobody.
"""

import logging
from typing import Final, TypeAlias

from markupsafe import Markup

from moot.web.pages.frame import Page, Reader, Shown, frame
from moot.web.pages.press import PRESS

Parts: TypeAlias = dict[str, Markup]
_LOG: Final = logging.getLogger(__name__)


async def parts(reader: Reader, template: str, **contents: Page) -> Parts:
    """Return each part, `needs` say, as the macro `the_needs` of `template` sets what its content gives."""
    framed = await frame(reader, "")
    return {name: await _part(reader, template, name, framed, content) for name, content in contents.items()}


async def _part(reader: Reader, template: str, name: str, framed: Shown, content: Page) -> Markup:
    try:
        module = PRESS.get_template(template).make_module({**framed, **await content(reader)})
        return Markup(getattr(module, f"the_{name}")())  # noqa: S704 - the press has escaped it
    except Exception:  # noqa: BLE001 - whatever it was, it is logged, and told in its place
        _LOG.exception("request %s: the part %s of %s failed", reader.named, name, reader.request.url.path)
        reader.failed = True
        return Markup(PRESS.get_template("failed.html").render(name=name, request_id=reader.named))  # noqa: S704
