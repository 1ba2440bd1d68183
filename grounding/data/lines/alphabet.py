"""The characters the reader knows, and how any text is spelt in them."""

from __future__ import annotations

import re
import unicodedata

FOREIGN = "□"
_LATIN_1 = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
_LATIN_MORE = "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŒœŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŸŹźŻżŽžȘșȚț"
_CYRILLIC = "".join(chr(c) for c in range(0x0410, 0x0450)) + "ЁёЂђЃѓЄєЅѕІіЇїЈјЉљЊњЋћЌќЎўЏџҐґ"
_GREEK = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςΆΈΉΊΌΎΏάέήίόύώϊϋΐΰ"
_SIGNS = "¡¢£¤¥¦§¨©ª«¬®¯°±²³´¶·¸¹º»¼½¾¿×÷–—‘’“”„†‡•…‰′″‹›€₽₺№™←↑→↓↔↵⇒⇧⌘⌥−√∞≈≠≤≥"
_SHAPES = "■▴▸▾◂○●★☆☰⋮✓✗"
# Ideographs, kana, hangul, bopomofo and full-width forms: one sign stands for a whole run of them.
_EAST = (
    r"\u1100-\u11ff\u2e80-\u303f\u3040-\u30ff\u3100-\u31bf\u31f0-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
)
_FOREIGN_RUN = re.compile(f"[{_EAST}](?:[{_EAST} ·…]*[{_EAST}])?")
_SPACES = re.compile(r"\s+")
# What looks the same on a screen is read as the same character.
_ALIKE = (
    "\u00a0\u2009\u202f\u2011\u2010\u2012\u2015\u00b5\u02bc\u201a▶►◀◄▼▲▪✔✕✘⋯∙◦◾⁄",
    "   --–—μ’,▸▸◂◂▾▴■✓×✗…•○■/",
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\ufe0f"


def characters() -> str:
    """Return every character the reader can write, without the blank; the index is the class less one."""
    ascii_signs = "".join(chr(c) for c in range(0x20, 0x7F))
    return ascii_signs + _LATIN_1 + _LATIN_MORE + _CYRILLIC + _GREEK + _SIGNS + _SHAPES + FOREIGN


def spelt(text: str) -> str:
    """Return ``text`` as the reader would write it: single spaces, runs of East Asian signs as one "□"."""
    composed = unicodedata.normalize("NFC", text).translate(str.maketrans(*_ALIKE, _INVISIBLE))
    return _SPACES.sub(" ", _FOREIGN_RUN.sub(FOREIGN, composed)).strip()


def readable(text: str, known: frozenset[str]) -> bool:
    """Say whether every character of a spelt text is known."""
    return bool(text) and known.issuperset(text)
