"""The manual of what measures and trains."""

from __future__ import annotations

from types import MappingProxyType

from gui_agent.cli.manual.entry import Entries, Entry, Example

_SUITES = ("runs.md", "evaluation.md")

MEASURING: Entries = MappingProxyType(
    {
        "bench": Entry(
            (
                Example("See what can be measured:", "gui-agent bench list"),
                Example("Measure one thing, for a program:", "gui-agent bench literal --repeats 3 --json"),
            ),
            {0: "every bound holds", 1: "a bound is missed"},
        ),
        "eval run": Entry(
            (
                Example(
                    "Play the desktop suite in sandboxes:",
                    "gui-agent eval run desktop --workers 2 --repeats 3 --out runs/desktop",
                ),
                Example(
                    "Only a part of a suite, with chosen seeds:",
                    "gui-agent eval run miniwob:literal --seeds 0-9",
                ),
                Example(
                    "What is a mechanism of planning worth?",
                    "gui-agent eval run desktop --agent model --model openai:NAME \\\n  --ablate critique",
                ),
            ),
            {
                0: "every episode is judged, whatever the score",
                3: "stopped; the same command goes on",
                4: "the infrastructure broke some episodes; the same command tries them again",
            },
            files=(
                ("RUN/run.json", "what was asked for"),
                ("RUN/episodes/SUITE/TASK/SEED-ATTEMPT/result.json", "what came of an episode"),
            ),
            variables=(("GUI_AGENT_OSWORLD", "the folder of OSWorld's task files"),),
            see=("eval report", "eval view", "machine build"),
            own=("weights",),
            pages=_SUITES,
        ),
        "eval report": Entry(
            (
                Example("How did a run go?", "gui-agent eval report runs/desktop"),
                Example(
                    "Against an earlier one, as a page:",
                    "gui-agent eval report runs/new --compare runs/old --html comparison.html",
                ),
            ),
            see=("eval run", "eval view"),
            pages=_SUITES,
        ),
        "eval view": Entry(
            (Example("Open the report of a run in a browser:", "gui-agent eval view runs/desktop"),),
            see=("eval report",),
            pages=_SUITES,
        ),
        "eval validate": Entry(
            (Example("Check task files:", "gui-agent eval validate my-tasks/"),),
            {2: "a file does not follow the format; field and reason are said"},
            pages=("tasks.md",),
        ),
        "eval list": Entry(
            (Example("What do tasks need, and what judges them?", "gui-agent eval list my-tasks/ --json"),),
            pages=("tasks.md",),
        ),
        "eval fetch": Entry(
            (
                Example("Fetch what tasks need:", "gui-agent eval fetch my-tasks/"),
                Example("Only say what is missing:", "gui-agent eval fetch my-tasks/ --offline"),
            ),
            {1: "a file is not to be had"},
            pages=("tasks.md",),
        ),
        "eval install-graders": Entry(
            (Example("Install OSWorld's own graders:", "gui-agent eval install-graders"),),
            {4: "they cannot be installed; the message says why"},
            variables=(("GUI_AGENT_GRADERS", "the folder of the graders"),),
            pages=("tasks.md",),
        ),
        "eval grounding": Entry(
            (
                Example("Measure on your copy of a benchmark:", "gui-agent eval grounding ScreenSpot-v2/"),
                Example(
                    "A served model, on 200 samples:",
                    "gui-agent eval grounding ScreenSpot-v2/ --limit 200 \\\n"
                    "  --grounder http://h:8000/v1#ui-tars",
                ),
            ),
            {4: "not one picture could be read"},
            see=("ground",),
            pages=("grounding-benchmarks.md", "grounders.md"),
        ),
        "grounding adapt": Entry(
            (
                Example(
                    "Teach the embedded model your own screens:", "gui-agent grounding adapt saving runs/"
                ),
                Example(
                    "Into a folder, with four threads:",
                    "gui-agent grounding adapt saving --out mine --threads 4",
                ),
            ),
            {1: "nothing was written: your clicks are not found better without losing something else"},
            files=(("~/.local/share/gui-agent/adapted-weights/", "the new weights, without --out"),),
            see=("record", "ground"),
            pages=("grounders.md",),
        ),
        "grounding finetune": Entry(
            (
                Example(
                    "Fine-tune a public model on your runs:",
                    "gui-agent grounding finetune --base Qwen/Qwen3-VL-2B-Instruct \\\n"
                    "  --data runs/ --out mine",
                ),
                Example(
                    "Two stages after another:",
                    "gui-agent grounding finetune --base M --data runs/ --out mine \\\n"
                    "  --stage grounding --stage reinforcement",
                ),
            ),
            see=("grounding adapt", "eval grounding"),
            pages=("finetuning.md",),
        ),
    }
)
