"""What is never trained on: one whole toolkit, and whole applications of the others."""

from __future__ import annotations

from grounding.data.sample import Split

HELD_OUT_TOOLKIT = "GTK2"
HELD_OUT_APPS = frozenset(
    {
        "galculator", "meld", "xarchiver", "homebank", "zim", "pluma", "evince", "eog", "gnome-clocks",
        "gnome-contacts", "baobab", "kcharselect", "kolourpaint", "keepassxc", "ark", "sqlitebrowser",
        "linguist-qt6", "libreoffice-draw", "filezilla", "thunderbird", "jedit",
    }
)  # fmt: skip


def split_of(toolkit: str, app: str, seed_share: float = 0.0) -> Split:
    """Return the split of an application; ``seed_share`` in 0-1 below 0.05 makes a validation screen."""
    if toolkit == HELD_OUT_TOOLKIT:
        return "held-out toolkit"
    if app in HELD_OUT_APPS:
        return "held-out apps"
    return "validation" if seed_share < 0.05 else "train"
