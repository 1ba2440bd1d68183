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
from grounding.data.expressions.words import BEFORE_FIELD, LABELLED

_BY_LABEL = tuple(
    [
        "{label}",
        "{label}",
        "{label}",
        "{label} {role}",
        "the {label} {role}",
        "the {label} {role}",
        "{role} {label}",
        "the {role} {called} {quoted}",
        "{quoted}",
        "{quoted}",
        "the {quoted} {role}",
        "{quoted} {role}",
        "the {role} {quoted}",
        "{role} {called} {label}",
        "the {role} {called} {label}",
        "the {role} with {quoted} on it",
        "a {role} that says {label}",
        "the {label}",
        "{label} at the {place}",
        "the {label} {role} at the {place} of the screen",
        "the {quoted} {role} located at the {place}",
        "the {quoted} {role} in the {place} of the window",
        "the {label} {role} in the {container}",
        "{quoted} in the {container}",
        "{container} {label}",
        "{container} > {label}",
        "the {role} {quoted} in the {container}, at the {place}",
        "the {role} whose text is {quoted}",
        "the one that says {quoted}",
        "where it says {label}",
        "the word {label}",
        "the {role} for {label}",
        "option {quoted}",
        "{label}, the {role} at the {place}",
        "the {role} that reads {quoted}",
        "{role}: {label}",
        "{label} ({role})",
        "{role}_{label}",
    ]
)
_BY_FIELD = tuple(
    [
        "{label}",
        "{label} {role}",
        "the {label} {role}",
        "{role} {label}",
        "the {role} {called} {quoted}",
        "the {role} for {label}",
        "the {role} for the {label}",
        "{beside} {label}",
        "the {beside} {label}",
        "the {beside} {quoted}",
        "{quoted} {role}",
        "the {quoted} {role}",
        "the {role} where the {label} goes",
        "{role} to enter the {label}",
        "the {role} in which the {label} is set",
        "the empty {role} for {label}",
        "{container} {label} {role}",
        "the {label} {role} in the {container}",
        "the {role} belonging to {quoted}",
        "the {quoted} {role} at the {place}",
        "the {role} next to the label {quoted}",
        "where I can type the {label}",
        "the {role} of {label}",
    ]
)
_BY_PICTURE = tuple(
    [
        "{icon}",
        "{icon}",
        "{icon} icon",
        "{icon} icon",
        "the {icon} icon",
        "the {icon} icon",
        "the {icon} button",
        "{icon} button",
        "the {icon} symbol",
        "the icon that looks like a {icon}",
        "the button with the {icon} icon",
        "the icon for {icon}",
        "toolbar {icon}",
        "toolbar button {icon}",
        "the {icon} icon in the toolbar",
        "the {icon} icon at the {place}",
        "the {icon} icon in the {place} corner",
        "{quoted} icon",
        "the {quoted} button",
        "the {quoted} icon at the {place} of the window",
        "the picture of a {icon}",
        "the little {icon}",
        "a {icon} sign",
        "icon {icon}",
        "the {icon}",
        "the small {icon} icon",
        "the {icon} icon in the {container}",
        "the {role} showing a {icon}",
        "{container} {icon}",
        "the symbol of a {icon}",
        "the {role} with a {icon} on it",
        "the {icon} icon on the {place} side",
        "{role}_{icon}",
    ]
)


