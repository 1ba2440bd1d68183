"""Descriptions of what is not on a screen: from other screens, near misses, numbers too high."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import Description, role_word
from grounding.data.expressions.labels import quoted
from grounding.data.expressions.naming import sayable
from grounding.data.expressions.scene import Scene, fold
from grounding.data.expressions.words import ORDINALS

_TOO_ALIKE = 74
_OPPOSITES = dict(
    pair.split("/")
    for pair in [
        "enable/disable",
        "disable/enable",
        "undo/redo",
        "redo/undo",
        "left/right",
        "right/left",
        "in/out",
        "out/in",
        "open/close",
        "close/open",
        "next/previous",
        "previous/next",
        "back/forward",
        "up/down",
        "down/up",
        "add/remove",
        "remove/add",
        "import/export",
        "export/import",
        "show/hide",
        "hide/show",
        "first/last",
        "last/first",
        "start/stop",
        "stop/start",
        "new/old",
        "old/new",
        "select/deselect",
        "lock/unlock",
        "unlock/lock",
        "install/uninstall",
        "on/off",
        "off/on",
        "top/bottom",
        "minimum/maximum",
        "maximum/minimum",
        "increase/decrease",
        "decrease/increase",
        "before/after",
        "after/before",
        "expand/collapse",
        "collapse/expand",
        "yes/no",
        "all/none",
        "horizontal/vertical",
        "vertical/horizontal",
        "day/night",
    ]
)
_EXTENSIONS = (
    "as",
    "all",
    "as template",
    "page",
    "everything",
    "settings",
    "online",
    "history",
    "later",
    "now",
    "manager",
    "to PDF",
    "a copy",
    "selected",
    "list",
    "window",
    "folder",
    "again",
    "password",
)
_FORMS = (
    "{q}", "the {q} {role}", "{label} {role}", "{label}", "the {role} {q}", "the {label} {role}",
    "{q} {role}",
    "the {role} labelled {q}", "the {label} {role}",
)  # fmt: skip
_EVERYWHERE = frozenset({"close", "minimize", "maximize", "menu", "view more", "search", "x", "cross"})


@dataclass(frozen=True, slots=True)
class Absence:
    """Writes descriptions that fit nothing on a scene; gives None where that cannot be made sure of."""

    scene: Scene
    concepts: Concepts
    rng: random.Random

    def from_elsewhere(self, description: Description) -> Description | None:
        """Return another screen's description if nothing of what it says is here."""
        if not description.said or any(self._is_here(said) for said in description.said):
            return None
        if description.kind == "icon" and not self._is_sure(description):
            return None
        return replace(description, targets=(), kind="absent", template=f"elsewhere-{description.template}")

    def _is_sure(self, description: Description) -> bool:
        """Say whether a picture is surely missing: all are known, and it is not one of every window."""
        if description.template.startswith("idiom-desktop"):
            return True
        common = any(self.concepts.key(s) in _EVERYWHERE or fold(s) in _EVERYWHERE for s in description.said)
        return not common and not self.scene.has_unknown_pictures

    def near_miss(self, target: int) -> Description | None:
        """Return a label much like the target's that is not on the screen: “Save as” beside “Save”."""
        label = self.scene.label(target).rstrip(".…: ")
        missed = self.rng.choice([_extended, _opposite, _renumbered, self._reworded])(label, self.rng)
        if not missed or self._stands_here(missed) or not sayable(label, self.scene.noun(target)):
            return None
        number = self.rng.randrange(len(_FORMS))
        role = self.scene.noun(target)
        words = _FORMS[number].format(
            q=quoted(missed, self.rng), label=missed, role=role_word(role, self.rng)
        )
        return Description(words, (), "absent", f"near-miss:{number}", role, (missed,))

    def beyond_the_last(self, target: int) -> Description | None:
        """Count farther than there are equal labels: “the fifth Edit button” of three."""
        label, folded = self.scene.label(target), self.scene.folded[target]
        equal = self.scene.distinct(self.scene.by_label.get(folded, ()))
        holding = [f for f in self.scene.folded if folded and folded in f and f != folded]
        seen = self.scene.sight.count(folded) if self.scene.sight.known else len(equal)
        if not label or holding or not 1 < len(equal) < 6 or seen > len(equal) or len(label) < 3:
            return None
        nth = ORDINALS[self.rng.randint(len(equal) + 1, 8)]
        role = self.scene.noun(target)
        return Description(
            f"the {nth} {label} {role_word(role, self.rng)}", (), "absent", "beyond:0", role, (label,)
        )

    def elsewhere_named(self, target: int, title: str) -> Description | None:
        """Ask for the target in a dialog that is not open."""
        label, role = self.scene.label(target), self.scene.noun(target)
        if not sayable(label, self.scene.noun(target)) or not title or self._is_here(title):
            return None
        kind = self.rng.choice(["dialog", "window", "dialog box"])
        words = f"the {label} {role_word(role, self.rng)} in the {quoted(title, self.rng)} {kind}"
        return Description(words, (), "absent", "other-dialog:0", role, (title,))

    def _is_here(self, said: str) -> bool:
        """Return whether anything here is called like ``said``, shows it, or means the same."""
        wanted, key = fold(said), self.concepts.key(said)
        if not wanted or self._stands_here(said):
            return True
        names = self.scene.all_names
        if key and any(self.concepts.key(n) == key for n in names):
            return True
        if any(wanted in n or (len(n) > 3 and n in wanted and _has_words(wanted, n)) for n in names):
            return True
        return process.extractOne(wanted, names, scorer=fuzz.ratio, score_cutoff=_TOO_ALIKE) is not None

    def _stands_here(self, label: str) -> bool:
        wanted = fold(label)
        return any(wanted in n and _has_words(n, wanted) for n in self.scene.all_names)

    def _reworded(self, label: str, rng: random.Random) -> str:
        """Replace one word of a longer label by a word of another label of the screen."""
        words = label.split()
        others = [w for f in rng.sample(self.scene.folded, min(6, len(self.scene.folded))) for w in f.split()]
        others = [w for w in others if len(w) > 3 and w.isalpha()]
        if not 2 <= len(words) <= 6 or not others:
            return ""
        i, new = rng.randrange(len(words)), rng.choice(others)
        if len(words[i]) <= 3 or fuzz.ratio(words[i].casefold(), new) > 50:
            return ""
        words[i] = new.capitalize() if words[i][:1].isupper() else new
        return " ".join(words)


def _has_words(text: str, words: str) -> bool:
    """Say whether ``words`` stand in ``text`` as whole words."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _extended(label: str, rng: random.Random) -> str:
    return f"{label} {rng.choice(_EXTENSIONS)}" if 1 <= len(label.split()) <= 3 and label.isascii() else ""


def _opposite(label: str, rng: random.Random) -> str:
    words = label.split()
    spots = [i for i, w in enumerate(words) if w.casefold() in _OPPOSITES]
    if not spots:
        return ""
    i = rng.choice(spots)
    other = _OPPOSITES[words[i].casefold()]
    words[i] = other.capitalize() if words[i][:1].isupper() else other
    return " ".join(words)


def _renumbered(label: str, rng: random.Random) -> str:
    digits = re.findall(r"\d+", label)
    if not digits:
        return ""
    old = rng.choice(digits)
    return label.replace(old, str(int(old[:6]) + rng.choice([1, 2, 3, 5, 10])), 1)
