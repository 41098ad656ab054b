"""The pages that are tried: one line for each, as (the stage of the moot's newest proposal, the address)."""

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
    ("closed", "/trials"),
    ("closed", "/coverage"),
    (None, "/propose?kind=limit"),
    (None, "/disputes"),
    (None, "/rounds"),
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
)


def address(moot, path):
    """Return the path with the id of an act of this moot, where it asks for one."""
    return path.format(act=next(iter(moot.hall.door().entries(1))).id) if "{act}" in path else path
