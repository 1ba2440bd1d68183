"""Words of like meaning in user interfaces, and what the things named so are for; this project's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

# One concept a line: words on controls and icons = what people want with them (verb phrases).
_CONCEPTS = """
save, store, disk, floppy, document-save = save the document|save the file|store the changes|keep my changes
save as, document-save-as = save it under another name|save a copy
open, document-open = open a file|load a document|open an existing document
new, create, document-new, add document = create a new document|make a new file|start a new one
close, exit, quit, window-close, cross, application-exit = close this window|close it|shut this|quit the program|exit
print, printer, document-print = print the document|print this page|get it on paper
print preview, document-print-preview = see how the print will look
delete, remove, erase, trash, bin, edit-delete, user-trash, garbage = delete it|remove the entry|get rid of it|erase it|throw it away
cut, scissors, edit-cut = cut the selection|cut it out
copy, duplicate, edit-copy = copy the selection|copy it|duplicate it|make a copy
paste, insert, clipboard, edit-paste = paste from the clipboard|insert what was copied
undo, edit-undo = undo the last change|take back the last step|revert what I did|undo it
redo, edit-redo = redo the change|repeat what was undone|redo it
search, find, look up, magnifier, edit-find, system-search = search for something|find a word|look something up
replace, edit-find-replace = replace a word by another
settings, preferences, options, configure, configuration, properties, gear, cog, preferences-system = change the settings|open the preferences|configure the program|adjust the options
help, question, support, help-contents = get help|open the manual|read the documentation
about, information, info, help-about, dialog-information = see the version of the program|show information about it
home, house, go-home, user-home = go to the home page|go home|return to the start page
back, previous, go-previous, left arrow, arrow-left = go back|return to the previous page|go one step back
forward, next, continue, go-next, right arrow, arrow-right = go forward|go on|continue|go to the next page|proceed
up, go-up, parent folder = go up one level|go to the parent folder|move it up
down, go-down = move it down|go down
first, go-first = jump to the beginning|go to the first one
last, go-last = jump to the end|go to the last one
refresh, reload, update, view-refresh, sync, synchronize = reload the page|refresh the view|update the list
stop, process-stop, media-playback-stop = stop it|stop loading|halt the process
cancel, abort, dismiss, discard = cancel it|abort|dismiss the dialog|leave without saving
ok, accept, confirm, agree, apply, yes = confirm|accept it|agree|apply the changes
no, decline, reject, refuse = decline|refuse
play, start, run, media-playback-start, execute, launch = start playing|play the song|run it|start it|begin
pause, media-playback-pause = pause the playback|hold the music
record, media-record = start recording|record a sound
skip forward, media-skip-forward, next track = skip to the next song|play the next track
skip backward, media-skip-backward, previous track = go to the previous song
volume, sound, audio-volume-high, speaker, audio = change the volume|make it louder
mute, audio-volume-muted = turn the sound off|mute it
zoom in, enlarge, magnify, zoom-in = zoom in|make it bigger|enlarge the view|magnify the page
zoom out, shrink, zoom-out = zoom out|make it smaller|shrink the view
zoom fit, best fit, zoom-fit-best, fit = fit the page to the window
fullscreen, full screen, view-fullscreen = show it on the whole screen|enter full screen mode
maximize, maximise, window-maximize = make the window fill the screen|maximize the window
minimize, minimise, window-minimize = hide the window|minimize the window
bold, format-text-bold = make the text bold|make it bold
italic, format-text-italic = make the text italic|slant the text
underline, format-text-underline = underline the text
strikethrough, format-text-strikethrough = strike the text through
align left, format-justify-left = align the text to the left
align center, centre, format-justify-center = centre the text
align right, format-justify-right = align the text to the right
justify, format-justify-fill = justify the text
font, typeface = change the font
color, colour, color picker, palette = change the colour|pick a colour
image, picture, photo, insert-image, photograph = insert a picture|add an image
table, grid, insert table = insert a table
link, hyperlink, insert-link, chain = insert a link
bullet list, bullets, unordered list = make a bulleted list
numbered list, ordered list = make a numbered list
indent, format-indent-more = indent the paragraph
spell check, spelling, tools-check-spelling = check the spelling
add, plus, list-add, append = add an entry|add a new item|add one more
minus, subtract, list-remove = take one away|remove the entry
edit, modify, change, pencil, document-edit = edit it|change the entry|modify it
rename, edit-rename = give it another name|rename it
share, send to, export, emblem-shared = share it with others|export it
send, submit, mail-send = send the message|submit the form
reply, respond, mail-reply-sender = answer the message|reply to it
forward mail, mail-forward = forward the message
compose, new message, write, mail-message-new = write a new mail|compose a message
mail, email, e-mail, envelope, inbox = read my mail|open the inbox
attach, attachment, mail-attachment, paperclip = attach a file
download, get = download it|save it to my computer
upload = upload a file
import, document-import = import data|bring in a file
folder, directory = open the folder
new folder, folder-new = create a folder|make a new directory
file manager, files, system-file-manager = browse my files|open the file manager
browser, web browser, firefox, chromium, chrome, internet = open the browser|browse the web|start the web browser
terminal, console, command line, shell, utilities-terminal = open a terminal|type a command
calculator, accessories-calculator = calculate something|open the calculator
calendar, date, schedule = look at the calendar|choose a date
clock, time, alarm = see the time|set an alarm
timer, stopwatch = start the timer
user, account, profile, person, avatar = open my account|see my profile
users, people, group, contacts = see the members|show the contacts
login, log in, sign in = log in|sign in to my account
logout, log out, sign out, system-log-out = log out|sign out|end the session
register, sign up, create account = create an account|sign up
password, key = enter the password
lock, secure, padlock, changes-prevent = lock it|make it secure
unlock, changes-allow = unlock it
shutdown, power, turn off, system-shutdown = turn the computer off|shut down the machine
restart, reboot, system-reboot = restart the computer
network, wifi, wi-fi, wireless, network-wireless = set up the network|connect to the internet
bluetooth = pair a device
battery, power level = see how full the battery is
menu, hamburger, hamburger menu, open-menu, more = open the menu|show the main menu|see more options
view more, view-more, dots, three dots, kebab, overflow = show more actions
list view, view-list = show it as a list
grid view, view-grid, icons view, tiles = show it as a grid
sort, order, view-sort-ascending = sort the list|change the order
filter, funnel = filter the list|narrow the results
bookmark, favorite, favourite, star, starred = bookmark this page|mark it as a favourite
like, heart, love = like it
comment, chat, message, speech bubble = write a comment|chat
notification, bell, alert = see the notifications
warning, dialog-warning, caution = see the warning
error, dialog-error = see the error
cart, basket, shopping cart = see the shopping cart|go to the basket
buy, checkout, pay, purchase, order now = buy it|pay|go to the checkout
map, location, place, pin, mark-location = see where it is|show it on the map
camera, photograph, camera-photo = take a photo
video, movie, film = watch the video
music, song, audio file = listen to music
book, library, read = read the book
history, recent, document-open-recent = see what was opened before|show the history
eye, show, visible, view = show it|see it|make it visible
hide, invisible, eye off = hide it
crop = crop the picture
rotate left, object-rotate-left = turn it to the left|rotate it counterclockwise
rotate right, object-rotate-right = turn it to the right|rotate it clockwise
flip horizontally, object-flip-horizontal, mirror = mirror the picture
flip vertically, object-flip-vertical = turn it upside down
select all, edit-select-all = select everything|mark all of it
clear, reset, edit-clear, default = clear the entry|start over|reset the values|empty the field
eject, media-eject = eject the disk
install, set up = install it|put it on the computer
uninstall = remove the program
expand, unfold, show more = see more of it|unfold it
collapse, fold, show less = fold it
sidebar, side panel, sidebar-show = show the side bar
tab new, new tab, tab-new = open a new tab
plug, extension, add-on, plugin = manage the extensions
tag, label = tag it
flag, report = report it
phone, call = call somebody
microphone, mic, audio-input-microphone = speak instead of typing
translate, language, preferences-desktop-locale = change the language
theme, appearance, preferences-desktop-theme = change how it looks
keyboard, input-keyboard, shortcut = set the keyboard shortcuts
mouse, input-mouse, pointer = set up the mouse
display, monitor, screen, video-display = change the screen resolution
debug, bug = debug the program
build, compile, hammer = build the project
chart, graph, diagram, statistics = see the statistics|insert a chart
sum, total = add the numbers up
draw, brush, paint = draw something
fill, bucket = fill the area with a colour
text tool, insert-text, type text = write text into the picture
eraser, draw-eraser, rubber = rub it out
"""


class Concepts:
    """Looks up words of like meaning; `of` a label gives the concept's other words and its purposes."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._purposes: dict[str, tuple[str, ...]] = {}
        for line in _CONCEPTS.strip().splitlines():
            names, purposes = line.split("=")
            words = tuple(n.strip() for n in names.split(","))
            for word in words:
                self._words.setdefault(plain(word), words)
                self._purposes.setdefault(plain(word), tuple(p.strip() for p in purposes.split("|")))

    def synonyms(self, label: str) -> tuple[str, ...]:
        """Return other words for ``label``, itself left out; empty where it is unknown."""
        key = plain(label)
        return tuple(w.replace("-", " ") for w in self._words.get(key, ()) if plain(w) != key)

    def purposes(self, label: str) -> tuple[str, ...]:
        """Return what somebody wants who looks for ``label``."""
        return self._purposes.get(plain(label), ())

    def key(self, label: str) -> str:
        """Return the concept's first word, "" where it is unknown: equal keys mean alike."""
        words = self._words.get(plain(label), ())
        return words[0] if words else ""

    def all_words(self) -> Iterator[str]:
        return iter(self._words)


def plain(label: str) -> str:
    """Return ``label`` in lower case without signs and without the endings of icon names."""
    text = re.sub(r"[^\w]+", " ", label.casefold()).strip()
    return re.sub(r"\b(symbolic|icon|button|rtl|ltr|\d{2,3})\b", "", text).strip()
