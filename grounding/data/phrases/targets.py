"""English words for a place on a screen: labels, roles, ordinals, relations and positions."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from grounding.data.phrases import texts
from grounding.data.phrases.grammar import Part, expand, lines_of, parse
from grounding.data.phrases.labels import Labels
from grounding.data.phrases.quoting import quoted

_ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "any": tuple(
            "button,button,button,button,link,icon,icon,tab,menu,menu item,option,entry,item,row,cell,tile,card,"
            "heading,image,thumbnail,toggle,switch,checkbox,radio button,field,text field,box,dropdown,slider,"
            "shortcut,folder,file,section,panel,arrow,logo,label,column header,result,element,control,bar".split(
                ","
            )
        ),
        "field": tuple(
            "field,field,text field,text box,textbox,input,input field,box,search box,search bar,search field,"
            "address bar,area,text area,form field,cell,entry,edit box,line,console,editor,prompt,spin box".split(
                ","
            )
        ),
        "check": tuple(
            "checkbox,checkbox,check box,switch,toggle,option,toggle switch,box,setting,tick box".split(",")
        ),
        "list": tuple(
            "dropdown,dropdown,drop-down,drop-down menu,drop-down list,combo box,list,menu,select box,selector,"
            "picker,dropdown menu,popup menu,box,options,submenu,context menu,dialog".split(",")
        ),
        "area": tuple(
            "page,list,window,document,table,panel,sidebar,dialog,web page,file list,text area,chat,results,"
            "menu,left pane,view,article,feed,main area,section,log,terminal,code editor,results list".split(
                ","
            )
        ),
        "file": tuple(
            "file,folder,icon,image,item,card,row,tab,slider,thumbnail,email,layer,task,window,clip".split(",")
        ),
        "container": tuple(
            "dialog,window,toolbar,sidebar,menu bar,panel,page,section,header,footer,table,list,form,navigation bar,"
            "title bar,status bar,taskbar,dock,menu,popup,tab bar,group,ribbon,file manager,left pane,card,grid".split(
                ","
            )
        ),
    }
)
_PARTS_TEXT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "the": ("the ", "the ", "the ", "the ", "", "this ", "that ", "a ", "an ", "my ", "your "),
        "ORD": tuple(
            "first,second,third,fourth,last,2nd,3rd,1st,topmost,next,only,previous,fifth,upper,lower,leftmost".split(
                ","
            )
        ),
        "ADJ": tuple(
            "blue,red,green,grey,large,small,big,round,highlighted,selected,checked,unchecked,empty,disabled,"
            "white,primary,little,tiny,yellow,orange,expanded,active".split(",")
        ),
        "ICON": tuple(
            "gear,cog,three-dot,three dots,hamburger,magnifying glass,trash can,pencil,heart,star,plus,plus sign,X,close,"
            "bell,house,home,floppy disk,printer,envelope,user,profile,lock,cloud,play,pause,download,upload,refresh,"
            "back arrow,down arrow,camera,microphone,filter,paper clip,calendar,folder,eye,info,question mark,settings,"
            "power,volume,battery,network,share,undo,zoom in,bookmark,speech bubble,cart,shopping bag,minus,check mark".split(
                ","
            )
        ),
        "SIDE": tuple(
            "to the left of,to the right of,left of,right of,above,below,under,underneath,next to,beside,near,"
            "directly below,just above,on the left of,on the right side of,beneath,close to,adjacent to,right next to,"
            "over,after,before,immediately to the right of".split(",")
        ),
        "CORNER": tuple(
            "top right,top left,bottom right,bottom left,upper right,upper left,lower right,lower left,top-right,"
            "bottom-left,upper-left,lower-right".split(",")
        ),
        "EDGE": tuple("top,bottom,left,right,right side,left side,center,middle,very top,far right,end".split(",")),
    }
)
# What kind of words follows: Q a quoted label, L a bare label, R a role, P a place (added afterwards).
_NAMED = lines_of("""
{Q}
{Q}
{L}
the {L} {R}
the {L} {R}
the {L} {R}
{the}{Q} {R}
{the}{Q} {R}
the {Q} {R}
{the}{L}
the {R} {L}
the {R} {Q}
{R} {Q}
the {R} [labelled|labeled|named|called|titled|marked|with the label|with the text|that says|saying|with the name|reading] {Q}
the {R} [labelled|labeled|named|called|with the text|that says|for|with the title] {L}
the {R} [for|of] {Q}
the {ADJ} {L} {R}
the {ADJ} {Q} {R}
the {ADJ} {R}
the {ORD} {R}
the {ORD} {Q} {R}
the {ORD} {R} [named|called|with|containing] {Q}
the {R}
{Q} [|({R})|, the {R}|- the {R}]
{L} {R}
the {R} [where|on which|in which] it says {Q}
the {R} [that contains|containing|which contains|that shows] [the text |the word |]{Q}
the {R} that [looks like a {ICON}|has a {ICON} on it|opens the {L}|is {ADJ}|lets you {L}]
""")
_ICONS = lines_of("""
the {ICON} icon
the {ICON} icon
the {ICON}
the {ICON} button
{ICON} icon
the {ADJ} {ICON} [icon|button|symbol]
the [icon|symbol|button] [of|with|showing|that looks like] a {ICON}
the {ICON} icon [next to|for|of|beside] {Q}
the {Q} icon
the {L} icon
the [icon|button] [shaped like|depicting] a {ICON}
the {ICON} [menu|symbol] (the {ADJ} one)
""")
_PLACED = lines_of("""
 {SIDE} {ANCHOR}
 {SIDE} {ANCHOR}
 {SIDE} {ANCHOR}
 [in|inside|within|on|of|from|at] the {CONTAINER}
 [in|inside|within|on|of|from] the {L} {CONTAINER}
 [in|inside|within|on|of] the {Q} {CONTAINER}
 in the row [of|for|named|with] {NAME}
 [in|at] the {CORNER}[| corner][| of the {CONTAINER}| of the screen]
 [at|on|near|towards] the {EDGE}[| of the {CONTAINER}| of the page| of the screen]
 located [in|at] the {CORNER}[| corner] of the [screen|{CONTAINER}]
 located [at|on|near] the {EDGE} of the [screen|{CONTAINER}]
 located {SIDE} {ANCHOR}
 [which is|that is|situated|positioned|placed|found|displayed|that appears|shown] {SIDE} {ANCHOR}
