"""A whole task: its steps in order, with if, when and repeat."""

from __future__ import annotations

from dataclasses import dataclass, field

from gui_agent.errors import NotUnderstood
from gui_agent.planning.commands import If, Repeat, Sentence, WaitUntil
from gui_agent.planning.language.boundaries import Boundaries
from gui_agent.planning.language.conditions import SAY_CONDITION, condition_of
from gui_agent.planning.language.grammar import parse_step
from gui_agent.planning.language.negation import opposite
from gui_agent.planning.language.openers import IFS, Loop, Opening
from gui_agent.planning.language.places import placed
from gui_agent.planning.language.refusal import no_step, refuse
from gui_agent.planning.language.request import MOST_TIMES
from gui_agent.planning.language.targets import Memory, remember, remember_condition
from gui_agent.planning.language.tokens import Phrase
from gui_agent.planning.language.verbs import verb_at
from gui_agent.planning.language.words import AND, HEADERS

_DEEPEST = 6
_ELSE = frozenset({"otherwise", "else"})
_REPEAT_HOW = "Say how often and what, for example: repeat 3 times: press Tab, press Enter."


@dataclass(slots=True)
class StepReader:
    """Reads the steps between two tokens; steps inside "if" and "repeat" are read by another reader."""

    where: Boundaries
    memory: Memory = field(default_factory=Memory)
    depth: int = 0
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def phrase(self) -> Phrase:
        return self.where.phrase

    def read(self, first: int, end: int) -> None:
        """Append the sentences of the steps from ``first`` to ``end``."""
        i = first
        while i < end:
            after = self.where.skip(i, end)
            fresh = i == first or self.where.is_strong(i, after)
            if after >= end:
                break
            i = self._header_end(after, end) or self._read_one(after, end, fresh)

    def _header_end(self, i: int, end: int) -> int:
        """Return the index after "do the following:", or 0."""
        for words in HEADERS:
            last = i + len(words)
            ends = last < end and self.phrase.tokens[last].kind in ("colon", "newline")
            if ends and self.phrase.part(i, last).keys == words:
                return last + 1
        return 0

    def _read_one(self, i: int, end: int, fresh: bool) -> int:
        openers = self.where.openers
        if self.phrase.tokens[i].key in IFS:
            return self._read_if(i, end, fresh)
        if openers.when_length(i) and (opening := openers.condition(i, end)):
            return self._read_when(opening)
        if loop := openers.loop(i, end):
            return self._read_loop(i, loop, end)
        if opening := openers.place(i, end):
            return self._read_place(i, opening, end)
        return self._read_plain(i, end)

    def _read_plain(self, i: int, end: int) -> int:
        last, almost = self.where.step_end(i, end)
        try:
            self._keep(parse_step(self.phrase.part(i, last), self.memory))
        except NotUnderstood as error:
            raise self._better(error, i, last, almost) from None
        return last

    def _better(self, error: NotUnderstood, i: int, last: int, almost: list[int]) -> NotUnderstood:
        """Return the error of the smallest part that is wrong: the step before the first separator."""
        try:
            if almost:
                parse_step(self.phrase.part(i, almost[0]), self.memory)
        except NotUnderstood as smaller:
            error = smaller
        try:
            self._explain(error, i, last)
        except NotUnderstood as explained:
            return explained
        return error

    def _explain(self, error: NotUnderstood, i: int, last: int) -> None:
        """Raise what is missing from the part of ``error``, where that part begins with a verb."""
        tokens = self.phrase.tokens[i:last]
        part = Phrase(
            self.phrase.text, tuple(t for t in tokens if error.start <= t.start and t.end <= error.end)
        )
        if len(part) < last - i and verb_at(part.part(0, 6)):
            parse_step(part, self.memory)

    def _keep(self, sentences: tuple[Sentence, ...]) -> None:
        for sentence in sentences:
            self.memory = remember(self.memory, sentence.command)
        self.sentences.extend(sentences)

    def _read_place(self, i: int, opening: Opening, end: int) -> int:
        last, _ = self.where.step_end(opening.step, end)
        step = self.phrase.part(opening.step, last)
        place = self.phrase.part(opening.first, opening.last)
        made = placed(parse_step(step, self.memory), place, self.phrase.part(i, last), self.memory)
        self._keep(made)
        return last

    def _read_when(self, opening: Opening) -> int:
        said = self.phrase.part(opening.first, opening.last)
        condition = condition_of(said, self.memory, said)
        source = self.phrase.part(opening.first - 1, opening.last).raw
        self._keep((Sentence(WaitUntil(condition), source),))
        return opening.step

    def _read_if(self, i: int, end: int, fresh: bool) -> int:
        opening = self.where.openers.condition(i, end)
        if opening is None:
            raise self._unreadable_if(i, end)
        said = self.phrase.part(opening.first, opening.last)
        condition = condition_of(said, self.memory, said)
        self.memory = remember_condition(self.memory, condition)
        if opening.word == "unless":
            condition = opposite(condition, self.phrase.part(i, opening.last))
        last = self._body_end(opening.last, opening.step, end, fresh)
        middle = self._else_at(opening.step, last)
        before = self.memory
        then = self._inside(opening.step, middle if middle >= 0 else last)
        # What only one branch opens, the other has never heard of.
        after, self.memory = self.memory, before
        otherwise: tuple[Sentence, ...] = ()
        if middle >= 0:
            otherwise = self._inside(self._after_else(middle, last), last)
        elif (start := self._following_else(last, end)) is not None:
            last = self._body_end(start, self._after_else(start, end), end, fresh=True)
            otherwise = self._inside(self._after_else(start, last), last)
        self.memory = after
        source = self.phrase.part(i, last).without(("comma", "stop", "newline", "semicolon")).raw
        self.sentences.append(Sentence(If(condition, then, otherwise), source))
        return last

    def _unreadable_if(self, i: int, end: int) -> NotUnderstood:
        last = self.where.next_strong(i, end)
        comma = next((j for j in range(i, last) if self.phrase.tokens[j].kind == "comma"), last)
        said = self.phrase.part(i + 1, comma)
        try:
            condition_of(said, Memory(trial=True, target="it"), said or self.phrase.part(i, last))
        except NotUnderstood as error:
            return error
        after = self.where.skip(comma, last)
        if after < last:
            try:
                parse_step(self.phrase.part(after, last), Memory(trial=True))
            except NotUnderstood as error:
                return error
        return refuse(self.phrase.part(i, last), f"Say what to do then. {SAY_CONDITION}")

    def _body_end(self, colon: int, step: int, end: int, fresh: bool) -> int:
        """Return where the steps that depend on a condition end."""
        block = self._block_end(colon, end)
        if block:
            return block
        last = self.where.next_strong(step, end)
        if fresh:
            return last
        i, _ = self.where.step_end(step, last)
        while i < last and self.phrase.tokens[i].key in AND and self.where.begins(i + 1, last):
            i, _ = self.where.step_end(i + 1, last)
        return i

    def _block_end(self, colon: int, end: int) -> int:
        """Return the end of the indented or bulleted lines after a colon at ``colon``, or 0."""
        tokens = self.phrase.tokens
        if colon + 1 >= end or tokens[colon].kind != "colon" or tokens[colon + 1].kind != "newline":
            return 0
        indent, bulleted = self._line(colon)
        i = colon + 1
        while i < end:
            line = tokens[i + 1] if i + 1 < end else None
            mine = len(tokens[i].value) > indent or (
                line is not None and line.kind == "bullet" and not bulleted
            )
            if line is None or not mine:
                break
            i = next((j for j in range(i + 1, end) if tokens[j].kind == "newline"), end)
        if i == colon + 1:
            raise refuse(
                self.phrase.part(max(0, colon - 3), colon + 1),
                "Write what belongs to it on lines below that begin with “-” or more spaces.",
            )
        return i

    def _line(self, i: int) -> tuple[int, bool]:
        """Return the indentation of the line ``i`` is on, and whether it has a bullet."""
        tokens = self.phrase.tokens
        start = next((j for j in range(i, -1, -1) if tokens[j].kind == "newline"), -1)
        first = self.phrase.text[: tokens[0].start].rpartition("\n")[2]
        indent = len(tokens[start].value) if start >= 0 else len(first)
        return indent, tokens[start + 1].kind == "bullet"

    def _else_at(self, first: int, last: int) -> int:
        for j in range(first, last):
            if self.phrase.tokens[j].key in _ELSE and self.phrase.tokens[j - 1].key != "or":
                return j
        return next((j - 1 for j in range(first + 1, last) if self.phrase.tokens[j].key in _ELSE), -1)

    def _following_else(self, i: int, end: int) -> int | None:
        after = self.where.skip(i, end)
        found = after < end and self.phrase.tokens[after].key in _ELSE and self.where.is_separator(i)
        return after if found else None

    def _after_else(self, i: int, end: int) -> int:
        while i < end and self.phrase.tokens[i].key in (*_ELSE, "or", "if", "not"):
            if self.phrase.tokens[i].key == "if" and self.phrase.tokens[min(i + 1, end - 1)].key != "not":
                break
            i += 1
        return i

    def _inside(self, first: int, end: int) -> tuple[Sentence, ...]:
        """Read the steps of a body; raises `NotUnderstood` where there is none."""
        if self.depth >= _DEEPEST:
            raise refuse(
                self.phrase.part(first, end), "Steps are nested too deeply; split them into sentences."
            )
        inner = StepReader(self.where, self.memory, self.depth + 1)
        inner.read(first, end)
        if not inner.sentences:
            raise refuse(self.phrase.part(max(0, first - 1), end), 'Say what to do, for example: click "OK".')
        self.memory = inner.memory
        return tuple(inner.sentences)

    def _read_loop(self, i: int, loop: Loop, end: int) -> int:
        head = self.phrase.part(i, loop.step)
        if not 1 <= loop.times <= MOST_TIMES:
            raise refuse(head, f"Something can be done 1 to {MOST_TIMES} times.")
        last = self._block_end(loop.step, end) or self.where.next_strong(loop.step, end)
        if self.where.skip(loop.step, last) >= last:
            raise refuse(head, _REPEAT_HOW)
        body = self._inside(loop.step, last)
        source = self.phrase.part(i, last).raw
        self.sentences.append(Sentence(Repeat(loop.times, body), source))
        return last


def read_steps(phrase: Phrase) -> tuple[Sentence, ...]:
    """Return the sentences of a task; raises `NotUnderstood` for the first part that is no step."""
    reader = StepReader(Boundaries(phrase))
    reader.read(0, len(phrase))
    if not reader.sentences:
        raise no_step(phrase)
    return tuple(reader.sentences)
