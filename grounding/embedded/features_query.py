"""What the matcher knows about an instruction before it has looked at a screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from grounding.embedded.features_cues import Cues, cues_of
from grounding.embedded.tokens import PADDING, word_ids, words_of
from grounding.errors import InvalidTarget
from grounding.instructions import target_of
from grounding.phrase import TargetPhrase, parse_target
from grounding.quotes import Quoted
from grounding.types import State
from grounding.vocabulary import ORDINALS, ROLE_WORDS, STATES, RelationKind, TargetRole

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

MOST_TOKENS = 48
TOKEN_IDS = 12
_MOST_CHARACTERS = 700
_TARGET_ROLES: tuple[TargetRole, ...] = get_args(TargetRole)
_RELATIONS: tuple[RelationKind, ...] = get_args(RelationKind)
_STATE_NAMES: tuple[State, ...] = get_args(State)
_PLAIN_FLAGS = 8
_ORDINAL_SLOTS = 12
_PLACES = ("left", "right", "top", "bottom", "center")
FLAG_SIZE = (
    _PLAIN_FLAGS + len(_TARGET_ROLES) + len(_RELATIONS) + len(_STATE_NAMES) + _ORDINAL_SLOTS + len(_PLACES)
)

_FILLERS = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "and",
        "or",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "is",
        "are",
        "be",
        "so",
        "with",
        "by",
        "for",
        "from",
        "please",
        "now",
        "then",
        "next",
        "first",
        "finally",
        "can",
        "could",
        "you",
        "i",
        "want",
        "need",
        "my",
        "your",
        "me",
        "we",
        "us",
        "will",
        "would",
        "should",
        "have",
        "has",
        "do",
        "does",
        "go",
        "ahead",
        "which",
        "what",
        "where",
        "there",
        "here",
        "screen",
        "just",
        "ok",
        "lets",
        "let",
        "s",
        "os",
    ]
)
_VERBS = frozenset(
    [
        "click",
        "press",
        "hit",
        "tap",
        "select",
        "choose",
        "push",
        "pick",
        "open",
        "double",
        "right",
        "left",
        "single",
        "move",
        "hover",
        "find",
        "locate",
        "type",
        "enter",
        "write",
        "put",
        "fill",
        "input",
        "set",
        "drag",
        "toggle",
        "switch",
        "check",
        "uncheck",
        "tick",
        "untick",
        "turn",
        "close",
        "use",
        "look",
        "wait",
        "assert",
    ]
)
_EXTRA_WORDS: dict[str, tuple[str, ...]] = {
    "left of": ("left of", "left side of", "before", "左侧", "左边"),
    "right of": ("right of", "right side of", "after", "following", "右侧", "右边"),
    "above": ("above", "over", "on top of", "上方", "上面"),
    "below": ("below", "under", "underneath", "beneath", "下方", "下面"),
    "next to": ("next to", "beside", "near", "close to", "adjacent to", "alongside", "旁边"),
    "inside": ("inside", "within", "in the"),
    "in row of": ("row of", "row as", "line of", "row with", "in line with", "row that"),
}
_PLACE_WORDS = {
    "left": ("left", "leftmost"), "right": ("right", "rightmost"),
    "top": ("top", "upper", "topmost", "uppermost"), "bottom": ("bottom", "lower", "lowest", "bottommost"),
    "center": ("center", "centre", "middle"),
}  # fmt: skip
_SORTS: dict[str, tuple[str | int, ...]] = {
    "relation": _RELATIONS,
    "state": _STATE_NAMES,
    "ordinal": (*range(1, _ORDINAL_SLOTS), -1),
    "place": _PLACES,
}
_CHINESE_ROLES: dict[str, TargetRole] = {
    "按钮": "button", "图标": "icon", "输入框": "field", "复选框": "checkbox", "标签页": "tab",
    "菜单": "menu", "链接": "link", "下拉框": "combo box", "开关": "switch", "滑块": "slider",
}  # fmt: skip
_MORE_STATES: dict[str, State] = {
    "active": "selected", "current": "selected", "highlighted": "selected", "chosen": "selected",
    "inactive": "disabled", "unavailable": "disabled", "unfolded": "expanded", "marked": "checked",
    "activated": "checked", "unmarked": "unchecked", "cleared": "unchecked",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class QueryWords:
    """An instruction taken apart; ``ids`` [t, TOKEN_IDS] and ``flags`` [t, FLAG_SIZE] go to the network.

    ``text`` is the folded words joined by spaces; ``quotes`` the quoted parts that are not what is to be
    typed; ``phrase`` the reading of the hand-written grammar, None where it sees none.
    """

    tokens: tuple[str, ...]
    text: str
    quoted: NDArray[np.bool_]
    quotes: tuple[str, ...]
    phrase: TargetPhrase | None
    cues: Cues
    ids: Ids
    flags: Floats


class QueryReader:
    """Reads instructions with tables built once."""

    def __init__(self) -> None:
        self._tags = _tag_table()

    def read(self, instruction: str) -> QueryWords:
        """Return the words of ``instruction``; what is beyond the first 48 words is not read."""
        text = " ".join(instruction[:_MOST_CHARACTERS].split())
        parts = Quoted.hide(text)
        tokens, quoted, capital = _tokens(parts)
        phrase = _phrase_of(text)
        flags = self._flags(tokens, quoted, capital)
        _mark(flags[:, 6], tokens, phrase.label if phrase else "")
        anchor = phrase.relations[0].anchor if phrase and phrase.relations else None
        _mark(flags[:, 7], tokens, (anchor.label or anchor.words) if anchor else "")
        cues = cues_of(phrase, tokens, self._tagged(tokens, quoted), parts.parts)
        said = " ".join(tokens)
        return QueryWords(tuple(tokens), said, quoted, parts.parts[:4], phrase, cues, _ids(tokens), flags)

    def _tagged(self, tokens: list[str], quoted: NDArray[np.bool_]) -> list[tuple[str, str | int, int, int]]:
        """Return the tagged runs of words outside of quotes, longest first at each word."""
        found = []
        for i in range(len(tokens)):
            for length in (3, 2, 1):
                run = tuple(tokens[i : i + length])
                slot = self._tags.get(run)
                if len(run) == length and slot is not None and not quoted[i]:
                    meaning = _meaning_of(slot)
                    found += [(*meaning, i, i + length)] if meaning else []
                    break
        return found

    def _flags(self, tokens: list[str], quoted: NDArray[np.bool_], capital: NDArray[np.bool_]) -> Floats:
        flags = np.zeros((len(tokens), FLAG_SIZE), np.float32)
        for i, word in enumerate(tokens):
            flags[i, 2:6] = (word.isdigit(), word in _FILLERS, word in _VERBS, i / MOST_TOKENS)
            for length in (1, 2, 3):
                slot = self._tags.get(tuple(tokens[i : i + length]))
                if slot is not None and i + length <= len(tokens):
                    flags[i : i + length, slot] = 1
        flags[:, 0], flags[:, 1] = quoted, capital
        return flags


def _tokens(parts: Quoted) -> tuple[list[str], NDArray[np.bool_], NDArray[np.bool_]]:
    tokens: list[str] = []
    quoted: list[bool] = []
    capital: list[bool] = []
    for piece in parts.text.split():
        inner = len(piece) == 1 and 0 <= ord(piece) - 0xE000 < len(parts.parts)
        shown = parts.parts[ord(piece) - 0xE000] if inner else piece
        for raw in shown.split():
            words = [w for w in words_of(raw) if w.strip(".,;:!'\"“”‘’`()")] or words_of(raw)[:1]
            tokens += words
            quoted += [inner] * len(words)
            capital += [raw[:1].isupper()] * len(words)
    kept = slice(0, MOST_TOKENS)
    return tokens[kept], np.array(quoted[kept], bool), np.array(capital[kept], bool)


def _ids(tokens: list[str]) -> Ids:
    ids = np.full((len(tokens), TOKEN_IDS), PADDING, np.int64)
    for row, pieces in zip(ids, word_ids(tokens), strict=True):
        row[: min(TOKEN_IDS, len(pieces))] = pieces[:TOKEN_IDS]
    return ids


def _phrase_of(text: str) -> TargetPhrase | None:
    try:
        return parse_target(target_of(text))
    except InvalidTarget:
        return None


def _mark(column: Floats, tokens: list[str], part: str) -> None:
    """Set ``column`` to 1 where the words of ``part`` stand."""
    words = words_of(part)
    for i in range(len(tokens) - len(words) + 1 if words else 0):
        if tokens[i : i + len(words)] == words:
            column[i : i + len(words)] = 1
            return


def _meaning_of(slot: int) -> tuple[str, str | int] | None:
    """Return what a tag stands for: ("ordinal", 3), ("place", "top"); None for roles."""
    at = slot - _PLAIN_FLAGS - len(_TARGET_ROLES)
    for sort, values in _SORTS.items():
        if 0 <= at < len(values):
            return sort, values[at]
        at -= len(values)
    return None


def _tag_table() -> dict[tuple[str, ...], int]:
    tags: dict[tuple[str, ...], int] = {}
    base = _PLAIN_FLAGS
    for words, role in ROLE_WORDS:
        tags.setdefault(tuple(words_of(words)), base + _TARGET_ROLES.index(role))
        tags.setdefault(tuple(words_of(words + "s")), base + _TARGET_ROLES.index(role))
    base += len(_TARGET_ROLES)
    for k, kind in enumerate(_RELATIONS):
        for words in _EXTRA_WORDS[kind]:
            tags[tuple(words_of(words))] = base + k
    base += len(_RELATIONS)
    for words, role in _CHINESE_ROLES.items():
        tags[tuple(words)] = _PLAIN_FLAGS + _TARGET_ROLES.index(role)
    for word, state in (STATES | _MORE_STATES).items():
        tags[(word,)] = base + _STATE_NAMES.index(state)
    base += len(_STATE_NAMES)
    for word, number in ORDINALS.items():
        tags[(word,)] = base + (number - 1 if number > 0 else _ORDINAL_SLOTS - 1)
    for number in range(1, _ORDINAL_SLOTS - 1):
        for ending in ("st", "nd", "rd", "th"):
            tags[(str(number), ending)] = base + number - 1
    for number, sign in enumerate("一二三四五六七八九", start=1):
        tags["第", sign] = base + number - 1
    tags["最", "后"] = base + _ORDINAL_SLOTS - 1
    base += _ORDINAL_SLOTS
    for k, place in enumerate(_PLACES):
        for word in _PLACE_WORDS[place]:
            tags.setdefault((word,), base + k)
    return tags
