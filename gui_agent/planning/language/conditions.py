"""What can be asked of the screen: a text is visible, a field holds it, a box is checked, a window open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gui_agent.errors import NotUnderstood
from gui_agent.expectation import AllOf, AnyOf, Expectation, PictureVisible, TextVisible
from gui_agent.planning.language.predicates import Predicate, predicate_at
from gui_agent.planning.language.refusal import is_foreign, no_step, refuse
from gui_agent.planning.language.subjects import picture_of, state_of, text_of
from gui_agent.planning.language.targets import Memory
from gui_agent.planning.language.tokens import Phrase, Token
from gui_agent.planning.language.vocabulary import phrases, words
from gui_agent.planning.language.words import AND, ARTICLES

SAY_CONDITION = (
    'Say a condition, for example: "Saved" is visible; the Name field contains "Ana"; "I agree" is checked;'
    ' the window "Mousepad" is open.'
)
_LONGEST = 120
# A subject cannot end with one of these: they belong to the predicate.
_HALVES = words(
    "not does doesn't do don't did didn't is isn't are aren't to no longer never has have can be should must"
)
_CONTRACTED = frozenset({"it's", "that's"})
_ON_SCREEN = phrases("on the screen|on the page|visible|in the document")
_SEEING = phrases("i see|you see|we see|i can see|you can see|we can see")


@dataclass(frozen=True, slots=True)
class _Split:
    subject: Phrase
    predicate: Predicate
    complement: Phrase


def condition_of(phrase: Phrase, memory: Memory, asker: Phrase) -> Expectation:
    """Return what ``phrase`` asks of the screen; raises `NotUnderstood`."""
    phrase = expanded(phrase.without(("comma", "mark", "stop", "colon", "newline")))
    while phrase and phrase.tokens[0].key in ("that", "if", "whether", "both") and len(phrase) > 1:
        phrase = phrase.part(1)
    if not phrase:
        raise refuse(asker, SAY_CONDITION)
    if len(phrase) > _LONGEST or phrase.has_kind("stop", "semicolon", "newline", "bullet"):
        raise refuse(phrase, SAY_CONDITION)
    for joiners, join in ((frozenset({"or"}), AnyOf), (AND, AllOf)):
        if parts := _parts(phrase, joiners, memory, asker):
            return join(parts)
    return _single(phrase, memory, asker)


def expanded(phrase: Phrase) -> Phrase:
    """Return ``phrase`` with "it's" as two words."""
    if not any(key in _CONTRACTED for key in phrase.keys):
        return phrase
    tokens: list[Token] = []
    for token in phrase.tokens:
        if token.key in _CONTRACTED:
            middle = token.end - 2
            tokens.append(
                Token("word", token.text[:-2], token.text[:-2], token.start, middle, token.key[:-2])
            )
            tokens.append(Token("word", token.text[-2:], token.text[-2:], middle, token.end, "is"))
        else:
            tokens.append(token)
    return Phrase(phrase.text, tuple(tokens))


def _parts(
    phrase: Phrase, words: frozenset[str], memory: Memory, asker: Phrase
) -> tuple[Expectation, ...] | None:
    """Return the conditions between ``words`` where each piece is one, or shares the last one's predicate."""
    pieces = _pieces(phrase, words)
    if len(pieces) < 2:
        return None
    made: list[Expectation] = []
    if pieces[-1].quoted is not None and any(piece.quoted is None for piece in pieces):
        return None
    for i, piece in enumerate(pieces):
        try:
            shared = _shared(pieces, i)
            made.append(_judge(shared, memory, asker) if shared else condition_of(piece, memory, asker))
        except NotUnderstood:
            return None
    return tuple(made)


def _pieces(phrase: Phrase, words: frozenset[str]) -> list[Phrase]:
    pieces, first = [], 0
    for i, token in enumerate(phrase.tokens):
        if token.key in words or (token.kind == "comma" and first < i):
            pieces.append(phrase.part(first, i))
            first = i + 1
    pieces = [piece for piece in (*pieces, phrase.part(first)) if piece]
    return pieces if any(key in words for key in phrase.keys) else [phrase]


def _shared(pieces: list[Phrase], i: int) -> _Split | None:
    """Give a quoted piece ("A" and "B" are visible) the predicate of the last one."""
    last = next(_splits(pieces[-1]), None)
    if last is None or i == len(pieces) - 1 or pieces[i].quoted is None or last.complement:
        return None
    return _Split(pieces[i], last.predicate, last.complement)


def _single(phrase: Phrase, memory: Memory, asker: Phrase) -> Expectation:
    if phrase.quoted is not None and phrase.quoted.strip():
        return TextVisible(phrase.quoted)
    if simple := _there_is(phrase, asker) or _seen(phrase, asker):
        return simple
    problem: NotUnderstood | None = None
    for split in _splits(phrase):
        try:
            return _judge(split, memory, asker)
        except NotUnderstood as error:
            problem = problem or error
    if problem:
        raise problem
    raise no_step(phrase) if is_foreign(phrase) else refuse(phrase, SAY_CONDITION)


def _judge(split: _Split, memory: Memory, asker: Phrase) -> Expectation:
    return state_of(split.subject, split.predicate, split.complement, memory, asker)


def _splits(phrase: Phrase) -> Iterator[_Split]:
    """Yield the ways to read ``phrase``: first a predicate that ends it, then one with something after it."""
    keys = phrase.keys
    starts = [
        i for i in range(1, len(phrase)) if keys[i - 1] not in _HALVES and not set(keys[:i]) <= ARTICLES
    ]
    found = [(i, p) for i in starts if (p := predicate_at(phrase, i))]
    ending = [(i, p) for i, p in found if p.after == len(phrase) and not p.takes_text]
    holding = [(i, p) for i, p in found if p.takes_text and p.after < len(phrase)]
    vague = [(i, p) for i, p in holding if p.kind == "is"]
    for i, predicate in (*ending, *(h for h in holding if h not in vague), *vague):
        yield _Split(phrase.part(0, i), predicate, phrase.part(predicate.after))


def _there_is(phrase: Phrase, asker: Phrase) -> Expectation | None:
    keys = phrase.keys
    if keys[0] == "there's":
        after = 1
    elif keys[0] == "there" and keys[1:2] in (("is",), ("are",), ("isn't",), ("aren't",)):
        after = 2
    else:
        return None
    gone = keys[1:2] in (("isn't",), ("aren't",)) and after == 2
    rest = phrase.part(after)
    while rest and rest.tokens[0].key in ("no", "not", "a", "an", "any", "some"):
        gone = gone or rest.tokens[0].key in ("no", "not")
        rest = rest.part(1)
    rest = rest.before_any(_ON_SCREEN)
    if not rest:
        raise refuse(phrase, SAY_CONDITION)
    return state_of(rest, Predicate("seen", not gone, 0), rest.part(0, 0), Memory(), asker)


def _seen(phrase: Phrase, asker: Phrase) -> Expectation | None:
    rest = phrase.after_any(_SEEING)
    if len(rest) == len(phrase):
        return None
    picture = picture_of(rest)
    return PictureVisible(picture) if picture else TextVisible(text_of(rest, asker))
