"""A page as a member sees it who may sign there."""

from tests.browser.places import ASKED, address


def shown_to_a_member(visit, moot, place, **options):
    """Open a page as a person who may use its form, and who has another agent too."""
    _, path, act = place
    awaited = (each["agent"] for row in moot.view("docket") for each in row["awaits"] if each["act"] == act)
    agent = next(awaited, None) or ASKED.get(act, "bo.person")
    known = [each for row in moot.view("standing")["owners"].values() for each in row["agents"]]
    other = next(each for each in known if each != agent)
    path = address(moot, path.replace("{owner}", agent.partition(".")[0]))
    page = visit(moot, **options).reads_as(agent, other).open(path)
    assert page.locator(f"form[data-act={act}]").count() == 1
    assert page.get_by_label("You speak for").input_value() == agent
    page.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true; })")
    return page
