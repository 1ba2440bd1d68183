"""Reads SikuliX scripts: Python that is parsed, never run; a closed set of calls is understood."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from actions.geometry import Point
from grounding.pictures.target import IMAGE_FILES, IMAGE_SIMILAR
from gui_agent.qa.importing.refused import ImportRefused

CALLS = ("click", "doubleClick", "rightClick", "type", "wait", "exists", "dragDrop")
EXACT = 0.99
_KEYS = {
    "ENTER": "Enter", "TAB": "Tab", "ESC": "Escape", "SPACE": "Space", "BACKSPACE": "Backspace",
    "DELETE": "Delete", "INSERT": "Insert", "HOME": "Home", "END": "End", "PAGE_UP": "Page Up",
    "PAGE_DOWN": "Page Down", "UP": "Up", "DOWN": "Down", "LEFT": "Left", "RIGHT": "Right",
    **{f"F{number}": f"F{number}" for number in range(1, 13)},
}  # fmt: skip
_MODIFIERS = {"CTRL": "Ctrl", "SHIFT": "Shift", "ALT": "Alt", "META": "Super", "WIN": "Super", "CMD": "Super"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An image target: its file as the script names it, and the point to click from its middle."""

    file: str
    similar: float = IMAGE_SIMILAR
    offset: Point = field(default=Point(0, 0))


@dataclass(frozen=True, slots=True)
class Pointed:
    """A click, double-click or right-click: ``verb`` is the step's."""

    verb: str
    target: Shown


@dataclass(frozen=True, slots=True)
class Typed:
    """Texts and names of keys in turn, at ``target`` where one is named, with ``modifiers`` held."""

    parts: tuple[tuple[str, bool], ...]
    target: Shown | None = None
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waited:
    """A wait for a picture, or for ``seconds`` alone."""

    target: Shown | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Dragged:
    """A drag from one picture to another."""

    source: Shown
    destination: Shown


@dataclass(frozen=True, slots=True)
class Asked:
    """``if exists(…):`` with what is done then and otherwise."""

    target: Shown
    there: bool
    then: tuple[Call, ...]
    otherwise: tuple[Call, ...]


Call: TypeAlias = Pointed | Typed | Waited | Dragged
Line: TypeAlias = Call | Asked


class _Refused(Exception):
    def __init__(self, node: ast.AST, what: str) -> None:
        super().__init__(what)
        self.line, self.column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0) + 1


