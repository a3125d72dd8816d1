"""A call for help: one tap in the lesson, on the board a moment later, one tap to answer, gone from both."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.journeys.conftest import SIZES, CheckAccessibility, OpenPage, TakePicture
from tests.journeys.signing_in import signed_in


@pytest.mark.parametrize("size", list(SIZES))
def test_a_call_is_on_the_board_by_itself_and_answered_by_one_tap(
    open_page: OpenPage,
    live_server: object,
    here: SchoolCast,
    take_picture: TakePicture,
    check_accessibility: CheckAccessibility,
    size: str,
) -> None:
    board = signed_in(open_page, here, "duty_leader", size, "/board/")
    calls = board.locator("#list-calls")
    expect(calls).to_be_hidden()
    check_accessibility(board)
    lesson = signed_in(open_page, here, "teacher", "phone", f"/class/{here.lesson.pk}/")
    lesson.get_by_role("button", name="Help now").click()
    expect(calls).to_contain_text("Ms N. Teacher asks for help")
    expect(calls).to_contain_text(f"Room 12, {here.lesson.group.name}")
    check_accessibility(board)
    take_picture(board, f"help-{size}-board")
    inbox = signed_in(open_page, here, "senior_leader", size, "/inbox/")
    expect(inbox.locator("#list-calls")).to_contain_text("Since 11:32")
    check_accessibility(inbox)
    take_picture(inbox, f"help-{size}-inbox")
    board.get_by_role("button", name="I am on my way").click()
    board.wait_for_url("**/board/")
    expect(calls).to_be_hidden()
    with in_school(here.school):
        assert HelpCall.objects.get().answered_by == here.user("duty_leader")
    inbox.reload()
    expect(inbox.locator("main")).to_contain_text("Nothing is waiting for you")
