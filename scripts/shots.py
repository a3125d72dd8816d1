"""The pages of which the documents have pictures: who looks, where, and what is tapped or followed first."""

from __future__ import annotations

from typing import NamedTuple


class Shot(NamedTuple):
    """A page as one of the cast sees it.

    `follow` are beginnings of addresses: of each, the first link on the page reached so far is taken. `taps` are pressed
    one after the other. "{pupil}" in an address stands for a pupil of the class with a mark, or its first; `title` is
    what the gallery calls it.
    """

    name: str
    title: str
    who: str
    path: str
    follow: tuple[str, ...] = ()
    taps: tuple[str, ...] = ()


TILES = ".tile:not(.tile-away) >> nth={}"
CLASS = ("/class/",)
STAY = ("/board/0",)

SECTIONS: dict[str, tuple[Shot, ...]] = {
    "In a lesson": (
        Shot(
            "class",
            "A class: two pupils, one act, and what follows",
            "Okonjo",
            "/class/",
            taps=(TILES.format(1), TILES.format(2), ".opt-concern:visible >> nth=0"),
        ),
        Shot("now", "Now", "Okonjo", "/now/"),
        Shot("find", "Find a pupil", "Okonjo", "/find/?q=ma"),
        Shot("register", "The register", "Okonjo", "/class/", ("/register/",)),
        Shot("cards", "Prompt cards", "Okonjo", "/class/", ("/class/", "/class/{number}/cards/")),
        Shot("seats", "Seats", "Okonjo", "/class/", ("/class/{number}/seats/",)),
        Shot("homework", "Homework missed", "Okonjo", "/class/", ("/detentions/homework/",)),
        Shot("incident-new", "Something with several pupils", "Okonjo", "/class/", ("/incident/new/",)),
        Shot("own", "My own balance", "Okonjo", "/me/"),
        Shot("six-steps", "The six steps", "Achebe", "{steps}"),
        Shot("display", "A screen of good news", "Abramson", "/display/"),
        Shot("praise", "Praise as a pupil likes it", "Achebe", "/praise/1212/"),
        Shot("greet", "Meet and greet", "Achebe", "/class/", ("/greet/",)),
        Shot("lock", "A shared device, locked", "Okonjo", "/lock/"),
    ),
    "The removal room": (
        Shot("board", "The board", "Whitlock", "/board/"),
        Shot("room-day", "The room's day", "Whitlock", "/board/day/"),
        Shot("stay", "One stay", "Whitlock", "/board/", STAY),
        Shot("call-list", "Families to tell", "Whitlock", "/board/call-list/"),
        Shot("who-is-where", "Who is where", "Whitlock", "/board/who-is-where/"),
        Shot("lunch", "Lunch for the kitchen", "Whitlock", "/board/day/lunch/"),
        Shot("ready", "Work kept ready", "Whitlock", "/board/ready/"),
        Shot("room-reports", "Reports of the room", "Whitlock", "/board/reports/"),
        Shot("returned", "Who went back", "Amponsah", "/board/returned/"),
        Shot("time-out", "Time out at the special school", "Fallon", "/board/"),
        Shot("arrivals", "Arrivals: phones handed in", "Holt", "/arrivals/"),
        Shot("leaving", "Phones given back", "Holt", "/arrivals/leaving/"),
        Shot("duties", "Who is on duty", "Fallon", "/duties/"),
        Shot(
            "booklet-answers",
            "A disclosure goes to safeguarding only",
            "Whitlock",
            "/board/",
            (*STAY, "/safeguarding/tell/"),
        ),
    ),
    "Detentions and the gate": (
        Shot("gate", "The gate", "Adeyemi", "/gate/"),
        Shot("late-day", "The head of year's day", "Amponsah", "/detentions/day/"),
        Shot("detentions", "Owed", "Amponsah", "/detentions/"),
        Shot(
            "detention-register",
            "A detention's register",
            "Amponsah",
            "/detentions/",
            ("/detentions/register/",),
        ),
        Shot("detention", "One detention", "Amponsah", "/detentions/", ("/detentions/0",)),
        Shot("rooms", "Rooms", "Amponsah", "/detentions/rooms/"),
        Shot("give-back", "Give-back at break", "Fallon", "/detentions/give-back/"),
    ),
    "A pupil": (
        Shot("pupil", "A pupil", "Okonjo", "/pupils/{pupil}/"),
        Shot(
            "why",
            "Why: facts, rule, outcomes",
            "Amponsah",
            "/pupils/266/",
            ("/pupils/{number}/why/",),
        ),
        Shot(
            "correct",
            "Put an entry right",
            "Fallon",
            "/pupils/1212/",
            ("/pupils/{number}/why/", "/pupils/{number}/correct/"),
        ),
        Shot("help-soon", "Help soon, before what happened", "Okonjo", "/pupils/605/"),
        Shot("profile", "Profile at the point of use", "Fallon", "/pupils/1212/", ("/profile/",)),
        Shot("my-pupils", "An assistant's pupils", "Oduya", "/assigned/"),
        Shot("assistants", "Who supports whom", "Fallon", "/assigned/who/"),
        Shot("assistants-of", "Support in lessons for one pupil", "Fallon", "/assigned/who/1203/"),
        Shot("centre", "The centre's sessions and their report", "Adair", "/centre/"),
        Shot("centre-of", "Sessions of one pupil", "Adair", "/centre/", ("/centre/of/{number}/",)),
        Shot("agreed", "Agreed in meetings", "Amponsah", "/agreed/"),
        Shot("injury", "An injury or first aid", "Fallon", "/injuries/1212/"),
        Shot("adjustments", "Adjustments that were agreed", "Fallon", "/profile/1212/agreed/"),
        Shot(
            "contact",
            "Contact with the family",
            "Osborne",
            "/pupils/266/",
            ("/pupils/{number}/contact/",),
        ),
        Shot("report-start", "Put on report", "Fallon", "/reports/start/1212/"),
        Shot("reports", "Reports in force", "Fallon", "/reports/"),
        Shot("pupil-sanctions", "A pupil's formal sanctions", "McAllister", "/pupils/1212/sanctions/"),
        Shot(
            "sanction-decide",
            "A suspension is decided",
            "McAllister",
            "/pupils/1212/sanctions/suspension/issue/",
        ),
        Shot("pupils", "Pupils", "Amponsah", "/pupils/"),
    ),
    "What is owed": (
        Shot("inbox", "The inbox", "Iqbal", "/inbox/"),
        Shot("task", "A task", "Fallon", "/inbox/", ("/inbox/{number}/",)),
        Shot("digest", "The morning by e-mail", "Amponsah", "/inbox/by-mail/"),
        Shot("referrals", "Figures of referrals", "Osborne", "/referrals/"),
        Shot("minutes", "When in the lesson", "Fallon", "/referrals/minutes/"),
        Shot("analysis", "The term's analysis", "Fallon", "/insight/"),
        Shot("equality", "Equal treatment", "McAllister", "/insight/equality/"),
        Shot("assembly", "The week's assembly", "Achebe", "/assembly/"),
        Shot("sanctions", "The register of serious sanctions", "Osborne", "/sanctions/"),
        Shot("proposal", "Considered by the principal", "Osborne", "/inbox/", ("/inbox/proposals/",)),
        Shot("requests", "Requests from duty staff", "Bevan", "/requests/"),
        Shot("away", "Away, and who covers", "Amponsah", "/inbox/away/"),
        Shot("daily", "The daily review", "Fallon", "/daily/"),
        Shot("talks", "Restorative conversations", "Fallon", "/talks/"),
        Shot("talk", "One conversation", "Fallon", "/talks/?of=all", ("/talks/0",)),
        Shot("outbox", "Words home", "Greenhalgh", "/outbox/"),
        Shot("message", "One message", "Greenhalgh", "/outbox/?show=phone", ("/outbox/{number}/",)),
        Shot("safeguarding", "Safeguarding", "Tindall", "/safeguarding/"),
    ),
    "The policy and the school": (
        Shot("policy", "A paragraph with its rule", "Okonjo", "/policy/80/"),
        Shot("policy-whole", "The policy", "Okonjo", "/policy/"),
        Shot("catalogue", "The vocabulary", "Okonjo", "/policy/catalogue/"),
        Shot("principles", "Principles", "Achebe", "/policy/principles/"),
        Shot("settings", "Open questions", "Osborne", "/policy/settings/"),
        Shot("setting", "One setting", "Osborne", "/policy/settings/ladder.scope/"),
        Shot("messages", "Ways of sending", "Parry", "/setup/messages/"),
        Shot("addresses", "Addresses outside the school", "Parry", "/setup/addresses/"),
        Shot("words", "Erase what was written", "Parry", "/setup/words/?pupil=266"),
        Shot("set-up", "Set-up", "Fenwick", "/setup/"),
        Shot("people", "People and roles", "Parry", "/setup/people/"),
        Shot("forms", "Forms and tutors", "Parry", "/setup/forms/"),
        Shot("import", "Import of a roster", "Parry", "/import/"),
        Shot("photographs", "Photographs of pupils", "Parry", "/import/photographs/"),
        Shot("audit", "Audit", "Osborne", "/audit/"),
        Shot("sign-in", "Sign in", "", "/sign-in/"),
        Shot("more", "More", "Amponsah", "/more/"),
    ),
}
