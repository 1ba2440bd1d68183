"""Names of theme icons and what a person calls them."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

ICONS = Path("/usr/share/icons")
_USUAL = """
document-new=New document-open=Open document-save=Save document-save-as=Save as document-print=Print
document-properties=Properties document-revert=Revert document-send=Send document-open-recent=Recent
files document-print-preview=Print preview document-export=Export document-import=Import edit-copy=Copy
edit-cut=Cut edit-paste=Paste edit-delete=Delete edit-undo=Undo edit-redo=Redo edit-find=Find
edit-find-replace=Replace edit-select-all=Select all edit-clear=Clear go-previous=Back go-next=Forward
go-up=Up go-down=Down go-home=Home go-first=First go-last=Last go-jump=Go to view-refresh=Refresh
view-fullscreen=Full screen view-restore=Restore view-sort-ascending=Sort ascending
view-sort-descending=Sort descending zoom-in=Zoom in zoom-out=Zoom out zoom-original=Normal size
zoom-fit-best=Best fit list-add=Add list-remove=Remove process-stop=Stop media-playback-start=Play
media-playback-pause=Pause media-playback-stop=Stop media-record=Record media-skip-forward=Next track
media-skip-backward=Previous track media-seek-forward=Fast forward media-seek-backward=Rewind
media-eject=Eject media-playlist-shuffle=Shuffle media-playlist-repeat=Repeat format-text-bold=Bold
format-text-italic=Italic format-text-underline=Underline format-text-strikethrough=Strikethrough
format-justify-left=Align left format-justify-center=Centre format-justify-right=Align right
format-justify-fill=Justify format-indent-more=Increase indent format-indent-less=Decrease indent
insert-image=Insert image insert-link=Insert link insert-object=Insert object insert-text=Insert text
help-about=About help-contents=Help help-faq=Frequently asked questions system-search=Search
system-run=Run system-log-out=Log out system-shutdown=Shut down system-lock-screen=Lock mail-send=Send
mail-reply-sender=Reply mail-reply-all=Reply to all mail-forward=Forward message mail-message-new=Write
mail-attachment=Attachment mail-mark-junk=Junk mail-mark-important=Important contact-new=New contact
appointment-new=New appointment bookmark-new=Add bookmark folder-new=New folder tab-new=New tab
window-new=New window window-close=Close application-exit=Quit call-start=Call call-stop=Hang up
object-flip-horizontal=Flip horizontally object-flip-vertical=Flip vertically object-rotate-left=Rotate
left object-rotate-right=Rotate right tools-check-spelling=Check spelling preferences-system=Settings
audio-volume-high=Volume audio-volume-muted=Muted audio-volume-low=Low volume
audio-input-microphone=Microphone camera-photo=Camera camera-web=Webcam network-wireless=Wi-Fi
network-wired=Network network-server=Server battery=Battery printer=Printer drive-harddisk=Hard disk
user-home=Home user-trash=Trash user-desktop=Desktop folder=Folder folder-download=Downloads
folder-documents=Documents folder-music=Music folder-pictures=Pictures folder-videos=Videos
folder-remote=Network folder starred=Favourite emblem-important=Important emblem-favorite=Favourite
weather-clear=Sunny weather-few-clouds=Partly cloudy weather-showers=Rain dialog-information=Information
dialog-warning=Warning dialog-error=Error dialog-password=Password changes-prevent=Lock
changes-allow=Unlock open-menu=Menu view-list=List view view-grid=Grid view view-more=More
pan-down=Expand pan-up=Collapse video-display=Display input-keyboard=Keyboard input-mouse=Mouse
input-gaming=Gamepad preferences-desktop-wallpaper=Wallpaper preferences-desktop-font=Fonts
preferences-desktop-locale=Language accessories-calculator=Calculator accessories-text-editor=Text editor
utilities-terminal=Terminal internet-web-browser=Browser multimedia-volume-control=Sound alarm=Alarm
x-office-calendar=Calendar security-high=Security
"""
FILE_ICONS = {
    "txt": "text-x-generic", "md": "text-x-generic", "log": "text-x-generic", "pdf": "application-pdf",
    "odt": "x-office-document", "ods": "x-office-spreadsheet", "csv": "x-office-spreadsheet",
    "png": "image-x-generic", "jpg": "image-x-generic", "svg": "image-x-generic", "py": "text-x-script",
    "sh": "text-x-script", "html": "text-html", "xml": "text-html", "zip": "package-x-generic",
    "gz": "package-x-generic", "deb": "package-x-generic", "mp3": "audio-x-generic", "ogg": "audio-x-generic",
    "mkv": "video-x-generic",
}  # fmt: skip


@cache
def usual_icons() -> dict[str, str]:
    """Return the icon names most programs use, with the words a person has for them."""
    found: dict[str, str] = {}
    name = ""
    for word in _USUAL.split():
        if "=" in word:
            name, _, first = word.partition("=")
            found[name] = first
        else:
            found[name] += f" {word}"
    return found


@cache
def theme_icons(theme: str) -> tuple[str, ...]:
    """Return all names a theme draws itself, without "-symbolic"; empty when it is not installed."""
    files = (f for pattern in ("*.svg", "*.png") for f in (ICONS / theme).rglob(pattern))
    wanted = {f.stem.removesuffix("-symbolic") for f in files if not f.is_symlink()}
    return tuple(sorted(n for n in wanted if n.replace("-", "").isalpha() and 3 < len(n) < 36))


def pick_icon(rng: random.Random, theme: str) -> tuple[str, str]:
    """Return an icon name and its words, mostly a usual one."""
    names = theme_icons(theme)
    if not names or rng.random() < 0.65:
        return rng.choice(tuple(usual_icons().items()))
    name = rng.choice(names)
    return name, usual_icons().get(name, name.replace("-", " ").capitalize())


def icon_of_file(name: str) -> str:
    """Return the icon of a file by its ending ("text-x-generic" for unknown ones)."""
    return FILE_ICONS.get(name.rpartition(".")[2], "text-x-generic")
