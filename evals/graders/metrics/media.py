"""Metrics of music, books and mail: ID3 tags, epub, mail folders."""

from __future__ import annotations

import difflib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from evals.graders.errors import UnreadableInput, WrongRules
from evals.graders.matching import follows
from evals.graders.packages import needs
from evals.graders.score import Score, full, none
from evals.graders.state import Absent, Options, State, file_of, files_of, reading, rules_of

_FRAMES = {
    "title": "TIT2",
    "artist": "TPE1",
    "album": "TALB",
    "albumartist": "TPE2",
    "genre": "TCON",
    "tracknumber": "TRCK",
    "composer": "TCOM",
}
_ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")
_NOT_CONTENT = re.compile(
    rb"^(X-Mozilla-\w+|X-Account-Key|X-UIDL|X-Evolution[\w-]*):[^\r\n]*\r?\n", re.M | re.I
)
_DELETED = re.compile(rb"^X-Mozilla-Status: ([0-9a-f]{4})", re.M | re.I)


def check_mp3_meta(result: State, expected: State, _: Options) -> Score:
    """Compare tags of an MP3 file (ID3 version 2.3 or 2.4) with conditions."""
    tags = _tags(file_of(result))
    for name, condition in rules_of(expected).items():
        if name not in _FRAMES:
            raise WrongRules(f"there is no tag “{name}” to compare; known are {', '.join(_FRAMES)}")
        value = tags.get(_FRAMES[name], "")
        if not follows(value, condition):
            return none(f"{name} is {value!r}, wanted is {condition['method']} {condition['ref']!r}")
    return full("every tag is as wanted")


def compare_epub(result: State, expected: State, _: Options) -> Score:
    """Score how alike the pages and lists of two books are, in lines."""
    ours, theirs = (list(_parts(file_of(each))) for each in (result, expected))
    if not ours:
        return none("the book has no pages")
    pairs = zip(ours, theirs, strict=False)
    ratios = [difflib.SequenceMatcher(a=mine, b=wanted).ratio() for mine, wanted in pairs]
    return Score(
        sum(ratios) / len(ours), f"likeness of {len(ours)} parts {[round(each, 2) for each in ratios]}"
    )


def check_thunderbird_folder(result: State, expected: State, options: Options) -> Score:
    """Expect the same messages in mail folders; what Thunderbird keeps about a message does not count.

    Options ``remove_deleted`` and ``remove_duplicate``, both on unless set.
    """
    for mine, wanted in zip(files_of(result), files_of(expected), strict=False):
        if isinstance(mine, Absent):
            return none(mine.reason)
        ours, theirs = (_messages(each, options) for each in (mine, file_of(wanted)))
        if ours != theirs:
            return none(f"{mine.name} has {len(ours)} messages, wanted are {len(theirs)} (or others)")
    return full("the folders hold the same messages")


def _tags(path: Path) -> dict[str, str]:
    data = path.read_bytes()
    if data[:3] != b"ID3" or data[3] not in (3, 4):
        raise UnreadableInput(f"{path.name} has no tags of ID3 version 2.3 or 2.4", path)
    end, place, found = 10 + _seven_bits(data[6:10]), 10, dict[str, list[str]]()
    with reading(path, "ID3 tags"):
        if data[5] & 0x40:
            place += _seven_bits(data[10:14]) if data[3] == 4 else 4 + int.from_bytes(data[10:14])
        while place + 10 <= end and data[place]:
            name = data[place : place + 4].decode("ascii")
            size = data[place + 4 : place + 8]
            length = _seven_bits(size) if data[3] == 4 else int.from_bytes(size)
            content = data[place + 10 : place + 10 + length]
            if name.startswith("T") and name != "TXXX" and content:
                found.setdefault(name, []).extend(_texts(content))
            place += 10 + length
    return {name: ",".join(texts) for name, texts in found.items()}


def _seven_bits(data: bytes) -> int:
    value = 0
    for each in data:
        value = value << 7 | each & 0x7F
    return value


def _texts(content: bytes) -> list[str]:
    text = content[1:].decode(_ENCODINGS[content[0]])
    return text.rstrip("\0").split("\0")


def _parts(book: Path) -> Iterator[list[str]]:
    """Yield the lines of a book's lists and pages, by name; what names the one copy is left out."""
    apart = {"toc.ncx": "navPoint", "content.opf": "dc:identifier"}
    with reading(book, "an epub book"), zipfile.ZipFile(book) as archive:
        contents = {
            name: archive.read(name).decode("utf-8")
            for name in sorted(archive.namelist())
            if name in apart or name.endswith(".html")
        }
    for name, text in contents.items():
        if name in apart:
            yield [line for line in text.splitlines() if apart[name] not in line]
        else:
            yield _pretty(text, book).splitlines()


def _pretty(page: str, book: Path) -> str:
    with needs("lxml"):
        from lxml import html
    with reading(book, "an epub book"):
        tree = html.fromstring(page.replace("\n", "").replace("\r", "").encode())
        return str(html.tostring(tree, pretty_print=True, encoding="unicode"))


def _messages(folder: Path, options: Options) -> list[bytes]:
    parts = re.split(rb"^From - [^\r\n]*\r?\n", folder.read_bytes(), flags=re.M)
    if len(parts) == 1 and parts[0].strip():
        raise UnreadableInput(f"{folder.name} is no mail folder", folder)
    kept = [part for part in parts[1:] if part.strip()]
    if options.get("remove_deleted", True):
        kept = [part for part in kept if not _is_deleted(part)]
    plain = [_NOT_CONTENT.sub(b"", part).replace(b"\r\n", b"\n").strip() for part in kept]
    return sorted(set(plain)) if options.get("remove_duplicate", True) else sorted(plain)


def _is_deleted(message: bytes) -> bool:
    status = _DELETED.search(message)
    return status is not None and bool(int(status[1], 16) & 0x8)