, [which is|located|found] [in|at] the {CORNER}[| corner] of the {CONTAINER}
 under the {Q} [section|heading|category]
 under [{L}|the heading {L}]
 between {Q} and {Q}
 between the {L} and the {L} [buttons|fields|tabs]
 [for|belonging to|associated with] {NAME}
 with the {ICON} on it
""")
_ANCHORS = lines_of("""
{Q}
{L}
the {L} {R}
the {Q} {R}
the {R}
the {ICON} icon
it
the {R} labelled {Q}
""")


@dataclass(frozen=True, slots=True)
class Targets:
    """Makes target phrases from ``labels``: article and marked words."""

    labels: Labels
    mark: Callable[[str], str]

    def make(self, rng: random.Random, kind: str = "any", *, placed: float = 0.28) -> str:
        """Return a target of ``kind`` ("any", "field", "check", "list", "area", "file"), marked."""
        parts = self._parts(rng, kind)
        if kind == "any" and rng.random() < 0.22:
            templates = _ICONS
        elif kind == "area":
            templates = _AREAS
        else:
            templates = _NAMED
        words = _expand(rng.choice(templates), parts, rng)
        if rng.random() < placed:
            words = joined(words, _expand(rng.choice(_PLACED), parts, rng))
        article, rest = split_article(words)
        return article + self.mark(rest)

    def second(self, rng: random.Random, kind: str, mark: Callable[[str], str]) -> str:
        """Return a target marked otherwise: where to drag to."""
        return Targets(self.labels, mark).make(rng, kind, placed=0.12)

    def _parts(self, rng: random.Random, kind: str) -> Mapping[str, Part]:
        return {
            **_PARTS_TEXT,
            "Q": lambda r: quoted(self._label(r, kind), r),
            "L": lambda r: self._label(r, kind),
            "R": _ROLES[kind if r_any(rng) else "any"],
            "CONTAINER": _ROLES["container"],
            "NAME": lambda r: quoted(texts.name(r), r) if r.random() < 0.4 else texts.name(r),
            "ANCHOR": lambda r: _expand(r.choice(_ANCHORS), self._parts(r, "any"), r),
        }

    def _label(self, rng: random.Random, kind: str) -> str:
        if kind == "file" and rng.random() < 0.5:
            return texts.file_name(rng)
        label = self.labels.pick(rng)
        return label.lower() if rng.random() < 0.12 else label


_AREAS = lines_of("""
the {R}
the {R}
{R}
the {L} {R}
the {Q} {R}
the [main|left|right|inner|whole] {R}
the {R} [of|with|containing] [the |]{L}
""")
_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "my ", "your ")


def r_any(rng: random.Random) -> bool:
    """Say whether a role fits the kind (it nearly always does)."""
    return rng.random() < 0.97


def joined(words: str, more: str) -> str:
    """Return both with a space between, unless a punctuation mark begins the second."""
    return words + more if more.startswith((",", ".", ";", ":")) else f"{words} {more}"


def split_article(words: str) -> tuple[str, str]:
    """Return the article in front (with its space), and the rest."""
    for article in _ARTICLES:
        if words.startswith(article):
            return article, words[len(article) :]
    return "", words


def _expand(template: str, parts: Mapping[str, Part], rng: random.Random) -> str:
    return expand(parse(template), parts, rng)
