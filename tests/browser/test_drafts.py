"""The browser reads a form as the server does (tests/web/pages/test_drafts.py)."""

import pytest

from tests.web.pages.drafts import READ, REFUSED

ASK = """async ([fields]) => {
  const { readDraft } = await import("/static/draft.js");
  let kept = 0;
  try {
    const draft = await readDraft(Object.entries(fields), async (text) => { kept += 1; return `held:${text}`; });
    return JSON.parse(JSON.stringify(draft));
  } catch (error) { return { refused: error.message, kept }; }
}"""


@pytest.fixture(scope="module")
def ask(chromium, shown):
    page = chromium.new_page()
    page.goto(shown("ballot").url)
    yield lambda fields: page.evaluate(ASK, [fields])
    page.close()


@pytest.mark.parametrize("name", READ)
def test_a_form_is_read_as_it_is_filled_in(ask, name):
    fields, body, payload = READ[name]
    assert ask(fields) == {"kind": fields["act"], "body": body, "payload": payload}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_before_any_text_is_held(ask, name):
    said = ask({**REFUSED[name], "body/why:text": "Because"})
    assert said["kept"] == 0
    assert said["refused"].endswith("nothing was signed")
