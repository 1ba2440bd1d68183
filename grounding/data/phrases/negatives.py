"""Sentences that ask for no single action: questions, statements, goals, prohibitions, several steps."""

from __future__ import annotations

from grounding.data.phrases.grammar import lines_of

# {VP} an order, {VPG} the same with -ing, {TT} a target without marks, {LL} a label, {XX} a text.
SENTENCES = lines_of("""
[don't|do not|never|please don't|you must not|you should not|avoid to|Don't|Do not|I don't want you to|there is no need to|under no circumstances] {VP}
[avoid|stop|without|refrain from|instead of|no need for] {VPG}
[Should I|Can I|May I|Do I have to|must I|shall we|did you|why did you|when should I|where do I|how do I|how can I|is it safe to|does it help to|what happens if I|why can't I] {VP}?
[what happens after|is] {VPG}[ a good idea| allowed| necessary| the right thing]?
[I tried to|we tried to|he forgot to|it is impossible to|I was not able to|I couldn't|I failed to|someone else will|they refused to] {VP}
[if|unless|in case] {COND}, {VP}
{VP} [if|unless|in case] {COND}
{VPG} [does nothing|had no effect|is not allowed|opens a menu|would delete everything|was a mistake|is optional]
Where is {TT}?
[Is|Isn't] {TT} [visible|enabled|checked|selected|there|greyed out|the right one]?
[What|Which] [is|does] {TT}[?| do?| mean?]
[What does|Why is|How many times is] {TT} [say|disabled|shown|there]?
How many [buttons|files|windows|items|rows|results] are there[?| in {TT}?]
{TT} is [visible|disabled|greyed out|selected|empty|too small|next to {LL}|located at the top|missing|checked|not enabled|red]
{TT} [was|has been|is already] [clicked|opened|selected|checked|closed|removed|saved]
There is {TT}
I can see {TT}
I [clicked|selected|opened|checked|dragged|found|saw|double-clicked] {TT}[ and nothing happened| yesterday| but it failed|, and now it is gone|]
I typed {XX}[ and nothing happened| already| in the wrong field|]
[Verify|Check|Make sure|Ensure|Confirm|Assert|Validate|Test] [that|whether|if] {TT} [is visible|exists|is shown|is displayed|opens|can be seen|works|is empty|disappears|has the text {XX}|contains {XX}]
[Verify|Assert|Confirm] {TT} is [visible|displayed|present|shown]
{TT} should [be visible|be displayed|be enabled|appear|contain {XX}|not exist]
[close|minimize|maximize|resize|move|restore|quit|kill|hide] [the|this|the {LL}|all|the current|every] [window|dialog|tab|application|app|program|windows|popup]
[save|print|export|download|upload|share|convert|rename|compress|encrypt|install|uninstall|back up|translate|format|delete|archive] [the file|the document|it|my files|this page|the {LL} file|everything|all photos|{XX}][| as {XX}| to {XX}| for me]
[take|make|capture] a screenshot[| of the desktop| of {TT}]
[copy|cut|paste|undo|redo|zoom in|zoom out|refresh|reload|log in|log out|sign in|sign up|go back|go forward|restart|shut down|lock the screen][| now| please| again| the text| the page| the last change| the computer]
[read|describe|summarize|explain|look at|memorize|note|remember|count|compare|measure|watch] {TT}[| to me| carefully| first| and report]
[book|buy|order|reserve|find|get|find me|book me|recommend] [me |]a [flight|hotel|train ticket|pizza|cheap laptop|restaurant|movie|doctor's appointment] [to|in|for|near] [Paris|Berlin|tomorrow|two people|me|my boss|next week]
[write|compose|draft|create|make|generate|prepare] [me |][a|an|some] [poem|email|letter|essay|report|presentation|spreadsheet|summary|song|backup|account|text about cats|new document|table|chart|playlist][| about {LL}| for my boss| of the meeting| with my name]
[type|enter|write|insert|fill in|add|input] [your|my|the correct|a valid|a suitable|any|some|the same|his|the right|a random|the new|a strong|the user's] [password|name|username|email address|text|words|address|value|number|message|comment|credentials|data|date|title|phone number|code][| in {TT}| into {TT}|]
[type|enter|write] [something|anything|whatever you like|it|this|that|the same again|what you see|nothing][| in {TT}]
[click|press|tap|select|double-click|hover over|choose|open|check] [it|that|this|something|anything|everything|one of them|any of the buttons|them all|here|there|the right one|whatever you want]
[fill out|fill in|complete|submit|finish] the [form|survey|registration|application|questionnaire][| with my data| with valid values| completely]
[configure|set up|change|adjust|customize|improve|fix|optimize|clean up|organize|make] [my|the|this] [document|settings|desktop|layout|files|network|computer|photos|presentation|page|wallpaper][| so that it looks nice| properly| pretty| for me|]
[compute|calculate|what is|how much is|add] [12 * 34|2 + 2|the sum of column A|15% of 80|the average|the square root of 2][|?]
[hello|hi|hello there|good morning|thank you|thanks|thanks a lot|yes|no|maybe|ok|okay|sorry|bye|great|done|good job|never mind|that's wrong|well done|hmm|wait, what|stop|help|help me|lol][|!|.|, agent]
[I am|You are|This is|It is|That is|We are] [tired|a helpful assistant|the wrong page|not what I wanted|an agent|in the settings|nice|too slow|on the login page|{LL}]
[the weather is nice|the task is finished|everything works|nothing happened|the screen is black|an error occurred|the installation failed|it is raining|the meeting starts at 5|the menu is open|the cursor is blinking]
[who are you|what can you do|what time is it|what is on the screen|which application is open|how does this work|can you see the screen|why is it so slow|what is the capital of France|are you done|did it work]?
[tell me|show me|explain to me|let me know] [about|how to use|what is in|where to find|when] {TT}
[delete|remove|rename|duplicate|move|edit|sort|filter|highlight|share] [all|every|the third|each|the oldest|the|both] [row|rows|files|emails|item|items|column|messages|entries|lines][| in {TT}| by date| alphabetically| older than a week|]
{LL}
{LL} {LL}
{XX}
{WORDS}
{WORDS}
{WORDS}
[click|press|type|select|drag|scroll|check|wait|hover|right-click|double-click|uncheck|enter|choose][|.|...|!]
[click|type|drag|choose|press|scroll] [or|and] [not|don't|nothing|so on]
[think|dream|pray|dance|sing|run|walk|sleep well|eat|drink|laugh|jump|listen|argue|negotiate|invest|travel] [about|to|with|for|of] [it|the {LL}|{LL}|a while|me|your life]
[frobnicate|tweak|twiddle|boggle|defenestrate|persuade|wash|paint|call|phone|visit|cook|repair|marry|bake] {TT}
[find|search|look up|research|check] [the latest|the price of|news about|information on|reviews for|the definition of] {LL}
[repeat|do the same|do it again|redo that|undo this|retry|start over|go on|continue|proceed][| with the others| for all rows| until it works| 3 times]
[the quick brown fox|lorem ipsum dolor sit amet|asdf jkl|42|foo bar baz|to be or not to be|3.14159|???|...|- - -|TODO|N/A]
""")
# {VP} a whole order; {VP2} another.
COMPOUNDS = lines_of("""
{VP} and then {VP2}
{VP} and then {VP2}
{VP}, then {VP2}
{VP}, then {VP2}
{VP} and {VP2}
{VP}; {VP2}
{VP}. {VP2}
{VP}. Then {VP2}
{VP}. After that, {VP2}
{VP}, and {VP2}
{VP}, {VP2} and {VP3}
{VP}, {VP2}, then {VP3}
1. {VP} 2. {VP2}
first {VP}, then {VP2}
After {VPG}, {VP2}
{VP} before {VPG}
{VP} -> {VP2}
{VP} / {VP2}
{VP} or {VP2}
either {VP} or {VP2}
{VP} and press Enter
{VP} and press Enter
{VP} followed by Enter
{VP}, press {KK}
{VP} and hit {KK}
{VP} and wait [5 seconds|until it loads]
{VP} [3 times|five times|10 times|repeatedly|again and again|until it disappears]
[click|select|tick|double-click] {TT} and {TT}
[click|select|check] both {TT} and {TT}
[type|enter] {XX} in {TT} and {XX} in {TT}
[select|click|open|check] [all|every|each of the] [checkboxes|items|files|rows|options|tabs]
while holding {KK}, {VP}
{VP} while holding [down |]{KK}
hold {KK} and {VP}
when {COND}, {VP} and {VP2}
[open|launch|start] {LL} and {VP}
""")
CONDITIONS = lines_of("""
{LL} [appears|is visible|is shown|pops up|opens]
{TT} [is checked|is enabled|is visible|is not there|appears|exists|is empty]
[it fails|it works|there is an error|nothing happens|you are asked|the dialog opens|the page has loaded|you see it]
""")
