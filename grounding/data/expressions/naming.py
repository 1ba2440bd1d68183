"""Descriptions by what an element is called, shows or is for."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import (
    Description,
    Kind,
    accepted,
    is_labelled,
    meant_by,
    role_word,
)
from grounding.data.expressions.labels import quoted, written
from grounding.data.expressions.scene import Scene, fold
from grounding.data.expressions.words import BEFORE_FIELD, LABELLED, read_table
from grounding.types import Role

_BY_LABEL = (
    "{label}", "{label}", "{label}", "{label}", "{label} {role}", "{label} {role}", "the {label} {role}",
    "the {label} {role}", "the {label} {role}", "{role} {label}", "the {role} {called} {quoted}",
    "{quoted}", "{quoted}", "{quoted}", "the {quoted} {role}", "the {quoted} {role}", "{quoted} {role}",
    "the {role} {quoted}", "the {role} {called} {label}", "the {role} with {quoted} on it",
    "{label} at the {place}", "the {label} {role} at the {place} of the screen",
    "the {quoted} {role} at the {place}", "where it says {quoted}", "the {role} that reads {quoted}",
    "{quoted} in the {container}", "the {label} {role} in the {container}", "{label} in the {container}",
    "the {quoted} {role} of the {container}", "{label} under {heading}", "the {label} {role} under {heading}",
    "{quoted} in {heading}", "the {label} {role} in the {heading} section", "{label} in the {scope}",
    "the {quoted} option in the {scope}", "{quoted} in the {scope}", "{label} from the {scope}",
    "the {label} option", "{label} option", "the {quoted} option",
)  # fmt: skip
_BY_FIELD = (
    "{label}", "{label}", "{label} {role}", "{label} {role}", "the {label} {role}", "the {label} {role}",
    "{role} {label}", "the {role} {called} {quoted}", "the {role} for {label}", "the {role} for the {label}",
    "the {beside} {label}", "the {beside} {quoted}", "{quoted} {role}", "the {quoted} {role}",
    "the {quoted} {role}", "the {role} of {label}", "the {role} next to {label}",
    "the {role} next to {quoted}",
    "the {label} {role} in the {container}", "the {quoted} {role} of the {container}",
    "the {label} {role} under {heading}", "the {label} {role} at the {place}",
    "the {role} next to the label {quoted}", "the {role} where the {label} goes",
)  # fmt: skip
_BY_CHOICE = (
    "{label}", "the {label} {role}", "{label} {role}", "the {quoted} {role}", "{quoted} {role}",
    "{role} {label}", "the {role} showing {quoted}", "the {role} set to {quoted}",
)  # fmt: skip
_BY_PICTURE = (
    "{icon}", "{icon} icon", "{icon} icon", "{icon} icon", "the {icon} icon", "the {icon} icon",
    "the {icon} icon", "the {icon} button", "the {icon} button", "{icon} button", "the {icon} symbol",
    "the button with the {icon} icon", "the icon for {icon}", "toolbar {icon}",
    "the {icon} icon in the toolbar", "the {icon} icon at the {place}", "the {icon} icon in the {place}",
    "the {quoted} icon", "the {quoted} button", "the small {icon} icon", "the {icon} icon in the {container}",
    "the {icon} button in the {place} of the screen", "icon {icon}", "the {icon}",
)  # fmt: skip
_SCOPES: dict[str, tuple[str, ...]] = read_table(
    """
    menu item: menu|pop-up menu|context menu|drop-down menu|menu that appears|popup menu|menu that opens
    list item: list|options list|sidebar|results|list of options
    tab: tab bar|row of tabs
    menu: menu bar|upper menu bar|top menu bar
    tree item: tree|list
    cell: table|list
    radio: dialog|options
    checkbox: dialog|options
    """
)


_IN_TITLE_BARS = frozenset({"close", "minimize", "maximize"})
# What misread labels look like, and paths, which nobody says.
_GARBLED = re.compile(r"[©®§¶¢¬¦|\\~^_{}]|/\w+/\w+|^\W{2,}|(?:^|\s)[^\W\d](?:\s[^\W\d])+(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Namer:
    """Writes descriptions of one element after another of a scene."""

    scene: Scene
    concepts: Concepts
    rng: random.Random

    def by_label(self, target: int) -> Description | None:
        """Describe the target by its label or, for a field, by the label beside it."""
        e, rng = self.scene.elements[target], self.rng
        label, noun = self.scene.label(target), self.scene.noun(target)
        if not sayable(label, noun):
            return None
        labelled = is_labelled(e.role)
        forms = _BY_CHOICE if self.scene.is_choice(target) else _BY_FIELD if labelled else _BY_LABEL
        form, number = self._form(forms, target)
        said = written(label, rng)
        names_role = "{role}" in form or "{beside}" in form
        found = meant_by(self.scene, said.text, noun if names_role else None)
        targets = accepted(self.scene, target, found)
        if not targets or (said.manner == "case" and len(said.text) < 2):
            return None
        words = self._filled(form, target, said.text)
        kind: Kind = "field" if labelled else "text"
        bare = "-bare" if labelled and not names_role and not self.scene.is_choice(target) else ""
        return Description(words, targets, kind, f"{kind}{bare}:{number}", noun, (said.text,))

    def by_other_words(self, target: int) -> Description | None:
        """Describe the target by a word of like meaning: “settings” for Preferences."""
        rng, e = self.rng, self.scene.elements[target]
        # Of words only a button's are said in other words: View is not “visible”.
        may_be = not self.scene.label(target) or self.scene.noun(target) == "button"
        key = self._concept(target) if may_be and not is_labelled(e.role) else ""
        choices = [w for label in self._names(target) for w in self.concepts.synonyms(label)]
        targets = self._of_concept(target, key)
        if not choices or not targets:
            return None
        word = rng.choice(choices)
        if any(i not in targets for i in meant_by(self.scene, word, None)):
            return None
        form, number = self._form(_BY_LABEL[:9] if self.scene.label(target) else _BY_PICTURE, target)
        kind: Kind = "text" if self.scene.label(target) else "icon"
        said = (word, *self._names(target))
        return Description(
            self._filled(form, target, word), targets, kind, f"other-{kind}:{number}", e.role, said
        )

    def by_picture(self, target: int) -> Description | None:
        """Describe the target by what its icon shows or does."""
        phrases = self.scene.pictured(target)
        if not phrases:
            return None
        phrase = self.rng.choice(phrases)
        wanted = fold(phrase)
        same = [i for i in range(len(self.scene.elements)) if wanted in map(fold, self.scene.pictured(i))]
        same += [i for i in self.scene.by_label.get(wanted, []) if i not in same]
        same += [i for i in range(len(self.scene.elements)) if i not in same and self._draws(i, wanted)]
        targets = accepted(self.scene, target, same)
        if not targets:
            return None
        if self.scene.sight.stands_outside(wanted, [self.scene.elements[i].box for i in targets], True):
            return None
        form, number = self._form(_BY_PICTURE, target)
        role = self.scene.noun(target)
        return Description(
            self._filled(form, target, phrase), targets, "icon", f"icon:{number}", role, (phrase, *phrases)
        )

    def _draws(self, index: int, wanted: str) -> bool:
        return any(fold(p) == wanted for p in self.scene.drawn(index))

    def by_purpose(self, target: int) -> Description | None:
        """Say what the target is for: a whole wish, without a verb of pointing."""
        worded = self.scene.label(target) and self.scene.noun(target) != "button"
        if worded or is_labelled(self.scene.elements[target].role):
            return None
        purposes = [p for label in self._names(target) for p in self.concepts.purposes(label)]
        targets = self._of_concept(target, self._concept(target))
        if not purposes or not targets or len(self.scene.distinct(targets)) > 1:
            return None
        e = self.scene.elements[target]
        kind: Kind = "text" if self.scene.label(target) else "icon"
        return Description(
            self.rng.choice(purposes), targets, kind, f"purpose-{kind}:0", e.role, tuple(self._names(target))
        )

    def _names(self, target: int) -> list[str]:
        """Return what can be seen of the target: its words or else what its picture shows."""
        label = self.scene.label(target)
        return [label] if label else self.scene.pictured(target)[:3]

    def _concept(self, target: int) -> str:
        return next((k for n in self._names(target) if (k := self.concepts.key(n))), "")

    def _of_concept(self, target: int, key: str) -> tuple[int, ...]:
        if not key:
            return ()
        found = [i for i in range(len(self.scene.elements)) if self._concept(i) == key]
        return accepted(self.scene, target, found)

    def _form(self, forms: tuple[str, ...], target: int) -> tuple[str, int]:
        number = self.rng.randrange(len(forms))
        unfit = (
            ("{container}" in forms[number] and not self.container_name(target))
            or ("{heading}" in forms[number] and not heading_of(self.scene, target))
            or ("toolbar" in forms[number] and self._concept(target) in _IN_TITLE_BARS)
            or ("{place}" in forms[number] and not place_of(self.scene, target))
            or ("{scope}" in forms[number] and not self._scope(target))
        )
        return forms[number if not unfit else (number := self.rng.randrange(3))], number

    def _scope(self, target: int) -> str:
        words = _SCOPES.get(self.scene.elements[target].role, ())
        if self.scene.elements[target].role in ("radio", "checkbox") and not self.container_name(target):
            return ""
        return self.rng.choice(words) if words else ""

    def container_name(self, target: int) -> str:
        """Return what the window or dialog around the target is called; "" where nothing is to be read."""
        parent = self.scene.container(target, frozenset({"window", "dialog"}))
        title = self.scene.title(parent) if parent >= 0 else ""
        short = re.split(r"\s[-–—|]\s", title)[-1] if self.rng.random() < 0.5 else title
        if not 2 <= len(short) <= 40:
            return ""
        noun = role_word(self.scene.elements[parent].role, self.rng)
        return f"{quoted(short, self.rng) if self.rng.random() < 0.4 else short} {noun}"

    def _filled(self, form: str, target: int, label: str) -> str:
        rng = self.rng
        named = self.container_name(target) if "{container}" in form else ""
        heading = heading_of(self.scene, target) if "{heading}" in form else ""
        return form.format(
            label=label,
            icon=label.lower() if rng.random() < 0.7 else label,
            quoted=quoted(label, rng),
            role=role_word(self.scene.noun(target), rng),
            called=rng.choice(LABELLED),
            beside=rng.choice(BEFORE_FIELD),
            place=place_of(self.scene, target),
            container=named or "window",
            heading=quoted(heading, rng) if rng.random() < 0.4 else heading,
            scope=self._scope(target) if "{scope}" in form else "",
        )


def sayable(label: str, role: Role) -> bool:
    """Say whether a person would call something by these words: no sentences, no lone signs."""
    if not label or (len(label) == 1 and role not in ("button", "icon", "tab")):
        return False
    if role == "cell" and len(label) < 3:
        return False
    words = label.split()
    if role != "button" and not any(c.isalpha() for c in label) and sum(c.isdigit() for c in label) < 2:
        return False
    most = 5 if role in ("text", "cell") else 8
    plain = any(c.isalnum() for c in label) and not _GARBLED.search(label)
    return len(words) <= most and plain


def heading_of(scene: Scene, target: int) -> str:
    """Return the nearest words that stand over the target like a heading; "" where there are none."""
    box, best, found = scene.boxes[target], 140.0, ""
    for i in scene.by_role.get("text", []):
        b, label = scene.boxes[i], scene.label(i)
        drop = float(box[1] - b[3])
        starts_left = -60 <= float(b[0] - box[0]) <= 12
        if 0 <= drop < best and starts_left and 3 <= len(label) <= 30 and not label[0].isdigit():
            unlike = label.rstrip(":") != scene.label(target) and scene.sight.count(fold(label)) <= 1
            best, found = (drop, label.rstrip(":")) if unlike else (best, found)
    return found


def place_of(scene: Scene, target: int) -> str:
    """Return the part of the screen in which the target is: “top left”, “bottom”, “center”; "" in between."""
    width, height = scene.screen.size
    x, y = scene.centers[target] / (width, height)
    row = "top" if y < 0.28 else "bottom" if y > 0.72 else ""
    column = "left" if x < 0.28 else "right" if x > 0.72 else ""
    return f"{row} {column}".strip() or ("center" if abs(x - 0.5) < 0.1 and abs(y - 0.5) < 0.1 else "")
