"""The manual of settings, memory and machines: what is kept between tasks."""

from __future__ import annotations

from types import MappingProxyType

from gui_agent.cli.manual.entry import Entries, Entry, Example

_MACHINES = (("GUI_AGENT_MACHINES", "the folder of root filesystems and disks"),)
_COMMANDS = ("commands.md",)
_MEMORY = ("memory.md",)
_MEMORY_FILE = (("~/.local/share/gui-agent/memory.sqlite", "what earlier runs taught"),)

KEEPING: Entries = MappingProxyType(
    {
        "doctor": Entry(
            (
                Example("See what is missing, and how to mend it:", "gui-agent doctor"),
                Example("For a program:", "gui-agent doctor --json"),
            ),
            {1: "something has to be mended"},
        ),
        "config path": Entry((Example("Where is the file?", "gui-agent config path"),), pages=_COMMANDS),
        "config show": Entry(
            (
                Example("Every setting, and where each comes from:", "gui-agent config show"),
                Example("One of them, with its manual:", "gui-agent config show model"),
            ),
            pages=_COMMANDS,
        ),
        "config set": Entry(
            (
                Example(
                    "Let a model of your own plan from now on:",
                    "gui-agent config set model http://localhost:8000/v1#Qwen/Qwen3-8B",
                ),
                Example("Ask before consequential actions:", "gui-agent config set approve ask"),
            ),
            pages=_COMMANDS,
        ),
        "config unset": Entry(
            (Example("Go back to the default:", "gui-agent config unset model"),), pages=_COMMANDS
        ),
        "memory list": Entry(
            (
                Example("Show all that is remembered:", "gui-agent memory list"),
                Example(
                    "Only workflows about something:", "gui-agent memory list workflow --about 'save a file'"
                ),
            ),
            files=_MEMORY_FILE,
            pages=_MEMORY,
        ),
        "memory show": Entry(
            (Example("Show a record whole:", "gui-agent memory show 12"),), files=_MEMORY_FILE, pages=_MEMORY
        ),
        "memory edit": Entry(
            (Example("Mend a record in your editor:", "gui-agent memory edit 12"),),
            files=_MEMORY_FILE,
            variables=(("VISUAL, EDITOR", "the editor; vi where unset"),),
            pages=_MEMORY,
        ),
        "memory forget": Entry(
            (
                Example("Forget two records:", "gui-agent memory forget 12 14"),
                Example("Forget everything:", "gui-agent memory forget --all"),
            ),
            {1: "there is no such record; the others are forgotten"},
            files=_MEMORY_FILE,
            pages=_MEMORY,
        ),
        "memory export": Entry(
            (Example("Carry workflows elsewhere:", "gui-agent memory export mine.jsonl --kind workflow"),),
            files=_MEMORY_FILE,
            pages=_MEMORY,
        ),
        "memory import": Entry(
            (Example("Take over what “export” wrote:", "gui-agent memory import mine.jsonl"),),
            files=_MEMORY_FILE,
            pages=_MEMORY,
        ),
        "memory learn": Entry(
            (
                Example("Learn from a run:", "gui-agent memory learn runs/2026-11-23-101500-report"),
                Example(
                    "It said it was done, and was not:",
                    "gui-agent memory learn runs/2026-11-23-101500-report --failed",
                ),
            ),
            {1: "the run did not come to an end"},
            files=_MEMORY_FILE,
            pages=_MEMORY,
        ),
        "memory name": Entry(
            (
                Example(
                    "Name the workflows that have no name:", "gui-agent memory name --model openai:gpt-5-mini"
                ),
            ),
            files=_MEMORY_FILE,
            pages=_MEMORY,
        ),
        "machine build": Entry(
            (
                Example("Build what sandboxes start from, once:", "gui-agent machine build"),
                Example("Only the small one, with a disk for QEMU:", "gui-agent machine build --lean --qemu"),
            ),
            {4: "the machine cannot be built; the message says what is missing"},
            variables=_MACHINES,
            pages=("machines.md",),
        ),
        "machine list": Entry(
            (Example("See what is built:", "gui-agent machine list"),),
            variables=_MACHINES,
            pages=("machines.md",),
        ),
        "machine shell": Entry(
            (Example("Look around in a fresh sandbox:", "gui-agent machine shell --image lean"),),
            {4: "the machine cannot be started"},
            variables=_MACHINES,
            pages=("machines.md",),
        ),
        "machine screenshot": Entry(
            (
                Example(
                    "See a program in a fresh sandbox:",
                    "gui-agent machine screenshot calc.png --launch galculator",
                ),
            ),
            {4: "the machine cannot be started"},
            variables=_MACHINES,
            pages=("machines.md",),
        ),
        "machine clean": Entry(
            (Example("Remove what is no longer used:", "gui-agent machine clean"),),
            variables=_MACHINES,
            pages=("machines.md",),
        ),
    }
)
