"""Options that several commands have, with what the shell offers for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gui_agent.cli.completing import approvals, computers, grounders, mechanisms, models


def given_path(text: str) -> Path:
    """Return a path as it was given; an empty one would be the folder one is in."""
    if not text.strip():
        raise typer.BadParameter("the path is empty; give one, or leave the option out")
    return Path(text)


TaskArgument = Annotated[
    str | None,
    typer.Argument(help="What to do, step by step, in plain English; “-” reads it from standard input."),
]
PrintOption = Annotated[
    bool,
    typer.Option(
        "-p",
        "--print",
        help="For scripts: print the result and nothing else, progress on standard error. Without TASK, "
        "what is piped in is the task.",
    ),
]
ComputerOption = Annotated[
    str | None,
    typer.Option(help="local (this desktop) or virtual (a private one).", autocompletion=computers),
]
ApproveOption = Annotated[
    str | None, typer.Option(help="ask, auto, never, or a policy FILE.", autocompletion=approvals)
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        help="Who plans: openai:NAME, anthropic:NAME, or http://HOST:PORT/v1#NAME.", autocompletion=models
    ),
]
GrounderOption = Annotated[
    str | None,
    typer.Option(
        help="embedded, ocr, hf:MODEL or http://…#NAME: what finds targets.", autocompletion=grounders
    ),
]
WithOption = Annotated[
    list[str] | None,
    typer.Option(
        "--with", metavar="NAME", help="Switch a mechanism of planning on.", autocompletion=mechanisms
    ),
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="NAME", help="Switch one off, as hierarchy.", autocompletion=mechanisms
    ),
]
RunsOption = Annotated[
    Path | None, typer.Option(help="Folder that receives the records.", parser=given_path, metavar="PATH")
]
ScreenOption = Annotated[str | None, typer.Option(help="Size of a virtual desktop, WIDTHxHEIGHT.")]
HomeOption = Annotated[
    Path | None,
    typer.Option(help="Home folder of programs on a virtual desktop.", parser=given_path, metavar="PATH"),
]
WeightsOption = Annotated[
    Path | None,
    typer.Option(
        help="Weights that grounding adapt made, for the embedded grounder.",
        parser=given_path,
        metavar="PATH",
    ),
]
MemoryOption = Annotated[
    Path | None,
    typer.Option(
        help="File of what earlier runs taught; in your data folder where unset.",
        parser=given_path,
        metavar="PATH",
    ),
]
MaxStepsOption = Annotated[int | None, typer.Option(help="Stop a task after so many steps.")]
TimeoutOption = Annotated[float | None, typer.Option(help="Stop a task after so many seconds.")]
