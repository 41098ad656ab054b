"""Everything that can be asked of the views of the test house."""

WHOLE = (
    *("charter", "docket", "targets", "values", "standing", "decisions"),
    *("calibration", "coverage", "influence", "minority", "pulse", "rounds", "flips"),
)


def everything(views):
    shown = {name: views.view(name) for name in WHOLE}
    for each in views.view("targets"):
        shown[each] = views.view("target", target=each)
    for row in shown["decisions"]["rows"]:
        name = row["proposal"]
        shown[name] = [views.view("proposal", proposal=name), views.view("minutes", proposal=name, form="markdown")]
        shown[name] += [views.view("minutes", proposal=name)]
    for row in shown["rounds"]:
        shown[row["round"]] = views.view("round", round=row["round"])
    if shown["charter"]["moot"]:
        shown["precedents"] = views.view("precedents", kind="set_heat", terms='{"degrees": 20}')
    return shown
