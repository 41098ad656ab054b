"""The pages that are tried: one line for each, as (what its moot has come to, the address); see moots.py."""

import re

PAGES = (
    (None, "/"),
    ("ballot", "/"),
    ("closed", "/"),
    (None, "/proposals"),
    ("closed", "/proposals"),
    ("closed", "/proposals?filter=stage:vote"),
    ("review", "/proposals/1"),
    ("negotiation", "/proposals/1"),
    ("forecast", "/proposals/1"),
    ("ballot", "/proposals/1"),
    ("objection", "/proposals/1"),
    ("measuring", "/proposals/1"),
    ("closed", "/proposals/1"),
    ("declined", "/proposals/1"),
    ("amending", "/proposals/1"),
    ("amending", "/proposals"),
    (None, "/inbox"),
    ("ballot", "/inbox"),
    ("ballot", "/inbox?as=bo.person"),
    ("ballot", "/inbox?as=nobody"),
    ("ballot", "/keys"),
    ("ballot", "/help"),
    ("ballot", "/receipts/{act}"),
    ("ballot", "/nowhere"),
    ("closed", "/values"),
    ("closed", "/members"),
    ("closed", "/members/bo"),
    ("closed", "/record"),
    ("closed", "/charter"),
    ("closed", "/charter/amend"),
    ("closed", "/charter/amend?clause=structure.windows.ballot&set.structure.quorum=0"),
    ("closed", "/charter/amend?set.purpose.statement=Share+all+the+current,+and+the+quiet."),
    ("closed", "/trials"),
    ("closed", "/coverage"),
    ("ballot", "/reference"),
    (None, "/propose?kind=limit"),
    (None, "/disputes"),
    (None, "/rounds"),
    ("trying", "/"),
    ("trying", "/trials"),
    ("trying", "/trials/{trial}"),
    ("tried", "/trials/{trial}"),
    ("tried", "/trials/{first_trial}"),
    ("judging", "/disputes"),
    ("judging", "/disputes/{dispute}"),
    ("contested", "/disputes/{dispute}"),
    ("funding", "/disputes/{dispute}"),
    ("funding", "/propose"),
    ("funding", "/rounds"),
    ("funding", "/rounds/{round}"),
    ("funding", "/rounds/{first_round}"),
    ("seasoned", "/"),
    ("seasoned", "/proposals/11"),
    ("seasoned", "/values"),
    ("seasoned", "/members/bo"),
)

# Where members are shown a form, and its act: in which stage, where, and what.
FORMS = (
    ("review", "/proposals/1", "FileReview"),
    ("negotiation", "/proposals/1", "OfferAmendment"),
    ("forecast", "/proposals/1", "FileForecast"),
    ("ballot", "/proposals/1", "CastVote"),
    ("objection", "/proposals/1", "Object"),
    ("closed", "/values", "WeighValues"),
    ("closed", "/values?body/weights/safety:percent=100&body/weights/thrift:percent=0", "WeighValues"),
    ("closed", "/propose?kind=limit", "Propose"),
    ("closed", "/members/{owner}", "LeaveMandate"),
    ("closed", "/charter/amend?set.structure.quorum=90&clause=agency.bond", "Propose"),
    ("trying", "/trials/{trial}", "HaltTrial"),
    ("judging", "/disputes/{dispute}", "Judge"),
    ("contested", "/disputes/{dispute}", "Appeal"),
    ("funding", "/rounds/{round}", "FileBallot"),
)

# Who may use a form that waits for nobody in particular, unless bo.person may.
ASKED = {"HaltTrial": "bo.ai", "Appeal": "ana.human", "FileBallot": "bo.human"}
NAMED = re.compile(r"\{(first_)?(trial|dispute|round)\}")


def address(moot, path):
    """Return the path with the id of an act of this moot, of a trial, a dispute or a round, where it asks for one."""

    def found(named):
        rows = moot.view(f"{named[2]}s")
        return rows[0 if named[1] else -1][named[2]]

    if "{act}" in path:
        return path.format(act=next(iter(moot.hall.door().entries(1))).id)
    return NAMED.sub(found, path)
