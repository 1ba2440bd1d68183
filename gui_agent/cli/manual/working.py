"""The manual of what does tasks, and of what they leave behind."""

from __future__ import annotations

from types import MappingProxyType

from gui_agent.cli.manual.entry import A_SERVER, A_TASK, Entries, Entry, Example

_RUN_FOLDER = (
    ("runs/TIME-TASK/journal.jsonl", "what was done, written before it is done"),
    ("runs/TIME-TASK/report.html", "the run as a page with its pictures"),
    ("runs/TIME-TASK/home/", "the home folder of a private desktop: files that were saved are here"),
)
_RECORDING = (
    ("OUT/recording.steps.md", "what was done as steps, for gui-agent test"),
    ("OUT/journal.jsonl", "what was done as a run, for report and replay"),
    ("OUT/clicks.jsonl", "what was pointed at, for grounding adapt"),
)
_TOKEN = (("GUI_AGENT_TOKEN", "the token that clients send; a fresh one is printed where unset"),)

WORKING: Entries = MappingProxyType(
    {
        "": Entry(
            (
                Example("Open the terminal assistant:", "gui-agent"),
                Example("Do a task on a private desktop:", "gui-agent run 'Open Mousepad, type \"Hello\"'"),
                Example("See what the machine lacks:", "gui-agent doctor"),
                Example("Read the manual of a command:", "gui-agent help eval run"),
            ),
            {**A_TASK, 0: "done"},
            files=_RUN_FOLDER,
            pages=("commands.md", "assistant.md", "steps.md", "models.md", "policy.md"),
        ),
        "help": Entry(
            (
                Example("Show every command:", "gui-agent help"),
                Example("Read the manual of a command:", "gui-agent help run"),
                Example("Of a command within another:", "gui-agent help eval report"),
                Example("Keep all of it as a file:", "gui-agent help test > test.txt"),
            ),
            variables=(
                ("MANPAGER, PAGER", "what shows the page on a terminal; less where unset"),
                ("LESS", "how less does it; FRX where unset, so that short pages just appear"),
            ),
            pages=("commands.md",),
        ),
        "run": Entry(
            (
                Example(
                    "Write a text and save it, on a private desktop:",
                    "gui-agent run 'Open Mousepad, type \"Hello\" and save it as hello.txt'",
                ),
                Example(
                    "Work on the files of a folder:",
                    "gui-agent run 'Open Mousepad, type \"Hi\"' --home ~/work",
                ),
                Example(
                    "Let a language model of your own work the steps out:",
                    "gui-agent run 'Tidy up the form' --model http://localhost:8000/v1#qwen",
                ),
                Example(
                    "In a script: the result on standard output, progress on standard error:",
                    "gui-agent run -p 'Open xterm, press Enter' --approve auto",
                ),
                Example(
                    "Pipe the task in, and get the verdict as JSON:", "gui-agent run -p --json < task.txt"
                ),
                Example(
                    "On this desktop, only to see what would be done:",
                    "gui-agent run 'click \"Save\"' --computer local --approve never",
                ),
            ),
            A_TASK,
            files=_RUN_FOLDER,
            see=("resume", "replay", "report", "runs"),
            pages=("commands.md", "steps.md", "models.md", "policy.md"),
        ),
        "resume": Entry(
            (
                Example("Go on with a run that broke off:", "gui-agent resume runs/2026-11-23-101500-report"),
                Example(
                    "With more time, as JSON:",
                    "gui-agent resume runs/2026-11-23-101500-report --timeout 600 --json",
                ),
            ),
            A_TASK,
            files=_RUN_FOLDER,
            see=("run", "runs"),
            pages=("assistant.md",),
        ),
        "record": Entry(
            (
                Example("Show how something is saved:", "gui-agent record saving --launch mousepad"),
                Example(
                    "On another display, with a heading:", "gui-agent record demo --computer :1 --name Login"
                ),
            ),
            {
                2: "a wrong call, or OUT is there already and not empty",
                4: "the display or the disk went away",
            },
            files=_RECORDING,
            see=("replay", "test", "grounding adapt"),
            pages=("recording.md",),
        ),
        "replay": Entry(
            (
                Example(
                    "Do a run again on a fresh private desktop:",
                    "gui-agent replay runs/2026-11-23-101500-report",
                ),
                Example("Play a recording, and keep what healed:", "gui-agent replay saving --write-back"),
            ),
            {**A_TASK, 1: "a target was not found, or a step did not work"},
            files=_RECORDING,
            variables=(
                ("GUI_AGENT_SECRET_NAME", "the value of the secret NAME that a recording leaves out"),
            ),
            see=("record", "run", "report"),
            pages=("recording.md",),
        ),
        "report": Entry(
            (
                Example(
                    "Render the report of a run again:", "gui-agent report runs/2026-11-23-101500-report"
                ),
                Example(
                    "Make a film and one JSON file of it too:",
                    "gui-agent report runs/2026-11-23-101500-report --video run.mp4 \\\n  --json run.json",
                ),
            ),
            see=("runs", "replay"),
        ),
        "runs list": Entry(
            (
                Example("List every run, newest first:", "gui-agent runs list"),
                Example("Only some, by words:", "gui-agent runs list mousepad accomplished 2026-11"),
            )
        ),
        "runs test": Entry(
            (
                Example("Make a test of a run:", "gui-agent runs test runs/2026-11-23-101500-report"),
                Example(
                    "Under a name of its own:",
                    "gui-agent runs test runs/2026-11-23-101500-report tests/report.steps.md",
                ),
            ),
            see=("test",),
            pages=("testing.md",),
        ),
        "runs workflow": Entry(
            (Example("Keep what worked:", "gui-agent runs workflow runs/2026-11-23-101500-report"),),
            see=("memory list",),
            pages=("memory.md",),
        ),
        "runs delete": Entry(
            (Example("Delete a run without a question:", "gui-agent runs delete runs/old --yes"),)
        ),
        "parse": Entry(
            (
                Example("List what is in a screenshot:", "gui-agent parse screen.png"),
                Example(
                    "Draw it, and print it as JSON:", "gui-agent parse screen.png --overlay seen.png --json"
                ),
            ),
            see=("ground",),
            pages=("grounders.md",),
        ),
        "ground": Entry(
            (
                Example("Find a target in a screenshot:", "gui-agent ground screen.png 'the Save button'"),
                Example(
                    "Find many, with another model:",
                    "gui-agent ground --batch rows.jsonl --output found.jsonl --grounder ocr",
                ),
            ),
            {1: "it is not in the picture"},
            see=("parse", "eval grounding"),
            pages=("grounders.md",),
        ),
        "mcp": Entry(
            (
                Example("In an MCP client's settings, over stdio:", "gui-agent mcp --computer virtual"),
                Example("Over HTTP, on any free port:", "gui-agent mcp --http 0"),
            ),
            A_SERVER,
            variables=_TOKEN,
            see=("serve", "acp"),
            pages=("doors.md",),
        ),
        "serve": Entry(
            (
                Example("Serve a private desktop; open the address it prints:", "gui-agent serve"),
                Example(
                    "This desktop, asking before what matters:", "gui-agent serve --computer local --port 0"
                ),
            ),
            A_SERVER,
            variables=_TOKEN,
            see=("mcp", "acp"),
            pages=("doors.md",),
        ),
        "acp": Entry(
            (
                Example(
                    "In an editor's settings; it starts this command:", "gui-agent acp --computer virtual"
                ),
            ),
            A_SERVER,
            see=("mcp", "serve"),
            pages=("doors.md",),
        ),
    }
)
