"""English verb phrases for each kind of action, and what is put around them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from grounding.data.phrases.grammar import lines_of
from grounding.data.phrases.sample import ActKind

# {T} any target, {B} something like a button, {M} a menu, tab or page, {F} a field, {C} a checkbox,
# {D} a list, {A} an area, {S} what is dragged, {E} where to; {X} a text, {K} keys, {O} an option.
PHRASES: Mapping[ActKind, tuple[str, ...]] = MappingProxyType(
    {
        "click": lines_of("""
            {CLICK} {T}
            {CLICK} {T}
            {CLICK} on {T}
            {CLICK} on {T}
            {CLICK} on {T}
            {CLICK} [once|one time|with the mouse|with the left mouse button] on {T}
            {CLICK} {T} [once|with the mouse|with the left mouse button|using the mouse]
            {PERFORM} a [click|left click|single click|mouse click|tap] on {T}
            {PUSH} {B}
            {PUSH} {B}
            {PICK} {B}
            {OPEN} {M}
            {OPEN} {M}
            {OPEN} {M} by clicking [on |][it|its name]
            {FIND} {T} and click [it|on it]
            {GO} {T} and click [it|on it|there]
            {MOVEMOUSE} the [mouse|cursor|pointer] [to|over|onto] {T} and click [it|on it|there|]
            {CLICK} [somewhere|anywhere] [in|inside|on] {T}
            {CLICK} [the center of|the middle of|inside|in|within] {T}
            {FOCUS} {F}
            {FOCUS} {F}
            {TURN} {C}
            {CLICK} {B} [that says so|once more|again|now]
            {PICK} {B} by clicking [on |]it
            {CLICK}[:| →| ->] {T}
            """),
        "double-click": lines_of("""
            {DOUBLE} {T}
            {DOUBLE} {T}
            {DOUBLE} on {T}
            {DOUBLE} on {T}
            {CLICK} twice on {T}
            {CLICK} {T} twice [quickly|in quick succession|fast|]
            {PERFORM} a [double-click|double click|double tap] on {T}
            {OPEN} {S} [by double-clicking [it|on it]|with a double-click|with a double click]
            {FIND} {T} and double-click [it|on it]
            {DOUBLE} [inside|in] {T}
            """),
        "right-click": lines_of("""
            {RIGHT} {T}
            {RIGHT} {T}
            {RIGHT} on {T}
            {RIGHT} on {T}
            {CLICK} [with the right mouse button on|using the right button on] {T}
            {CLICK} {T} with the right [mouse |]button
            {PERFORM} a [right-click|right click|secondary click] on {T}
            {BRINGUP} the [context menu|right-click menu|shortcut menu] [of|for|on] {T}
            {FIND} {T} and right-click [it|on it]
            {RIGHT} [inside|in] {T}
            """),
        "hover": lines_of("""
            {HOVER} {T}
            {HOVER} {T}
            {HOVER} {T}
            {MOVEMOUSE} the [mouse|mouse pointer|cursor|pointer|mouse cursor] [over|to|onto|on|above|on top of] {T}
            {MOVEMOUSE} the [mouse|cursor|pointer] over {T} without clicking
            {LET} the [mouse|cursor|pointer] [hover|rest] [over|on|above] {T}
            {HOVER} {T} [with the mouse|for a moment|without clicking]
            {PERFORM} a [hover|mouseover|mouse over] on {T}
            """),
        "type": lines_of("""
            {TYPE} {X}
            {TYPE} {X}
            {TYPE} {X} [in|into|in|into|inside|on|within] {F}
            {TYPE} {X} [in|into|in|into|to] {F}
            {TYPE} {X} [in|into|in] {F}
            {TYPE} {X} [for|as] {F}
            {TYPE} the [word|words|text|string|number|phrase|value|name|sentence|letters|command|url|address|email address|email|password|username|date|query|title|formula|character|code|message|following] {X}
            {TYPE} the [word|words|text|string|number|phrase|value|name|sentence|letters|command|url|address|email address|password|date|query|search term|title] {X} [in|into|to] {F}
            {TYPE} the following [text|message|words|value][:|: |] {X}
            {TYPE} the following [text|value] [in|into] {F}: {X}
            {TYPE} [in|into|to] {F}[:|: |,|] {X}
            {FILL} {F} with {X}
            {FILL} {F} with {X}
            {FILL} {F} with the [text|value|name|number|word] {X}
            {FILL} in {F}[:| with|,] {X}
            {SET} {F} to {X}
            {SET} the [text|value|content|contents] [of|in] {F} to {X}
            {SEARCH} {X} [in|using|with|on|via] {F}
            {REPLACE} the [content|contents|text|value|current text] [of|in] {F} [with|by] {X}
            {CLICK} [on |into |]{F} and [type|enter|write|input] {X}
            {FOCUS} {F} and [type|enter|write] {X}
            {GO} {F} and [type|enter|write] {X}
            {TYPE} {X} [on|with|using] the keyboard
            {TYPE} {X} [where the cursor is|at the cursor|at the prompt|at the current position]
            {USE} {X} [as|for] {F}
            {TYPE} {F} as {X}
            {TYPE} {F}[: |, | = ]{X}
            {GIVE} {F} the [value|text|name] {X}
            """),
        "press": lines_of("""
            {PRESS} {K}
            {PRESS} {K}
            {PRESS} {K}
            {PRESS} [the |]{K} key
            {PRESS} the {K} key
            {PRESS} the [key|keys|key combination|shortcut|keyboard shortcut|hotkey|combination|key combo|keystroke] {K}
            {PRESS} {K} on [the|your] keyboard
            {PRESS} the {K} [key combination|shortcut|keyboard shortcut|combination|keys]
            {PRESS} the [letter|digit|character] {LETTER} [key|]
            {PRESS} {K} [in|inside|while in|with the focus in] {F}
            {PRESS} {K} [while|when] [the focus is in|the cursor is in] {F}
            {SEND} [the key|the keys|the keystroke|the key press|a] {K}
            {PRESS} {KN}
            {PRESS} the {KN}
            {PRESS} [both |]{K} [together|at the same time|simultaneously]
            {SEND} {K} to {A}
            {PRESS} {K} [once|one time|now|again]
            """),
        "select": lines_of("""
            {SELECT} {O} [from|in|from|in|on] {D}
            {SELECT} {O} [from|in|from|in] {D}
            {SELECT} {O}
            {SELECT} the [option|entry|item|value|choice|menu item|radio button|menu entry|language|theme] {O} [from|in] {D}
            {SELECT} the [option|entry|item|value|choice|menu item|radio button|menu entry] {O}
            {SELECT} the {O} [option|entry|item|value|choice|radio button|menu item|menu entry]
            {SELECT} the {O} [option|entry|item|value|radio button|menu item] [from|in] {D}
            {SELECT} {O} as {D}
            {SET} {D} to {O}
            {SET} {D} to {O}
            {SET} {D} [from {OLD} |]to {O}
            {OPEND} {D} and [select|choose|pick] {O}
            {CLICK} [on |]{D} and [select|choose|pick] {O}
            {SELECT} {PATH}
            {SELECT} {PATH} [from the menu|in the menu bar|from the menu bar]
            {GO} {PATH}
            {CLICK} {PATH}
            {SELECT} {O} [for|under] {D}
            {SELECT} {O} [out of|among the options in|from the options in] {D}
            """),
        "check": lines_of("""
            {CHECK} {C}
            {CHECK} {C}
            {CHECK} {C}
            {TURN} {C} on
            {TURN} {C} to [on|enabled|checked|the on position]
            {MAKE} sure [that |]{C} is [checked|ticked|enabled|on|turned on|selected|switched on|active]
            {PUTCHECK} a [check mark|checkmark|tick|check] [in|next to|beside|into|on] {C}
            {PICK} {CB}
            {CHECK} {C} if [it is not|it isn't] [checked|already|enabled|on][ already| yet|]
            """),
        "uncheck": lines_of("""
            {UNCHECK} {C}
            {UNCHECK} {C}
            {UNCHECK} {C}
            {TURN} {C} off
            {TURN} {C} to [off|disabled|unchecked|the off position]
            {MAKE} sure [that |]{C} is [unchecked|not checked|unticked|disabled|off|turned off|not ticked|not enabled|deselected|inactive]
            {REMOVE} the [check mark|checkmark|tick|check] [from|in|at] {C}
            {CLEAR} {CB}
            {UNCHECK} {C} if it is [checked|ticked|enabled|on]
            """),
        "drag": lines_of("""
            {DRAG} {S} [to|onto|into|on|over|on top of|over to|towards] {E}
            {DRAG} {S} [to|onto|into|on|over] {E}
            {DRAG} {S} to {E}
            {DRAG} {S} and drop it [on|onto|in|into|over|at] {E}
            {MOVE} {S} [to|into|onto] {E} [by dragging [it|]|by drag and drop|with the mouse|using drag and drop]
            {MOVE} {S} [into|onto|over to] {E}
            {GRAB} {S} and [drag|move|pull|drop] it [to|onto|into|on|over] {E}
            {DRAG} from {S} to {E}
            """),
        "scroll": lines_of("""
            {SCROLL} {SC}
            {SCROLL} {SC} [in|on|inside|within] {A}
            {SCROLL} {SC} [in|on|inside|within] {A}
            {SCROLL} {SD} {A}
            {SCROLL} {A} {SC}
            {SCROLL} {SE} of {A}
            {SCROLL} {SE} of {A}
            {SCROLL} {SE}
            {SCROLL} {A} {SE}
            {SCROLL} {SU}
            {SCROLL} {A} {SU}
            {SCROLL} {SC} [with the mouse wheel|using the wheel|with the mouse]
            {TURNWHEEL} the mouse wheel to scroll {SC}[| in {A}| on {A}]
            """),
        "wait": lines_of("""
            {WAIT} {W}
            {WAIT} for {W}
            {WAIT} for {W}
            {WAIT} for [about|at least|around|approximately] {W}
            {WAIT} {WU}
            {WAIT} {WU}
            {WAIT} {W} [before continuing|before the next step|before proceeding|and do nothing]
            {PERFORM} nothing for {W}
            """),
    }
)  # fmt: skip
MORE_VERBS = lines_of("""
BRINGUP: open/opening/opens, bring up/bringing up/brings up, show/showing/shows, invoke/invoking/invokes
USE: use/using/uses, provide/providing/provides, put/putting/puts
GIVE: give/giving/gives
LET: let/letting/lets
TURNWHEEL: use/using/uses, turn/turning/turns
PUTCHECK: put/putting/puts, place/placing/places, set/setting/sets, add/adding/adds
REMOVE: remove/removing/removes, take away/taking away/takes away, clear/clearing/clears
CLEAR: clear/clearing/clears
OPEND: open/opening/opens, expand/expanding/expands, click/clicking/clicks, go to/going to/goes to
""")

# What a phrase is put into; 0, 1, 2 say in which form of the verb.
WRAPPERS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        0: lines_of("""
            {P}
            {P}
            {P}
            {P}
            {P}
            {P}
            {P}
            {P}
            [please|Please|pls|kindly|just|simply|now|then|next|Now|Next,|Then|First,|first|finally|Finally,|ok,|OK, now|alright,|and|Also,|quickly|carefully|here,|hey,|so] {P}
            {P}[, please| please| now| again| next| first| once more|, thanks| then|, ok?| for me]
            [could|can|would|will] you [please |kindly |]{P}[?|?|, please?|]
            [I want|I want you|I'd like|I would like|I'd like you|we want|I need|I need you|you have|we need|you need|I have|the user wants|he needs|she wants] to {P}
            [you should|you must|we should|you can|I should|I must|I will|I'll|we'll|let's|let us|we can now|you may|I can|one should|you'll want to] [now |then |first |]{P}
            [I'm|I am|we're|we are|you are] going to {P}
            [the next step is|my next action is|your task is|the goal is|the first thing to do is|what you need to do is|the best option is|all I want is|it's time|the task here is|the plan is] to {P}
            [go ahead and|make sure to|make sure you|remember to|try to|don't forget to|be sure to|feel free to|you only have to|help me to|proceed to|continue to] {P}
            [Step 1:|Step 3:|step 2 -|1.|2)|3.|-|*|•|a)|Task:|TODO:|Action:|action:|Instruction:|>|Command:|Next action:|#4|→|@agent|Agent:|Q:] {P}
            [Given|When|Then|And|But] I {P}
            in order to {GOAL}, {P}
            to {GOAL}, [please |you should |first |]{P}
            [In|On|Within] the {PLACE}, {P}
            [in|on] the {L} {PLACE}, {P}
            [I see the {L} {PLACE}|The {PLACE} is now open|The page has loaded|We are in the {L} {PLACE}|The dialog appeared|I can see {Q}][.|, so|. Now|. Next,|;|:] {P}
            [Since|Because|As|Now that] [the {PLACE} is open|we are on the {L} page|nothing is selected], {P}
            so {P}
            [Thought:|Reasoning:] I [need|have|want] to {GOAL}. [Action:|So I will|Next:] {P}
            [as the next step|for this|to do so|to do this|to continue|at this point|in the next step|as a first step|after that|afterwards], {P}
            """),
        1: lines_of("""
            {P}
            {P}
            [start|begin|continue|proceed|finish|go on] by {P}
            [try|I suggest|I recommend|consider|I'm|we are|I am|next up:|next is] {P}
            [this is done by|do this by|do it by|you can do this by|accomplish this by|{GOALCAP} by] {P}
            """),
        2: lines_of("""
            [User|The user|the user|The tester|tester|the agent|The customer|He|she|Someone|Admin|When the user|And the user|Then the user|the operator|Player] {P}
            """),
    }
)  # fmt: skip
PURPOSES = lines_of("""
 to {GOAL}
 to {GOAL}
 to {GOAL}
 in order to {GOAL}
 so that {SO}
 so {SO}
, so that {SO}
 because {SO}
, as {SO}
, which {WHICH}
 and {WHICHSO}
. This {WHICH}.
. {SOCAP}.
, since {SO}
 (this {WHICH})
 for {NOUNS}
, then we are done
; {SO}
 before {GOALING}
 to be able to {GOAL}
 so as to {GOAL}
 if you want to {GOAL}
 - {SO}
""")
GOAL_VERBS = tuple(
    "save,open,confirm,close,change,continue with,view,see,start,finish,cancel,submit,search for,find,edit,add,remove,"
    "create,proceed to,go back to,access,download,apply,adjust,configure,review,discard,display,enable,update,share,"
    "send,check,delete,complete,log in to,sign up for,navigate to,filter,sort,select,get,load,refresh,return to,open up,"
    "verify,begin,move on to,leave,manage,set up,reveal,expand,choose,buy,book,switch to".split(",")
)  # fmt: skip
GOAL_NOUNS = tuple(
    "the changes,the file,the settings,the dialog,the document,the next page,the list of results,the account,the menu,"
    "the installation,a new folder,the form,the message,the options,my profile,the details,the order,the picture,"
    "the connection,the new entry,the window,the advanced settings,our work,the process,the results,the appearance,"
    "the main page,the cart,the downloads folder,a new document,the selection,the email,the login,all files,the network,"
    "the volume,its properties,this item,the tooltip,more information,the full list,the game,the video,your data".split(
        ","
    )
)
SO_CLAUSES = lines_of("""
[the|a] [menu|dialog|file|page|window|list|form|document|video] [opens|is saved|will open|is closed|can be seen|appears|gets loaded|is shown|closes|starts|will be displayed]
[we|you|I|they] can [see|edit|open|save|continue with|change|close|check] {NOUN}
{NOUN} [will be|are|is|gets|can be] [saved|shown|opened|applied|updated|changed|visible|removed|selected]
it [opens|is selected|gets saved|becomes active|is what we need|will take us to {NOUN}|contains {NOUN}|is the only way to {GOAL}]
that is [where {NOUN} is|what the task asks for|the right place|needed to {GOAL}]
the task [requires|asks for|is about] {NOUN}
""")
WHICHES = lines_of("""
[opens|will open|shows|saves|closes|displays|should open|brings up|starts|lets us {GOAL}|will allow us to {GOAL}|takes us to|should take me to|applies|updates] {NOUN}
should {GOAL}
""")
PLACES = tuple(
    "dialog,window,toolbar,page,menu,settings,sidebar,form,app,browser,editor,login page,file manager,popup,table".split(
        ","
    )
)
JARGON = lines_of("""
assert_and_click[ |("|(']{JT}
assert_and_click '{JQ}'
assert_and_click("{JQ}");
assert_and_click "{JQ}"
click_lastmatch {JT}
click needle {JT}
{JT}
{JD}
{JD}
[click|tap|clk|lclick] {JT}
[click|tap] [on |]element [with id|with text|#] {JT}
CLICK[{JT}]
click({JT})
click(target="{JQ}")
Click Element    {JT}
Click Button    {JT}
page.click("{JQ}")
wait for and click {JT}
{BARE}
{BARE}
{BARE}
""")
