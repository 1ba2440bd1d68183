"""The icons that people ask for most: what toolbars, title bars, desktops and players have."""

from __future__ import annotations

from functools import cache

from grounding.data.icons.concepts import concepts

_ASKED = """
close; minimize; maximize; restore; full screen; exit full screen; open in new window; new tab; home; menu;
more options; more; apps; new; open; save; save as; print; print preview; properties; export; pdf; edit; file;
folder; new folder; documents; downloads; music; pictures; videos; desktop; archive; undo; redo; cut; copy;
paste; delete; clear; search; find and replace; select; format painter; bold; italic; underline;
strikethrough; font color; highlight; font; align left; center; align right; justify; increase indent;
decrease indent; bullet list; numbered list; code; link; image; table; chart;
comment; spelling; fill color; color picker; colors; currency; percent; sort ascending; sort descending;
sort; filter; back; forward; up; down; first; last; go to top; go to bottom; refresh; stop; history; bookmark;
star; heart; pin; flag; tag; inbox; mail; new message; send; reply; reply all; attach; download; upload;
share; cloud;
zoom in; zoom out; zoom to fit; original size; list view; grid view; columns; sidebar; show; hide;
settings; tools; add; remove; check mark; cancel; help; info; warning;
error; notifications; lock; unlock; user; people; log out; power; restart; log in;
calendar; clock; alarm; computer; mobile phone; hard disk; usb stick; server; database; camera; screenshot;
video; microphone; mute microphone; volume; low volume; mute; headphones; play; pause; stop; record;
next track; previous track; fast forward; rewind; shuffle; repeat; playlist; subtitles; dashboard;
battery; wifi; network; bluetooth; globe; location; map; terminal; file manager; text editor; calculator;
software; shopping cart; chat; emoji; like; dislike; translate; keyboard; mouse; games; call; eject;
firefox; chrome; chromium; edge; safari; thunderbird; start; task view; word document; spreadsheet;
presentation; visual studio code; vlc; gimp; github; youtube; crop; rotate right; rotate left;
rectangle; circle; line; pencil; text box; equals; slash; expand all; collapse all;
show more; bug; switch; weather; libreoffice; rename; select all; layers; page setup; extensions; light mode;
dark mode; import; gmail; package; notes; new slide; insert row; security; number
"""


@cache
def usual_names() -> frozenset[str]:
    """Return the displayed names ("delete, bin") of the concepts that are asked for most."""
    asked = {phrase.strip() for phrase in _ASKED.split(";")}
    return frozenset(c.display for c in concepts() if c.said[0] in asked)


@cache
def known_names() -> frozenset[str]:
    """Return the displayed names of all concepts."""
    return frozenset(c.display for c in concepts())
