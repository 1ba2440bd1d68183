"""Secrets never reach the memory: what was typed into masked fields, and what a task calls one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from gui_agent.expectation import FieldHolds
from gui_agent.masked import FEWEST, count_masked
from gui_agent.reflection import MASK_CHARACTERS
from gui_agent.types import Step

HIDDEN = "••••"
_WORDS = (
    r"\w*pass(?:wor[dt]|phrase|code)|pin|secret|token|api[ -]?key|cvv|cvc|security code|"
    r"\w*(?:kennwort|lösenord|wachtwoord|salasana|jelszó|heslo|hasło|parola|пароль|şifre)|"
    r"mot de passe|contraseña|clave|senha|adgangskode|geheimzahl|code secret|пин-код|"
    r"\w*(?:密码|密碼|パスワード|暗証番号|비밀번호)\w*"
)
_SECRET = re.compile(rf"\b(?:{_WORDS})\b", re.I)
_SAID = re.compile(
    rf"\b(?:{_WORDS})\b(?:\s+(?:field|box))?\s*"
    r"(?:(?:is|of|as|with|=|:)?\s*[\"“'‘«](?P<quoted>[^\"”'’»]{1,200})[\"”'’»]|(?:is\b|=|:)\s*(?P<bare>\S+))",
    re.I,
)
_SAID_BEFORE = re.compile(
    rf"[\"“'‘«](?P<quoted>[^\"”'’»]{{1,200}})[\"”'’»]\s+(?:in|into|as|for|to)\s+(?:the\s+)?(?:\w+\s+)?(?:{_WORDS})\b",
    re.I,
)
_KEYLIKE = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{24,}\b|\b(?:\d[ -]?){13,19}\b")


def secrets_in(task: str, steps: Sequence[Step] = ()) -> tuple[str, ...]:
    """Return the texts of ``task`` and of what was typed in ``steps`` that must not be kept."""
    said = [
        m["quoted"] or m.groupdict().get("bare") or ""
        for p in (_SAID, _SAID_BEFORE)
        for m in p.finditer(task)
    ]
    keys = [found[0].strip() for found in _KEYLIKE.finditer(task)]
    typed = [str(s.planned.arguments.get("text", "")) for s in typed_secretly(steps)]
    keys += [found[0] for s in steps for found in _KEYLIKE.finditer(str(s.planned.arguments.get("text", "")))]
    return tuple(dict.fromkeys(text for text in (*said, *keys, *typed) if text.strip()))


def redacted(text: str, secrets: Iterable[str]) -> str:
    """Return ``text`` with every secret in it replaced by dots."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


def typed_secretly(steps: Sequence[Step]) -> list[Step]:
    """Return the steps that typed into a masked field, or into one that is called a secret's."""
    found: list[Step] = []
    into = ""
    for step in steps:
        if step.planned.kind in ("click", "focus_window"):
            into = f"{step.planned.target} {step.grounding.label if step.grounding else ''}"
        if step.planned.kind == "press":
            into = ""  # Tab goes to another field; what it is, the screen says
        if step.planned.kind == "type":
            expected = step.planned.expectation
            field = expected.field if isinstance(expected, FieldHolds) else ""
            if _SECRET.search(f"{into} {field} {step.planned.target}") or _shows_dots(step):
                found.append(step)
    return found


def _shows_dots(step: Step) -> bool:
    """Say whether what came of typing is a row of dots: read as such, or seen as such."""
    if step.after is None:
        return False
    before = {e.text for e in step.observation.screen.elements}
    for element in step.after.screen.elements:
        text = element.text.strip()
        if len(text) >= FEWEST and set(text) <= MASK_CHARACTERS - {" ", "-", "_"} and text not in before:
            return True
    image = step.after.screenshot.image
    if not isinstance(image, np.ndarray) or image.size == 0:
        return False
    fields = [e.box for e in step.after.screen.elements if e.role == "field"]
    touched = [f for f in fields if any(f.overlaps(change) for change in step.after.changes)]
    return any(count_masked(step.after.screenshot.crop(f.expanded(-2))) >= FEWEST for f in touched)
