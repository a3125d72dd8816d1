"""Programmes of recognition with something missing, out of reach or out of place."""

import pytest

from evenhand.engine.pack.check.programmes import NEEDS
from evenhand.engine.values import ProgrammeForm
from tests.tiny_pack import faults_of, tiny_texts

PARAMS = """
[[param]]
key = "reward.size"
label = "Pupils"
unit = "pupils"
values = [{ since = 2026-09-01, value = SIZE, origin = "policy", cite = ["1"] }]

[[param]]
key = "reward.share"
label = "Share"
unit = "percent"
values = [{ since = 2026-09-01, value = SHARE, origin = "policy", cite = ["1"] }]

[[param]]
key = "reward.step"
label = "Points"
unit = "points"
values = [{ since = 2026-09-01, value = STEP, origin = "policy", cite = ["1"] }]
"""
LEDGER = '\n[[ledger]]\nid = "thanks"\nlabel = "Thanks"\nsingular = "thank"\nplural = "thanks"\n'
HEAD = '[[programme]]\nid = "best"\nlabel = "Best"\ncites = ["1"]\n'
RANK = (
    'form = "rank"\ncloses = "week"\nover = "week"\nmeasure = "thanks"\nper = "year_group"\n'
    'number = "param:reward.size"\n'
)
EFFECT = '[[programme.effect]]\nkind = "task"\non = "awarded"\ncites = ["1"]\nid = "t"\nlabel = "T"\nrole = "tutor"\n'


def found(body: str, *, size: int = 3, share: int = 101, step: int = 50) -> list[str]:
    """What loading reports about the pack of two steps with one programme more."""
    texts = tiny_texts()
    texts["params.toml"] += (
        PARAMS.replace("SIZE", str(size)).replace("SHARE", str(share)).replace("STEP", str(step))
    )
    texts["pack.toml"] += LEDGER
    texts["programmes.toml"] = HEAD + body
    return faults_of(texts)


def test_a_whole_programme_is_without_fault() -> None:
    assert found(RANK + EFFECT) == []


@pytest.mark.parametrize(
    ("body", "message", "place"),
    [
        (RANK.replace('over = "week"\n', ""), "rank without over; expected over", "1:1 programme[0]"),
        (RANK.replace('number = "param:reward.size"\n', ""), "rank without number", "1:1 programme[0]"),
        (
            RANK.replace('measure = "thanks"\n', ""),
            "counts nothing; expected either measure, or basis",
            "1:1 programme[0]",
        ),
        (
            RANK.replace('"thanks"', '"tanks"'),
            'measure "tanks" is not known; expected one of thanks',
            "8:1 programme[0].measure",
        ),
        (
            RANK.replace('closes = "week"', 'closes = "weak"'),
            'closes "weak" is not known',
            "6:1 programme[0].closes",
        ),
        (
            RANK.replace('over = "week"', 'over = "month"'),
            'over "month" is not known',
            "7:1 programme[0].over",
        ),
        (RANK.replace("year_group", "years"), 'per "years" is not known', "9:1 programme[0].per"),
        (RANK + 'ties = "any"\n', 'ties "any" is not known', "11:1 programme[0].ties"),
        (
            RANK + 'ties = "decided"\n',
            "proposes to nobody; expected the role that decides",
            "1:1 programme[0]",
        ),
        (RANK + 'ties = "setting:step.scope"\n', "which does nothing here", "11:1 programme[0].ties"),
        (RANK + "breaks = true\n", "ties are broken by nothing", "1:1 programme[0]"),
        (RANK + 'decider = "clerk"\n', 'nobody holds the role "clerk"', "11:1 programme[0].decider"),
        (RANK.replace('"param:reward.size"', "3"), "3 is a bare figure", "10:1 programme[0].number"),
        (
            RANK.replace("param:reward.size", "param:reward.share"),
            "counts percent, and pupils or count belong",
            "10:1 programme[0].number",
        ),
        (RANK + 'basis = "setting:step.match"\n', "counts two things", "1:1 programme[0]"),
        (
            RANK.replace('measure = "thanks"', 'basis = "setting:step.match"\nmeasures = { any = "thanks" }'),
            'measures says nothing of "same"',
            "9:1 programme[0].measures",
        ),
        (
            'form = "nomination"\nquota = "param:reward.size"\n',
            "a quota of what; expected unit",
            "1:1 programme[0]",
        ),
        ('form = "nomination"\nneeds = ["why"]\n', 'detail "why" is not known', "6:10 programme[0].needs[0]"),
        (
            'form = "nomination"\ntag_list = "kinds"\n',
            'tag list "kinds" is not known; expected one of kind',
            "6:1 programme[0].tag_list",
        ),
        ('form = "nomination"\nwithin = "june"\n', 'within "june" is not known', "6:1 programme[0].within"),
        (
            'form = "attendance"\ncloses = "week"\nshare = "param:reward.share"\n',
            "101 can never be met as share",
            "7:1 programme[0].share",
        ),
        (
            'form = "threshold"\nover = "year"\nmeasure = "thanks"\n',
            "threshold without every",
            "1:1 programme[0]",
        ),
        (
            'form = "spread"\nweeks = "param:reward.size"\nawards = ["worst"]\n',
            'programme "worst" is not known',
            "7:11 programme[0].awards[0]",
        ),
        ('form = "lottery"\n', '"lottery" is not known here', "5:1 programme[0].form"),
        (
            RANK + EFFECT.replace("awarded", "lacking"),
            'the moment "lacking" never comes in a rank',
            "13:1 programme[0].effect[0].on",
        ),
        (
            RANK + EFFECT.replace('on = "awarded"', 'on = "set"'),
            'the moment "set" never comes here',
            "13:1 programme[0].effect[0].on",
        ),
        (
            RANK + EFFECT.replace('"task"', '"propose"'),
            "recognition brings no propose; expected one of task, tell",
            "12:1 programme[0].effect[0].kind",
        ),
    ],
)
def test_a_fault_is_told_in_its_file(body: str, message: str, place: str) -> None:
    faults = found(body)
    assert [f for f in faults if message in f and f.startswith(f"programmes.toml:{place}: ")], faults


