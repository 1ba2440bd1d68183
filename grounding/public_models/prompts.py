"""The prompts are files, so that they can be read, compared and measured."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).with_name("prompts")


def prompt_text(name: str, **fields: str | int) -> str:
    """Return the prompt ``prompts/NAME.md`` without its version line, each ``{field}`` filled in.

    Braces around other words stay as they are; what is filled in is not looked at again.
    """
    text = (_FOLDER / f"{name}.md").read_text("utf-8").split("\n", 1)[1].rstrip("\n")
    pieces = [text]
    for field, value in fields.items():
        mark, filled = "{" + field + "}", str(value)
        # Every other piece is a value already filled in.
        pieces = [
            part
            for number, piece in enumerate(pieces)
            for part in (_cut(piece, mark, filled) if number % 2 == 0 else [piece])
        ]
    return "".join(pieces)


def _cut(piece: str, mark: str, filled: str) -> list[str]:
    first, *others = piece.split(mark)
    return [first, *(part for other in others for part in (filled, other))]