def read_script(path: Path) -> tuple[Line, ...]:
    """Return what the script does, in order. Raises `ImportRefused` with every line that is not read."""
    try:
        tree = ast.parse(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ImportRefused([f"{path}: cannot be read: {error}"]) from error
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", 1) or 1, getattr(error, "offset", 1) or 1
        raise ImportRefused([f"{path}:{line}:{column}: is no Python 3: {error}"]) from error
    except (RecursionError, MemoryError) as error:
        raise ImportRefused([f"{path}: is nested too deeply"]) from error
    lines: list[Line] = []
    complaints = []
    for statement in tree.body:
        try:
            lines += _statement(statement)
        except _Refused as refused:
            complaints.append(f"{path}:{refused.line}:{refused.column}: {refused}")
        except RecursionError:
            complaints.append(f"{path}:{statement.lineno}:1: is nested too deeply")
    if complaints:
        raise ImportRefused(complaints)
    if not lines:
        raise ImportRefused([f"{path}: the script does nothing"])
    return tuple(lines)


def _statement(node: ast.stmt) -> list[Line]:
    match node:
        case ast.ImportFrom(module="sikuli" | "sikuli.Sikuli"):
            return []
        case ast.Expr(value=ast.Constant(value=str())):
            return []  # a description
        case ast.Expr(value=ast.Call() as call):
            return [_call(call)]
        case ast.If(test=test, body=body, orelse=orelse):
            there = not isinstance(test, ast.UnaryOp)
            asked = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else test
            then, otherwise = (tuple(_simple(each) for each in part) for part in (body, orelse))
            return [Asked(_existing(asked), there, then, otherwise)]
        case _:
            raise _Refused(node, f"only calls of {', '.join(CALLS)} and “if exists(…):” are imported")


def _simple(node: ast.stmt) -> Call:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _call(node.value)
    raise _Refused(node, "within an if, only calls are imported")


def _existing(node: ast.expr) -> Shown:
    if isinstance(node, ast.Call) and _name(node) == "exists":
        arguments = _arguments(node, 1, 2)
        if len(arguments) == 2:
            _seconds(arguments[1])
        return _shown(arguments[0])
    raise _Refused(node, "only “if exists(…):” and “if not exists(…):” are imported")


def _call(node: ast.Call) -> Call:
    match _name(node):
        case "click":
            return Pointed("Click", _shown(_arguments(node, 1, 1)[0]))
        case "doubleClick":
            return Pointed("Double-click", _shown(_arguments(node, 1, 1)[0]))
        case "rightClick":
            return Pointed("Right-click", _shown(_arguments(node, 1, 1)[0]))
        case "dragDrop":
            source, destination = _arguments(node, 2, 2)
            return Dragged(_shown(source), _shown(destination))
        case "wait":
            return _wait(_arguments(node, 1, 2))
        case "type":
            return _type(_arguments(node, 1, 3))
        case "exists":
            raise _Refused(node, "exists() alone decides nothing: say “if exists(…):”, or wait(…)")
        case other:
            raise _Refused(node, f"{other or 'this'} is not imported; there are {', '.join(CALLS)}")


def _wait(arguments: list[ast.expr]) -> Waited:
    if len(arguments) == 1 and _is_number(arguments[0]):
        return Waited(None, _seconds(arguments[0]))
    seconds = _seconds(arguments[1]) if len(arguments) == 2 else None
    return Waited(_shown(arguments[0]), seconds)


def _type(arguments: list[ast.expr]) -> Typed:
    """Read type(text), type(text, modifiers), type(image, text) or type(image, text, modifiers)."""
    target: Shown | None = None
    if len(arguments) == 3 or (len(arguments) == 2 and not _modifiers(arguments[1])):
        target, arguments = _shown(arguments[0]), arguments[1:]
    held: tuple[str, ...] = ()
    if len(arguments) == 2:
        held = _modifiers(arguments[1])
        if not held:
            raise _Refused(arguments[1], f"expected KeyModifier.{', '.join(_MODIFIERS)}")
    parts = tuple(_parts(arguments[0]))
    if not parts:
        raise _Refused(arguments[0], "there is nothing to type")
    return Typed(parts, target, held)


def _parts(node: ast.expr) -> list[tuple[str, bool]]:
    """Return texts (False) and key names (True) of “"text" + Key.ENTER”; line breaks and tabs are keys."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*_parts(left), *_parts(right)]
        case ast.Constant(value=str(text)):
            pieces = re.split(r"(\r\n|\r|\n|\t)", text)
            if not all(piece.isprintable() for piece in pieces[::2]):
                raise _Refused(node, "the text has a character that cannot be typed; name keys as Key.NAME")
            named = [
                (("Tab", True) if piece == "\t" else ("Enter", True)) if number % 2 else (piece, False)
                for number, piece in enumerate(pieces)
            ]
            return [part for part in named if part[0]]
        case ast.Attribute(value=ast.Name(id="Key"), attr=name) if name in _KEYS:
            return [(_KEYS[name], True)]
        case _:
            raise _Refused(node, "expected a text, Key.NAME, or some of them joined by +")


def _modifiers(node: ast.expr) -> tuple[str, ...]:
    """Return the names of the modifier keys; nothing where these are none."""
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.BitOr(), right=right):
            one, other = _modifiers(left), _modifiers(right)
            return (*one, *other) if one and other else ()
        case ast.Attribute(value=ast.Name(id="KeyModifier" | "Key"), attr=name) if name in _MODIFIERS:
            return (_MODIFIERS[name],)
        case ast.Name(id=name) if name.removeprefix("KEY_") in _MODIFIERS and name.startswith("KEY_"):
            return (_MODIFIERS[name.removeprefix("KEY_")],)
        case _:
            return ()


def _shown(node: ast.expr) -> Shown:
    """Read "x.png" or Pattern("x.png").similar(0.8).targetOffset(dx, dy).exact()."""
    match node:
        case ast.Constant(value=str(file)):
            return Shown(_file(node, file))
        case ast.Call(func=ast.Name(id="Pattern"), args=[ast.Constant(value=str(file))], keywords=[]):
            return Shown(_file(node, file))
        case ast.Call(func=ast.Attribute(value=inner, attr="similar"), args=[number], keywords=[]):
            before = _shown(inner)
            return Shown(before.file, _similar(number), before.offset)
        case ast.Call(func=ast.Attribute(value=inner, attr="exact"), args=[], keywords=[]):
            before = _shown(inner)
            return Shown(before.file, EXACT, before.offset)
        case ast.Call(func=ast.Attribute(value=inner, attr="targetOffset"), args=[x, y], keywords=[]):
            before = _shown(inner)
            return Shown(before.file, before.similar, Point(_whole(x), _whole(y)))
        case _:
            what = 'expected "NAME.png" or Pattern("NAME.png") with similar, exact or targetOffset'
            raise _Refused(node, what)


def _file(node: ast.AST, file: str) -> str:
    """Return the name of a picture's file, whose ending scripts leave out at times."""
    if not file or not file.isprintable() or set(file) & set('/\\"') or file.startswith("."):
        raise _Refused(node, f"the picture {file!r} is not a file of this bundle, or no step can name it")
    return file if file.casefold().endswith(IMAGE_FILES) else f"{file}.png"


def _similar(node: ast.expr) -> float:
    number = _number(node)
    if not 0 < number <= 1:
        raise _Refused(node, f"similar is above 0 and up to 1, not {number:g}")
    return number


def _whole(node: ast.expr) -> int:
    number = _number(node)
    if abs(number) > 10_000 or number != int(number):
        raise _Refused(node, f"expected a whole number of pixels, not {number:g}")
    return int(number)


def _seconds(node: ast.expr) -> float:
    number = _number(node)
    if not 0 <= number <= 3600:
        raise _Refused(node, f"expected up to 3600 seconds, not {number:g}")
    return number


def _is_number(node: ast.expr) -> bool:
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(inner, ast.Constant) and type(inner.value) in (int, float)


def _number(node: ast.expr) -> float:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=inner) if _is_number(inner):
            return -_number(inner)
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            try:
                return float(number)
            except OverflowError:
                raise _Refused(node, "the number is too large") from None
        case _:
            raise _Refused(node, "expected a number")


def _name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _arguments(node: ast.Call, least: int, most: int) -> list[ast.expr]:
    starred = any(isinstance(argument, ast.Starred) for argument in node.args)
    if node.keywords or starred or not least <= len(node.args) <= most:
        many = f"{least}" if least == most else f"{least} to {most}"
        raise _Refused(node, f"{_name(node)} takes {many} plain arguments here")
    return list(node.args)