def test_a_list_of_nobody_can_never_be_met() -> None:
    (fault,) = found(RANK, size=0)
    assert fault.startswith("programmes.toml:10:1 ")
    assert "0 can never be met as number; expected 1 or more" in fault


BASIS = RANK.replace('measure = "thanks"', 'basis = "setting:step.match"\nmeasures = {}')


def test_each_answer_of_a_basis_names_a_ledger() -> None:
    whole = '{ any = "thanks", same = "thanks", highest = "thanks" }'
    assert found(BASIS.replace("{}", whole)) == []
    (fault,) = found(BASIS.replace("{}", whole.replace('same = "thanks"', 'same = "tanks"')))
    assert fault.startswith('programmes.toml:9:30 programme[0].measures.same: measure "tanks" is not known')


@pytest.mark.parametrize(
    ("body", "figures", "fault"),
    [
        (RANK, {"size": 1}, ""),
        ('form = "nomination"\nquota = "param:reward.size"\nunit = "form"\n', {"size": 1}, ""),
        (
            'form = "nomination"\nquota = "param:reward.size"\nunit = "form"\n',
            {"size": 0},
            "as quota; expected 1 or",
        ),
        ('form = "attendance"\ncloses = "week"\nshare = "param:reward.share"\n', {"share": 100}, ""),
        ('form = "attendance"\ncloses = "week"\nshare = "param:reward.share"\n', {"share": 1}, ""),
        (
            'form = "attendance"\ncloses = "week"\nshare = "param:reward.share"\n',
            {"share": 0},
            "from 1 to 100",
        ),
        (
            'form = "threshold"\nover = "year"\nmeasure = "thanks"\nevery = "param:reward.step"\n',
            {"step": 1},
            "",
        ),
        (
            'form = "threshold"\nover = "year"\nmeasure = "thanks"\nevery = "param:reward.step"\n',
            {"step": 0},
            "as every",
        ),
        (
            'form = "threshold"\nover = "term"\nmeasure = "thanks"\nevery = "param:reward.step"\n',
            {},
            "no sum is kept",
        ),
    ],
)
def test_a_figure_is_one_that_can_be_met(body: str, figures: dict[str, int], fault: str) -> None:
    faults = found(body, **figures)
    assert [fault in one for one in faults] == ([True] if fault else [])


def test_each_form_says_what_it_needs() -> None:
    assert set(NEEDS) == set(ProgrammeForm)