@dataclass(frozen=True, slots=True)
class Namer:
    """Writes descriptions of one element after another of a scene."""

    scene: Scene
    concepts: Concepts
    rng: random.Random

    def by_label(self, target: int) -> Description | None:
        """Describe the target by its label or, for a field, by the label beside it."""
        e, rng = self.scene.elements[target], self.rng
        label = self.scene.label(target)
        if not label:
            return None
        labelled = is_labelled(e.role)
        form, number = self._form(_BY_FIELD if labelled else _BY_LABEL, target)
        said = written(label, rng)
        names_role = "{role}" in form or "{beside}" in form
        found = meant_by(self.scene, said.text, e.role if names_role else None)
        targets = accepted(self.scene, target, found)
        if not targets or (said.manner == "case" and len(said.text) < 2):
            return None
        words = self._filled(form, target, said.text)
        kind: Kind = "field" if labelled else "text"
        return Description(words, targets, kind, f"{kind}:{number}", e.role, (said.text,))

    def by_other_words(self, target: int) -> Description | None:
        """Describe the target by a word of like meaning: “settings” for Preferences."""
        rng, e = self.rng, self.scene.elements[target]
        key = self._concept(target)
        choices = [w for label in self._names(target) for w in self.concepts.synonyms(label)]
        targets = self._of_concept(target, key)
        if not choices or not targets:
            return None
        word = rng.choice(choices)
        if any(i not in targets for i in meant_by(self.scene, word, None)):
            return None
        form, number = self._form(_BY_PICTURE if not e.text else _BY_LABEL, target)
        kind: Kind = "text" if e.text else "icon"
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
        targets = accepted(self.scene, target, same)
        if not targets:
            return None
        form, number = self._form(_BY_PICTURE, target)
        role = self.scene.elements[target].role
        return Description(
            self._filled(form, target, phrase), targets, "icon", f"icon:{number}", role, (phrase, *phrases)
        )

    def by_purpose(self, target: int) -> Description | None:
        """Say what the target is for: a whole wish, without a verb of pointing."""
        purposes = [p for label in self._names(target) for p in self.concepts.purposes(label)]
        targets = self._of_concept(target, self._concept(target))
        if not purposes or not targets:
            return None
        e = self.scene.elements[target]
        kind: Kind = "text" if e.text else "icon"
        return Description(
            self.rng.choice(purposes), targets, kind, f"purpose-{kind}:0", e.role, tuple(self._names(target))
        )

    def _names(self, target: int) -> list[str]:
        e = self.scene.elements[target]
        return [n for n in (e.text, e.name, e.icon, e.icon.replace("-", " ")) if n]

    def _concept(self, target: int) -> str:
        return next((k for n in self._names(target) if (k := self.concepts.key(n))), "")

    def _of_concept(self, target: int, key: str) -> tuple[int, ...]:
        if not key:
            return ()
        found = [i for i in range(len(self.scene.elements)) if self._concept(i) == key]
        return accepted(self.scene, target, found)

    def _form(self, forms: tuple[str, ...], target: int) -> tuple[str, int]:
        number = self.rng.randrange(len(forms))
        if "{container}" in forms[number] and not self._container_name(target):
            number = self.rng.randrange(3)
        return forms[number], number

    def _container_name(self, target: int) -> str:
        parent = self.scene.container(target, frozenset({"window", "dialog"}))
        if parent < 0:
            return ""
        e = self.scene.elements[parent]
        title = " ".join((e.text or e.name).split())
        short = re.split(r"\s[-–—|]\s", title)[-1] if self.rng.random() < 0.5 else title
        return f"{short} {role_word(e.role, self.rng)}" if 2 <= len(short) <= 40 else ""

    def _filled(self, form: str, target: int, label: str) -> str:
        rng, e = self.rng, self.scene.elements[target]
        container = self._container_name(target) if "{container}" in form else ""
        if form.startswith("{container}") and rng.random() < 0.7:
            container, label = container.lower(), label.lower()
        return form.format(
            label=label,
            icon=label.lower() if rng.random() < 0.7 else label,
            quoted=quoted(label, rng),
            role=role_word(e.role, rng),
            called=rng.choice(LABELLED),
            beside=rng.choice(BEFORE_FIELD),
            place=place_of(self.scene, target),
            container=container,
        )


def place_of(scene: Scene, target: int) -> str:
    """Return the part of the screen in which the target is: “top left”, “bottom”, “center”."""
    width, height = scene.screen.size
    x, y = scene.centers[target] / (width, height)
    row = "top" if y < 0.34 else "bottom" if y > 0.66 else ""
    column = "left" if x < 0.34 else "right" if x > 0.66 else ""
    return f"{row} {column}".strip() or "center"
