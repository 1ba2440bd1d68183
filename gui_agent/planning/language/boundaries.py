"""Where one step ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from gui_agent.errors import NotUnderstood
from gui_agent.planning.language.grammar import LONGEST_STEP, SHOULD, TEXT_FAMILIES, is_shortcut, parse_step
from gui_agent.planning.language.keyboard import combination
from gui_agent.planning.language.openers import Openers
from gui_agent.planning.language.paths import path_of
from gui_agent.planning.language.refusal import PUT_IN_QUOTES, refuse
from gui_agent.planning.language.targets import Memory
from gui_agent.planning.language.tokens import STRONG, Phrase
from gui_agent.planning.language.verbs import LABEL_VERBS, VERBS, Verb, verb_at
from gui_agent.planning.language.words import AND, ARTICLES, LEADING_FILLERS, ROLES

_RUN_KINDS = STRONG | {"comma", "mark"}
_RUN_WORDS = AND | {"then"}
_POLITE = frozenset({"please", "thanks", "thank", "you", "now"})
_CONTINUES_LINE = frozenset(
    {"into", "in", "to", "with", "onto", "as", "from", "until", "for", "on", "by", "under"}
)
_LABEL_FAMILIES = frozenset(
    {"click", "double", "right", "middle", "press", "hover", "choose", "check", "uncheck"}
)
_TRIES = 4
_BUDGET = 4000
_LONGEST_FILLER = 6
_FILLERS = frozenset(LEADING_FILLERS)


@dataclass(slots=True)
class Boundaries:
    """Finds steps in the tokens of one task; remembers what it found out about each place."""

    phrase: Phrase
    openers: Openers = field(init=False)
    _begins: dict[tuple[int, bool], bool] = field(default_factory=dict)
    _budget: int = _BUDGET

    def __post_init__(self) -> None:
        self.openers = Openers(self.phrase, self)

    def skip(self, i: int, end: int) -> int:
        """Return the index after separators and fillers from ``i`` on."""
        while i < end:
            token = self.phrase.tokens[i]
            if token.kind in _RUN_KINDS or token.kind == "colon" or token.key in _RUN_WORDS:
                i += 1
            elif length := self._filler(i, end):
                i += length
            else:
                break
        return i

    def _filler(self, i: int, end: int) -> int:
        for length in range(min(_LONGEST_FILLER, end - i), 0, -1):
            keys = tuple(token.key for token in self.phrase.tokens[i : i + length])
            if keys in _FILLERS and (i + length == end or not self._is_needed(i, length, keys)):
                return length
        return 0

    def _is_needed(self, i: int, length: int, keys: tuple[str, ...]) -> bool:
        """Say whether the filler is the beginning of something longer: "check …", "once X appears"."""
        return (
            keys[0] in ("next", "last", "second", "first") and self.phrase.tokens[i + length].kind == "arrow"
        )

    def is_separator(self, i: int) -> bool:
        token = self.phrase.tokens[i]
        return token.kind in _RUN_KINDS or token.key in _RUN_WORDS

    def is_strong(self, first: int, last: int) -> bool:
        """Say whether the separators between ``first`` and ``last`` end a step whatever follows."""
        return any(
            self.phrase.tokens[i].kind in STRONG and not self.is_wrapped(i) for i in range(first, last)
        )

    def is_wrapped(self, i: int) -> bool:
        """Say whether the new line at ``i`` only wraps a long sentence."""
        tokens = self.phrase.tokens
        if tokens[i].kind != "newline" or not 0 < i < len(tokens) - 1 or "\n\n" in tokens[i].text:
            return False
        following = tokens[i + 1]
        if (
            tokens[i - 1].kind in _RUN_KINDS
            or following.key not in _CONTINUES_LINE
            or following.text[0].isupper()
        ):
            return False
        return self.openers.place(i + 1, len(tokens)) is None

    def next_separator(self, i: int, end: int) -> int:
        return next((j for j in range(i, end) if self.is_separator(j)), end)

    def next_strong(self, i: int, end: int) -> int:
        """Return where the sentence that ``i`` is in ends."""
        return next(
            (j for j in range(i, end) if self.is_strong(j, j + 1) or self._ends_sentence(j, end)), end
        )

    def _ends_sentence(self, i: int, end: int) -> bool:
        if self.phrase.tokens[i].kind != "mark":
            return False
        after = self.skip(i, end)
        return after >= end or self.begins(after, end)

    def step_end(self, i: int, end: int) -> tuple[int, list[int]]:
        """Return where the step that begins at ``i`` ends, and the places that were almost its end."""
        almost: list[int] = []
        verb = self._verb(i)
        j = i + (verb.length if verb else 1)
        while j < end:
            j = self.next_separator(j, end)
            if j >= end or j - i > LONGEST_STEP:
                break
            after = self._run_end(j, end)
            if self._is_end(i, j, after, end, almost):
                return j + self._is_typed_mark(verb, j), almost
            j = max(after, j + 1) if not self.is_strong(j, max(after, j + 1)) else j + 1
        return end, almost

    def _run_end(self, i: int, end: int) -> int:
        while i < end and self.is_separator(i):
            i += 1
        return i

    def _is_end(self, i: int, j: int, after: int, end: int, almost: list[int]) -> bool:
        if self.is_strong(j, after):
            return True
        next_step = self.skip(j, end)
        if next_step >= end:
            words = {t.key for t in self.phrase.tokens[after:end]}
            return words <= _POLITE
        typos = self._family(i) not in TEXT_FAMILIES
        if not self.begins(next_step, end, typos=typos):
            return False
        if self._is_key_list(i, next_step, end) or self._is_label(i, j, after, next_step, end):
            return False
        if not self.parses(i, j):
            almost.append(j)
            # A text that is refused must not swallow the step after it.
            return self._says_text(i, j)
        return True

    def _says_text(self, i: int, j: int) -> bool:
        verb = self._verb(i)
        return verb is not None and verb.family in TEXT_FAMILIES and j > i + verb.length

    def _is_typed_mark(self, verb: Verb | None, j: int) -> bool:
        """Say whether the ! or ? at ``j`` belongs to a text without quotes that is typed."""
        tokens = self.phrase.tokens
        typed = verb is not None and verb.family in ("type", "enter")
        return typed and tokens[j].kind == "mark" and tokens[j - 1].kind == "word"

    def _verb(self, i: int) -> Verb | None:
        return verb_at(self.phrase.part(i, i + 6), typos=True)

    def _family(self, i: int) -> str:
        verb = self._verb(i)
        return verb.family if verb else ""

    def _is_key_list(self, i: int, j: int, end: int) -> bool:
        """Say whether "press Ctrl and Enter" goes on: the next words are a key too."""
        last = self.next_separator(j, end)
        return self._family(i) == "press" and combination(self.phrase.part(j, min(last, j + 5))) is not None

    def _is_label(self, i: int, j: int, after: int, next_step: int, end: int) -> bool:
        """Say whether the verb after "and" or a comma is part of a label such as Save and Close."""
        tokens = self.phrase.tokens
        family = self._family(i)
        piece = tokens[next_step : self.next_separator(next_step, end)]
        bare = self._is_bare(next_step, len(piece))
        before = tokens[j - 1]
        if family in ("type", "enter") and bare and after == j + 1 == next_step and before.kind == "word":
            self._refuse_two_orders(i, j, next_step)
        if (
            family not in _LABEL_FAMILIES
            or next_step != after
            or before.kind != "word"
            or before.key in ROLES
        ):
            return False
        joined = {t.key or t.kind for t in tokens[j:after]}
        if not piece or piece[0].key not in LABEL_VERBS or not any(c.isalpha() for c in before.text):
            return False
        if piece[0].text[0].isupper():
            capitals = all(t.kind == "word" and t.text[:1].isupper() for t in piece)
            return capitals and before.text[:1].isupper() and (after == j + 1 or (bare and "then" in joined))
        return bare and joined <= AND and self._label_is_verb(i, j)

    def _is_bare(self, i: int, length: int) -> bool:
        return tuple(t.key for t in self.phrase.tokens[i : i + length]) in VERBS

    def _label_is_verb(self, i: int, j: int) -> bool:
        words = [token for token in self.phrase.tokens[i + 1 : j] if token.key not in ARTICLES]
        return bool(words) and (words[0].key,) in VERBS

    def _refuse_two_orders(self, i: int, j: int, next_step: int) -> None:
        """Raise for "type cut and paste": the second word may be meant as text or as a step."""
        typed = self.phrase.tokens[i + 1 : j]
        if 1 <= len(typed) <= 2 and (typed[-1].key,) in VERBS and self.phrase.tokens[j].key in AND:
            raise refuse(
                self.phrase.part(i, next_step + 1), f"It is not clear where the text ends. {PUT_IN_QUOTES}"
            )

    def begins(self, i: int, end: int, *, typos: bool = False, depth: int = 0) -> bool:
        """Say whether a step begins at ``i`` that can be understood."""
        known = self._begins.get((i, typos))
        if known is None:
            known = self._begins[(i, typos)] = self._look(i, end, typos, depth)
        return known

    def _look(self, i: int, end: int, typos: bool, depth: int) -> bool:
        if i >= end or depth > _TRIES:
            return False
        if self.openers.any(i, end, depth):
            return True
        if verb_at(self.phrase.part(i, i + 6), typos=typos) is None:
            piece = self.phrase.part(i, self.next_separator(i, end))
            if piece.find(SHOULD, 1) > 0:
                return self.parses(i, i + len(piece))
            return is_shortcut(piece) or bool(path_of(piece))
        last = i
        for _ in range(_TRIES):
            last = self.next_separator(last + 1, end)
            if self.parses(i, last):
                return True
            if last >= end or self.is_strong(last, last + 1):
                break
        return False

    def parses(self, i: int, j: int) -> bool:
        """Say whether the tokens from ``i`` to ``j`` are one whole step."""
        self.spend()
        try:
            parse_step(self.phrase.part(i, j), Memory(trial=True))
        except NotUnderstood:
            return False
        return True

    def spend(self) -> None:
        """Count one attempt; raises `NotUnderstood` where the task is too tangled to be meant."""
        self._budget -= 1
        if self._budget < 0:
            raise refuse(
                self.phrase,
                "This is too long or too tangled for one task; split it into several, one step per line.",
            )
