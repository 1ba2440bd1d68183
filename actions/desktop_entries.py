"""The installed applications, as the Desktop Entry Specification describes them, and which one is meant."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FUZZY_SCORE = 80.0
"""The least likeness, 0-100, at which a misspelt name still counts."""

_FILLERS = re.compile(r"^(?:the|an|a)\s+|\s+(?:application|app|program|programme)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DesktopEntry:
    """One application; ``names`` holds its name in every language, the plain one first."""

    file_id: str
    path: Path
    names: tuple[str, ...]
    command: str
    generic_names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    icon: str = ""
    folder: str = ""
    terminal: bool = False
    hidden: bool = False

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def program(self) -> str:
        """The file name of the program that is run, without its folder."""
        words = split_command(self.command)
        return Path(words[0]).name if words else ""


def installed_entries(environment: Mapping[str, str]) -> list[DesktopEntry]:
    """Read the desktop entries of ``environment``; the user's own come first and hide those of the system."""
    found: dict[str, DesktopEntry | None] = {}
    for folder in _application_folders(environment):
        for path in sorted(folder.rglob("*.desktop")) if folder.is_dir() else ():
            file_id = "-".join(path.relative_to(folder).parts).removesuffix(".desktop")
            if file_id not in found:
                found[file_id] = read_entry(path, file_id)
    return [entry for entry in found.values() if entry is not None]


def read_entry(path: Path, file_id: str) -> DesktopEntry | None:
    """Read one entry; None where it is deleted, unreadable, or no application."""
    try:
        values = _main_group(path.read_text("utf-8", "replace"))
    except OSError:
        return None
    if values.get("Type") != "Application" or not values.get("Exec") or not values.get("Name"):
        return None
    if values.get("Hidden") == "true":
        return None
    return DesktopEntry(
        file_id=file_id,
        path=path,
        names=_in_all_languages(values, "Name"),
        command=values["Exec"],
        generic_names=_in_all_languages(values, "GenericName"),
        keywords=tuple(word for text in _in_all_languages(values, "Keywords") for word in _listed(text)),
        categories=_listed(values.get("Categories", "")),
        icon=values.get("Icon", ""),
        folder=values.get("Path", ""),
        terminal=values.get("Terminal") == "true",
        hidden=values.get("NoDisplay") == "true",
    )


def find_entry(entries: Sequence[DesktopEntry], name: str, *, loosely: bool = True) -> DesktopEntry | None:
    """Return the application ``name`` means, or None.

    A full name wins over what the application is ("text editor"), that over a part of its name, that over
    keywords, and those over likeness. Not ``loosely``: full names only.
    """
    wanted = _plain(name)
    if not wanted:
        return None
    ordered = sorted(entries, key=_standing)
    exact = _first_fitting(ordered, wanted, _EXACT_RULES)
    if exact is not None or not loosely:
        return exact
    programs = [entry for entry in ordered if "Settings" not in entry.categories]
    return _first_fitting(programs, wanted, _LOOSE_RULES) or _most_alike(ordered, wanted)


def closest_names(entries: Iterable[DesktopEntry], name: str, count: int = 3) -> list[str]:
    """Return the names most like ``name``, best first."""
    from rapidfuzz import fuzz, process

    names = sorted({entry.name for entry in entries if not entry.hidden})
    return [match[0] for match in process.extract(name, names, scorer=fuzz.WRatio, limit=count)]


def command_lines(entry: DesktopEntry, arguments: Sequence[str] = ()) -> list[list[str]]:
    """Return the commands that open ``arguments``: one, or one for each file where it takes a single file.

    Arguments beginning with "-" are options of the program. Arguments keep their order: the next one may
    belong to an option.
    """
    options = [argument for argument in arguments if argument.startswith("-")]
    files = [argument for argument in arguments if not argument.startswith("-")]
    words = split_command(entry.command)
    single = any(word in ("%f", "%u") for word in words)
    groups = [[*options, file] for file in files] if single and len(files) > 1 else [arguments]
    return [_expanded(entry, words, group) for group in groups]


def split_command(command: str) -> list[str]:
    """Split an ``Exec`` value into words by the rules of the specification; empty where it is malformed."""
    try:
        words = shlex.split(_unescape(command), posix=True)
    except ValueError:
        return []
    # Inside double quotes these two are escaped as well, which shlex does not know.
    return [re.sub(r"\\([$`])", r"\1", word) for word in words]


