"""What everybody calls usual parts of a screen: “close the Report tab”, “the search bar”, “the number 7”."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import Description, accepted, meant_by
from grounding.data.expressions.labels import quoted, written
from grounding.data.expressions.scene import Scene
from grounding.data.expressions.words import read_table

_SEARCH = re.compile(r"(?i)\b(search|find|look up|suche\w*|recherche\w*|buscar|szukaj|поиск)\b|搜索|検索")
_ADDRESS = re.compile(r"(?i)\b(address(?! book)|url)\b|^(https?://|www\.)|网址|地址")
_CONTROLS = read_table(
    """
    close: Close {owner}|close {owner}|Close {owner}|the X of {owner}|the close button of {owner}
    minimize: Minimize {owner}|minimize {owner}|the minimize button of {owner}|hide {owner}
    maximize: Maximize {owner}|maximize {owner}|the maximize button of {owner}|make {owner} full size
    """
)
_DESKTOP = (
    "Open {label}", "open {label}", "Double click the {label} icon", "double-click the {quoted} icon",
    "Open the {quoted} icon", "Right click the {label} icon", "Double click to open {quoted}",
    "launch {label}",
    "Start {label}", "the {label} icon on the desktop", "the {label} desktop icon",
    "Double click the {quoted} icon to start the program", "Double click {label} to launch it",
    "Double click the {label} icon to open it", "open the {label} shortcut",
    "Double click to open the {label} icon",
    "Right click on {quoted}", "{label}", "run {label}",
)  # fmt: skip
_SEARCH_BARS = ("the search bar", "the search box", "the search field", "search bar", "the search input box")
_ADDRESS_BARS = (
    "the address bar", "the address bar of the browser", "the browser address bar", "address bar",
    "the URL bar",
    "the browser's address bar",
)  # fmt: skip
_BROWSER_MENUS = (
    "the browser menu", "the browser's settings menu", "browser settings menu", "the menu of the browser",
    "the menu button in the upper right corner of the browser", "the main menu of the browser",
    "the browser menu button (usually three lines)", "the settings and more button of the browser",
)  # fmt: skip
_SIGNS: dict[str, tuple[str, ...]] = read_table(
    """
    +: plus sign|plus|addition sign
    -: minus sign|minus
    −: minus sign|minus
    =: equal sign|equals sign|equals
    ×: multiplication sign|times sign
    *: asterisk|multiplication sign
    ÷: division sign
    /: slash|division sign
    %: percent sign|percentage sign
    .: decimal point|dot
    √: square root
    (: opening bracket
    ): closing bracket
    """
)
_SIGN_FORMS = (
    "the {name} ({sign})", "the {name}", "the {name} {quoted}", "{sign}", "the {sign} button",
    "the {name} button",
    "the {name} button {quoted}", "{quoted}", "the {sign} key",
)  # fmt: skip
_DIGIT_FORMS = (
    "the number {sign}", "the digit {sign}", "the {sign} button", "{sign}", "number {sign}", "{quoted}",
    "the {sign} key", "the number {quoted}", "the button {sign}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Idioms:
    """Writes such descriptions for the elements of one scene; None where the idiom does not fit."""

    scene: Scene
    concepts: Concepts
    rng: random.Random

    def by_owner(self, target: int) -> Description | None:
        """Say what a cross, a bar or a square belongs to: the tab or the window around it."""
        control = self._control(target)
        forms = _CONTROLS.get(control)
        owner = self._owner(target, control) if forms else ""
        if not owner or forms is None:
            return None
        number = self.rng.randrange(len(forms))
        words = forms[number].format(owner=owner)
        targets = self.scene.with_twins_of_one(target)
        return Description(words, targets, "icon", f"idiom-owner:{control}:{number}", "icon", (owner,))

    def _control(self, target: int) -> str:
        names = [p for p in self.scene.pictured(target)[:2]] or [self.scene.label(target)]
        return next((k for n in names if (k := self.concepts.key(n)) in _CONTROLS), "")

    def _owner(self, target: int, control: str) -> str:
        """Return words for the smallest tab, dialog or window around the target, its only such control."""
        scene, rng = self.scene, self.rng
        holders = [
            i
            for i, e in enumerate(scene.elements)
            if e.role in ("tab", "window", "dialog") and i != target and self._holds(i, target)
        ]
        if not holders:
            return ""
        owner = min(holders, key=lambda i: float(scene.sizes[i].prod()))
        role = scene.elements[owner].role
        mine = [
            i for i in range(len(scene.elements)) if self._holds(owner, i) and self._control(i) == control
        ]
        if role != "tab":
            # The crosses of the tabs in a window are not the window's.
            tabs = [i for i in scene.by_role.get("tab", []) if i != owner]
            mine = [i for i in mine if not any(self._holds(t, i) for t in tabs)]
        if len(scene.distinct(mine)) != 1:
            return ""
        kin = scene.by_role.get(role, [])
        if len(kin) == 1 and rng.random() < 0.4:
            return rng.choice(["the current", "this", "the"]) + f" {role}"
        if role == "window" and self._is_browser(owner) and rng.random() < 0.5:
            browsers = [i for i in kin if self._is_browser(i)]
            return rng.choice(["the browser", "Browser", "the browser window"]) if len(browsers) == 1 else ""
        if role == "tab" and "selected" in scene.elements[owner].state and rng.random() < 0.4:
            open_tabs = [i for i in kin if "selected" in scene.elements[i].state]
            return (
                rng.choice(["the current tab", "the active tab", "the current page"])
                if len(open_tabs) == 1
                else ""
            )
        title = scene.label(owner) if role == "tab" else scene.title(owner)
        return self._called(title, role, owner)

    def _called(self, title: str, role: str, owner: int) -> str:
        if not 2 <= len(title) <= 40 or sum(self._title(i) == title for i in self._titled()) > 1:
            return ""
        noun = {"tab": ["tab", "Tab"], "window": ["window"], "dialog": ["dialog", "dialog box", "window"]}[
            role
        ]
        title = written(title, self.rng).text
        said = self.rng.choice([title, title, quoted(title, self.rng)])
        return self.rng.choice([f"the {said} {self.rng.choice(noun)}", f"{said} {noun[0]}"])

    def _titled(self) -> list[int]:
        return [i for role in ("tab", "window", "dialog") for i in self.scene.by_role.get(role, [])]

    def _title(self, index: int) -> str:
        return self.scene.label(index) or self.scene.title(index)

    def _holds(self, outer: int, inner: int) -> bool:
        a = self.scene.elements[outer].box
        x, y = self.scene.centers[inner]
        return outer != inner and a[0] <= x <= a[2] and a[1] - 4 <= y <= a[3]

    def _is_browser(self, window: int) -> bool:
        return any(
            self._holds(window, i) and self._is_address(i) for i in self.scene.by_role.get("field", [])
        )

    def by_use(self, target: int) -> Description | None:
        """Call a field by what everybody uses it for: the search bar, the address bar."""
        rng, e = self.rng, self.scene.elements[target]
        if e.role not in ("field", "combo box"):
            return None
        uses: list[tuple[Callable[[int], bool], tuple[str, ...], str]] = [
            (self._is_search, _SEARCH_BARS, "search"), (self._is_address, _ADDRESS_BARS, "address"),
        ]  # fmt: skip
        for fits, names, use in uses:
            fields = [*self.scene.by_role.get("field", []), *self.scene.by_role.get("combo box", [])]
            if fits(target) and sum(fits(i) for i in fields) == 1:
                number = rng.randrange(len(names))
                targets = self.scene.with_twins_of_one(target)
                return Description(names[number], targets, "field", f"idiom-{use}:{number}", "field", (use,))
        return None

    def _is_search(self, index: int) -> bool:
        e = self.scene.elements[index]
        inside = [i for i in self.scene.by_role.get("icon", []) if self._holds(index, i)]
        drawn = any("search" in self.scene.pictured(i)[:1] for i in inside)
        hint = " ".join((self.scene.label(index), e.text if not self._is_address(index) else "", e.name))
        return drawn or bool(_SEARCH.search(hint))

    def _is_address(self, index: int) -> bool:
        e = self.scene.elements[index]
        at_top = self.scene.centers[index][1] < 0.4 * self.scene.screen.size[1]
        wide = self.scene.sizes[index][0] > 150
        # “Search all address books” is none.
        said = [t for t in (e.text, self.scene.label(index)) if not _SEARCH.match(t)]
        return bool(at_top and wide and any(_ADDRESS.search(t) for t in said))

    def by_browser(self, target: int) -> Description | None:
        """Call the dots or lines in a browser's corner by what they open."""
        keys = {self.concepts.key(p) for p in self.scene.pictured(target)[:2]}
        if not keys & {"menu", "view more"}:
            return None
        holding = [i for i in self.scene.by_role.get("window", []) if self._holds(i, target)]
        browsers = [i for i in holding if self._is_browser(i)]
        like = [i for i in range(len(self.scene.elements)) if self._opens_menu(i, browsers)]
        top = self.scene.elements[browsers[0]].box[1] + 160 if browsers else 0
        if not browsers or len(self.scene.distinct(like)) != 1 or self.scene.centers[target][1] > top:
            return None
        number = self.rng.randrange(len(_BROWSER_MENUS))
        targets = self.scene.with_twins_of_one(target)
        return Description(
            _BROWSER_MENUS[number], targets, "icon", f"idiom-browser:{number}", "button", ("menu",)
        )

    def _opens_menu(self, index: int, windows: list[int]) -> bool:
        keys = {self.concepts.key(p) for p in self.scene.pictured(index)[:2]}
        return bool(keys & {"menu", "view more"}) and any(self._holds(w, index) for w in windows)

    def by_desktop(self, target: int) -> Description | None:
        """Open what lies on a desktop or in a launcher, by the label under its picture."""
        e, label = self.scene.elements[target], self.scene.label(target)
        below = e.role == "icon" and label and self.scene.sizes[target][1] > 36
        targets = accepted(self.scene, target, meant_by(self.scene, label, None)) if below else ()
        if not targets or len(label) < 3:
            return None
        number = self.rng.randrange(len(_DESKTOP))
        shown = re.sub(r"\s*(\.\.\.|…)$", "", label)
        words = _DESKTOP[number].format(label=shown, quoted=quoted(shown, self.rng))
        return Description(words, targets, "icon", f"idiom-desktop:{number}", "icon", (label,))

    def by_sign(self, target: int) -> Description | None:
        """Call a key by the digit or sign on it."""
        sign, rng = self.scene.label(target), self.rng
        if len(sign) != 1 or self.scene.noun(target) != "button" or not (sign.isdigit() or sign in _SIGNS):
            return None
        targets = accepted(self.scene, target, meant_by(self.scene, sign, "button"))
        if not targets or len(self.scene.distinct(targets)) > 1:
            return None
        forms = _DIGIT_FORMS if sign.isdigit() else _SIGN_FORMS
        number = rng.randrange(len(forms))
        name = rng.choice(_SIGNS.get(sign, (sign,)))
        words = forms[number].format(sign=sign, quoted=quoted(sign, rng), name=name)
        return Description(words, targets, "text", f"idiom-sign:{number}", "button", (sign,))
