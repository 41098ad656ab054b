"""What forms say and how it is to be read, for both readers of drafts: ours in Python and ours in the browser."""

VERSION = "ab" * 32
NOTHING = {"act": "CastVote", "body": '{"proposal":"aa","seal":""}', "payload": '{"choice":null,"reason":null}'}
LIST = {"act": "FileReview", "body": "{}", "payload": '{"conditions":[],"findings":[]}'}
READ = {
    "as it stands": (NOTHING, {"proposal": "aa", "seal": ""}, {"choice": None, "reason": None}),
    "a field": (
        {**NOTHING, "payload/choice": " for "},
        {"proposal": "aa", "seal": ""},
        {"choice": "for", "reason": None},
    ),
    "nothing said": (
        {**NOTHING, "payload/choice": "  ", "payload/reason:text": ""},
        {"proposal": "aa", "seal": ""},
        {"choice": None, "reason": None},
    ),
    "a text": (
        {**NOTHING, "payload/reason:text": " Because.\n"},
        {"proposal": "aa", "seal": ""},
        {"choice": None, "reason": "held: Because.\n"},
    ),
    "an object where nothing was": (
        {**NOTHING, "payload/block/clause": "purpose"},
        {"proposal": "aa", "seal": ""},
        {"choice": None, "reason": None, "block": {"clause": "purpose"}},
    ),
    "an object in which a text was left empty": (
        {**NOTHING, "payload/block/finding:text": " ", "payload/block/clause": "purpose"},
        {"proposal": "aa", "seal": ""},
        {"choice": None, "reason": None, "block": {"clause": "purpose", "finding": None}},
    ),
    "a text that was left empty in an object that nobody filled in": (
        {**NOTHING, "payload": '{"choice":null,"block":null}', "payload/block/finding:text": ""},
        {"proposal": "aa", "seal": ""},
        {"choice": None, "block": None},
    ),
    "numbers": (
        {"act": "X", "body": "{}", "body/a:int": "1,200", "body/b:percent": "12.5", "body/c:credits": "0.000001"},
        {"a": 1_200, "b": 125_000, "c": 1},
        None,
    ),
    "numbers written otherwise": (
        {"act": "X", "body": "{}", "body/a:int": "-007.000", "body/b:percent": "+3.", "body/c:credits": "-0"},
        {"a": -7, "b": 30_000, "c": 0},
        None,
    ),
    "the largest number": ({"act": "X", "body": "{}", "body/a:int": str(2**53 - 1)}, {"a": 2**53 - 1}, None),
    "ids as keys": (
        {"act": "X", "body": "{}", "payload": '{"cells":{}}', f"payload/cells/{VERSION}/safety:percent": "50"},
        {},
        {"cells": {VERSION: {"safety": 500_000}}},
    ),
    "an element": (
        {**LIST, "payload/conditions/0/term": "amps", "payload/conditions/0/value/0:int": "60"},
        {},
        {"conditions": [{"term": "amps", "value": [60]}], "findings": []},
    ),
    "an element that was left empty": (
        {**LIST, "payload/conditions/0/term": "amps", "payload/conditions/0/value/0:int": ""},
        {},
        {"conditions": [], "findings": []},
    ),
    "an element between others that was left empty": (
        {
            **LIST,
            **{f"payload/conditions/{at}/term": f"t{at}" for at in (0, 1, 2, 10)},
            "payload/conditions/1/value/0:int": "",
        },
        {},
        {"conditions": [{"term": "t0"}, {"term": "t2"}, {"term": "t10"}], "findings": []},
    ),
    "an empty element of what is written out": (
        {**LIST, "payload/conditions/0/value/0:int": ""},
        {},
        {"conditions": [], "findings": []},
    ),
    "an empty element of a list in the body": (
        {"act": "X", "body": '{"list":[1]}', "body/list/0": ""},
        {"list": [1]},
        None,
    ),
    "a text in a list": (
        {**LIST, "payload/findings/0/text:text": "Why"},
        {},
        {"conditions": [], "findings": [{"text": "held:Why"}]},
    ),
    "what is no field": (
        {**NOTHING, "other": "x", "body": "{}", "toString/x": "y"},
        {},
        {"choice": None, "reason": None},
    ),
    "no body": ({"act": "X"}, {}, None),
    "no payload": ({"act": "X", "body": "{}", "payload": "null"}, {}, None),
    "letters of others": ({"act": "X", "body": "{}", "body/a": "ąß漢"}, {"a": "ąß漢"}, None),
}
REFUSED = {
    "no JSON": {"act": "X", "body": "{"},
    "a list": {"act": "X", "body": "[]"},
    "no object": {"act": "X", "body": "null"},
    "no payload": {"act": "X", "body": "{}", "payload": "3"},
    "no number": {"act": "X", "body": "{}", "body/a:int": "many"},
    "an exponent": {"act": "X", "body": "{}", "body/a:int": "1e3"},
    "a low line": {"act": "X", "body": "{}", "body/a:int": "1_000"},
    "other digits": {"act": "X", "body": "{}", "body/a:int": "\uff11\uff12"},
    "a bare point": {"act": "X", "body": "{}", "body/a:percent": ".5"},
    "no end": {"act": "X", "body": "{}", "body/a:int": "Infinity"},
    "finer than whole": {"act": "X", "body": "{}", "body/a:int": "1.5"},
    "finer than ppm": {"act": "X", "body": "{}", "body/a:percent": "1.00001"},
    "too large": {"act": "X", "body": "{}", "body/a:int": str(2**53)},
    "far too large": {"act": "X", "body": "{}", "body/a:credits": "9" * 40},
    "a type of no form": {"act": "X", "body": "{}", "body/a:float": "1"},
    "too deep a place": {"act": "X", "body": "{}", "body" + "/a" * 8: "1"},
}