def _expanded(entry: DesktopEntry, words: list[str], arguments: Sequence[str]) -> list[str]:
    result: list[str] = []
    placed = False
    for word in words:
        if word in ("%f", "%F", "%u", "%U"):
            result += arguments
            placed = True
        elif word == "%i":
            result += ["--icon", entry.icon] if entry.icon else []
        else:
            text = _with_codes(word, entry)
            if text or not word.startswith("%"):
                result.append(text)
    return result if placed else [*result, *arguments]


def _with_codes(word: str, entry: DesktopEntry) -> str:
    values = {"%%": "%", "%c": entry.name, "%k": str(entry.path)}
    # The other codes are deprecated or hold nothing here: the specification wants them removed.
    return re.sub(r"%.", lambda match: values.get(match.group(), ""), word)


def _application_folders(environment: Mapping[str, str]) -> Iterator[Path]:
    home = environment.get("HOME", "")
    own = environment.get("XDG_DATA_HOME") or (f"{home}/.local/share" if home else "")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    for folder in (own, *shared.split(":")):
        if folder:
            yield Path(folder, "applications")


def _main_group(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == "[Desktop Entry]"
        elif inside and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            values.setdefault(name.strip(), value.strip())
    return values


def _in_all_languages(values: Mapping[str, str], key: str) -> tuple[str, ...]:
    plain = [values[key]] if values.get(key) else []
    return tuple(plain + [value for name, value in values.items() if name.startswith(f"{key}[") and value])


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _unescape(text: str) -> str:
    """Undo the escapes of string values; those inside quotes are left to the splitting."""
    escapes = {"\\s": " ", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\\\": "\\"}
    return re.sub(r"\\[sntr\\]", lambda match: escapes[match.group()], text)


def _plain(name: str) -> str:
    return re.sub(r"\s+", " ", _FILLERS.sub("", name.strip())).strip().removesuffix(".desktop").casefold()


def _first_fitting(
    entries: Sequence[DesktopEntry], wanted: str, rules: Sequence[_Rule]
) -> DesktopEntry | None:
    for rule in rules:
        fitting = [entry for entry in entries if rule(entry, wanted)]
        if fitting:
            return min(fitting, key=lambda entry: not entry.name.casefold().startswith(wanted))
    return None


def _standing(entry: DesktopEntry) -> tuple[bool, bool, int, str]:
    """Order equals: shown in menus, with a window of its own, plainly named."""
    return (entry.hidden, entry.terminal, len(entry.name), entry.file_id)


def _any_equals(texts: Iterable[str], wanted: str) -> bool:
    return any(text.casefold() == wanted for text in texts)


def _takes_no_options(entry: DesktopEntry) -> bool:
    """Say whether the command is the program alone: others open its settings or one of its parts."""
    return all(word.startswith("%") for word in split_command(entry.command)[1:])


def _compact(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text.casefold())


_Rule = Callable[[DesktopEntry, str], bool]
_EXACT_RULES: tuple[_Rule, ...] = (
    lambda entry, wanted: _any_equals(entry.names, wanted),
    lambda entry, wanted: wanted in (entry.file_id.casefold(), entry.file_id.casefold().rpartition(".")[2]),
    lambda entry, wanted: entry.program.casefold() == wanted and _takes_no_options(entry),
)
_LOOSE_RULES: tuple[_Rule, ...] = (
    lambda entry, wanted: not entry.terminal and _any_equals(entry.generic_names, wanted),
    lambda entry, wanted: not entry.terminal and _any_equals(entry.categories, _compact(wanted)),
    lambda entry, wanted: not entry.terminal and _any_equals(entry.categories, _compact(wanted) + "emulator"),
    lambda entry, wanted: _any_equals((_compact(name) for name in entry.names), _compact(wanted)),
    lambda entry, wanted: entry.name.casefold().startswith(wanted),
    lambda entry, wanted: re.search(rf"\b{re.escape(wanted)}\b", entry.name.casefold()) is not None,
    lambda entry, wanted: _any_equals(entry.keywords, wanted),
    lambda entry, wanted: _any_equals(entry.generic_names, wanted),
)


def _most_alike(entries: Sequence[DesktopEntry], wanted: str) -> DesktopEntry | None:
    from rapidfuzz.fuzz import ratio

    def likeness(entry: DesktopEntry) -> float:
        names = {*entry.names[:1], *entry.generic_names[:1], entry.program, *entry.name.split()}
        return max(float(ratio(wanted, name.casefold())) for name in names)

    best = max(entries, key=likeness, default=None)
    return best if best is not None and likeness(best) >= FUZZY_SCORE else None
