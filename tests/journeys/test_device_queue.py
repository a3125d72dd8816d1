"""Records wait on the device, survive a reload, and leave in order, once; what is refused is kept."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import OpenPage

ENQUEUE = """async (names) => {
  const { enqueue } = await import("/static/js/queue.js");
  const { uuid7 } = await import("/static/js/uuid7.js");
  const id = uuid7();
  await enqueue({ id, url: "/gallery-record/", body: { id, names }, act: "Kindness", names });
  return id;
}"""


class Server:
    """Stands in for the address that takes records; answers with `status` and remembers what it accepted."""

    def __init__(self) -> None:
        self.status = 200
        self.accepted: list[str] = []

    def answer(self, route: Route) -> None:
        if self.status == 0:
            route.abort()
            return
        body: Any = json.loads(route.request.post_data or "{}")
        if self.status == 200:
            self.accepted.append(body["id"])
        route.fulfill(status=self.status, json={"message": "Already recorded with other details."})


@pytest.fixture
def server() -> Server:
    return Server()


def opened(open_page: OpenPage, server: Server) -> Page:
    page = open_page("phone", None, service_workers="block")
    page.route("**/gallery-record/", server.answer)
    page.goto("/gallery/shell/")
    return page


@pytest.mark.parametrize("failure", [0, 503, 401])
def test_what_could_not_be_sent_is_sent_in_order_after_a_reload(
    open_page: OpenPage, server: Server, failure: int
) -> None:
    page = opened(open_page, server)
    server.status = failure
    ids = [page.evaluate(ENQUEUE, name) for name in ("Zofia", "Hamza", "Kwame")]
    expect(page.locator("[data-queue]")).to_contain_text("3 waiting")
    page.reload()
    expect(page.locator("[data-queue]")).to_contain_text("3 waiting")
    server.status = 200
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert server.accepted == ids


def test_a_conflict_is_shown_and_kept_until_somebody_removes_it(open_page: OpenPage, server: Server) -> None:
    page = opened(open_page, server)
    server.status = 409
    page.evaluate(ENQUEUE, "Zofia")
    expect(page.locator("[data-queue]")).to_contain_text("1 to look at")
    server.status = 200
    page.reload()
    page.locator("[data-queue]").click()
    sheet = page.locator("#queue-sheet")
    expect(sheet).to_contain_text("Already recorded with other details.")
    sheet.get_by_role("button", name="Remove from this device").click()
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert server.accepted == []


def test_records_of_another_person_wait_for_that_person(open_page: OpenPage, server: Server) -> None:
    page = opened(open_page, server)
    server.status = 503
    page.evaluate(ENQUEUE, "Zofia")
    page.goto("/offline/")  # nobody is signed in there
    server.status = 200
    expect(page.locator("[data-queue-list]").last).to_contain_text("Waits until the person who recorded it")
    page.wait_for_timeout(1500)
    assert server.accepted == []
    with page.expect_response("**/gallery-record/"):  # else nothing may be drawn yet of what still waits
        page.goto("/gallery/shell/")
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert len(server.accepted) == 1


def test_ids_are_version_seven_and_rise(open_page: OpenPage, server: Server) -> None:
    page = opened(open_page, server)
    make = "async () => (await import('/static/js/uuid7.js')).uuid7()"
    ids = [page.evaluate(make) for _ in range(20)]
    assert ids == sorted(ids)
    assert all(one[14] == "7" and one[19] in "89ab" for one in ids)
