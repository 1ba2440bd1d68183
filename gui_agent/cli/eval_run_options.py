"""The options of ``gui-agent eval run``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SuitesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SUITE|FOLDER|TASK...",
        help="desktop, osworld, miniwob; a folder of task files; one of them. desktop:literal or "
        "miniwob:click-button choose by tier, application or id.",
    ),
]
MachineOption = Annotated[str, typer.Option(help="sandbox, sandbox:lean, qemu, http://HOST:5000 …")]
AgentOption = Annotated[
    str,
    typer.Option(
        help="embedded, model, oracle, near-miss, nothing, random-click, infeasible, or module:factory."
    ),
]
PlannerOption = Annotated[
    str | None,
    typer.Option(help="Who plans for the agent “model”: openai:NAME, http://HOST:PORT/v1#NAME …"),
]
AblateOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Play once more without it, and tell what it is worth."),
]
EyesOption = Annotated[
    str, typer.Option(help="embedded, ocr, hf:MODEL or http://…#NAME: the embedded agent's eyes.")
]
WeightsOption = Annotated[Path | None, typer.Option(help="Weights that grounding adapt made.")]
RepeatsOption = Annotated[int, typer.Option(min=1, help="How often every task and seed is played.")]
SeedsOption = Annotated[str, typer.Option(help="0-9 or 1,4,7; each suite's own where left out.")]
WorkersOption = Annotated[int, typer.Option(min=1, help="How many episodes at the same time.")]
RayOption = Annotated[str, typer.Option(help="Play on the Ray cluster at ADDRESS; “local” starts one.")]
ShardOption = Annotated[str, typer.Option(help="Play part i of n of the run, as i/n.")]
MaxStepsOption = Annotated[int, typer.Option(min=1, help="Steps an agent may take.")]
MaxSecondsOption = Annotated[float, typer.Option(min=1, help="Seconds an agent may take.")]
RetriesOption = Annotated[int, typer.Option(min=0, help="How often what the machine broke is tried again.")]
ResumeOption = Annotated[
    bool, typer.Option(help="Go on with what lies in --out; without, the folder must be new.")
]
VideoOption = Annotated[bool, typer.Option("--video", help="Make a film of every episode's screens.")]
OutOption = Annotated[Path | None, typer.Option(help="The run folder; runs/eval-TIME where left out.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print every result as one JSON object.")]
