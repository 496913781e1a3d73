"""A fact-checker's two hands: the same acts at the same desk, done by mouse, or by keyboard alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from claims.models import Claim
from corroboration.acts.proposals import ACTS
from corroboration.models import Cluster, Decision

FARTHEST = 120  # presses of a key until something has the focus: more than any page of the tests has
NAME_OF_FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.textContent ?? at.getAttribute("aria-label") ?? at.textContent;
  return (label || "").trim().replace(/\\s+/g, " ");
}"""


def path(cluster: Cluster) -> str:
    return f"/clusters/{cluster.public_id}/"


def card(page: Page, claim: Claim) -> Locator:
    return page.locator(f'[data-claim="{claim.public_id}"]').first


def panel(page: Page) -> Locator:
    return page.locator("#panel")


def toast(page: Page) -> Locator:
    return page.locator("[data-toast]")


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def named(decision: Decision) -> list[tuple[str, str]]:
    """The outlet and article of each claim that a decision names, in its order."""
    return [(each["outlet"], each["external_id"]) for each in decision.anchors]


class Hand:
    """What a person can do at the desk, however."""

    def __init__(self, page: Page):
        self.page = page

    def tick(self, *claims: Claim) -> None:
        raise NotImplementedError

    def begin(self, act: str) -> None:
        raise NotImplementedError

    def choose(self, label: str) -> None:
        raise NotImplementedError

    def pick(self, label: str, option: str) -> None:
        raise NotImplementedError

    def fill(self, label: str, text: str) -> None:
        raise NotImplementedError

    def press(self, button: str) -> None:
        raise NotImplementedError

    def send(self) -> None:
        """The panel's own button."""
        self.press(panel(self.page).locator(".go button").inner_text())


class Mouse(Hand):
    def tick(self, *claims: Claim) -> None:
        for claim in claims:
            card(self.page, claim).locator("[data-pick]").click()

    def begin(self, act: str) -> None:
        self.page.locator(f'#acts [data-key="{ACTS[act].key}"]').click()

    def choose(self, label: str) -> None:
        panel(self.page).get_by_role("radio", name=re.compile(f"^{re.escape(label)}")).click()

    def pick(self, label: str, option: str) -> None:
        panel(self.page).get_by_label(label).select_option(option)

    def fill(self, label: str, text: str) -> None:
        panel(self.page).get_by_label(label, exact=True).fill(text)

    def press(self, button: str) -> None:
        panel(self.page).get_by_role("button", name=button).click()


class Keyboard(Hand):
    def tick(self, *claims: Claim) -> None:
        for claim in claims:
            self.go_to(claim)
            self.page.keyboard.press("x")

    def go_to(self, claim: Claim) -> None:
        """N as often as it takes; from the end P back."""
        at = f'[data-claim="{claim.public_id}"]'
        for key in ("n", "p"):
            for _ in range(FARTHEST // 4):
                if self.page.locator(":focus").and_(self.page.locator(at)).count():
                    return
                self.page.keyboard.press(key)
        raise AssertionError(f"N and P don't reach {claim.statement!r}")

    def begin(self, act: str) -> None:
        self.page.keyboard.press(ACTS[act].key)

    def choose(self, label: str) -> None:
        """Tab goes to a group of buttons of which one can be chosen; the arrows choose."""
        expect(panel(self.page)).to_be_visible()
        tab_until(self.page, lambda: focused(self.page).get_attribute("type") == "radio")
        self.page.keyboard.press("Space")
        press_until(self.page, "ArrowDown", lambda: label in self.page.evaluate(NAME_OF_FOCUSED))

    def pick(self, label: str, option: str) -> None:
        self._to(label)
        self.page.keyboard.type(option)

    def fill(self, label: str, text: str) -> None:
        self._to(label)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def press(self, button: str) -> None:
        name = " ".join(button.split())
        self._to(name, "button")
        self.page.keyboard.press("Enter")

    def _to(self, label: str, tag: str = "") -> None:
        expect(panel(self.page)).to_be_visible()
        at = self.page.locator(f"{tag}:focus")
        tab_until(self.page, lambda: at.count() == 1 and self.page.evaluate(NAME_OF_FOCUSED) == label)


def tab_until(page: Page, there: Callable[[], bool]) -> None:
    press_until(page, "Tab", there)


def press_until(page: Page, key: str, there: Callable[[], bool]) -> None:
    """Press a key until this holds; what has the focus on the way must be seen to have it."""
    for _ in range(FARTHEST):
        if there():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} doesn't get there")
