"""``gui-agent eval run``: play suites, live."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from grounding.public_models.specs import DEFAULT_GROUNDER
from gui_agent.cli import eval_run_options as asked
from gui_agent.cli.eval_ablate import tell_worth, variants
from gui_agent.cli.options import WithOption, WithoutOption

if TYPE_CHECKING:
    from evals.agents.open_agent import AgentChoice
    from evals.episodes.result import EpisodeResult
    from evals.runner.assignment import SlotSettings
    from evals.runner.request import RunRequest
    from evals.suites.registry import Suite
    from gui_agent.settings import Settings

INFRASTRUCTURE_LEFT = 4
"""The exit code where episodes are left over that the infrastructure broke."""


def run(
    suites: asked.SuitesArgument,
    machine: asked.MachineOption = "sandbox",
    agent: asked.AgentOption = "embedded",
    model: asked.PlannerOption = None,
    with_: WithOption = None,
    without: WithoutOption = None,
    ablate: asked.AblateOption = None,
    grounder: asked.EyesOption = DEFAULT_GROUNDER,
    weights: asked.WeightsOption = None,
    repeats: asked.RepeatsOption = 1,
    seeds: asked.SeedsOption = "",
    workers: asked.WorkersOption = 1,
    ray: asked.RayOption = "",
    shard: asked.ShardOption = "",
    max_steps: asked.MaxStepsOption = 100,
    max_seconds: asked.MaxSecondsOption = 600.0,
    retries: asked.RetriesOption = 3,
    resume: asked.ResumeOption = True,
    video: asked.VideoOption = False,
    out: asked.OutOption = None,
    json_: asked.JsonOption = False,
) -> None:
    """Play every task of SUITE and keep what came of it.

    A run that was cut short goes on where it stopped when the same command is given again.
    """
    from evals.runner.assignment import SlotSettings

    root = (out or _new_folder()).absolute()
    opened = _open_suites(suites, machine)
    plays = tuple(variants(root, _planning(agent, model, with_, without, ablate), ablate or ()))
    left = False
    for variant in plays:
        _require_fresh(variant.folder, resume)
        choice = _agent_choice(agent, grounder, weights, variant.settings)
        settings = SlotSettings(variant.folder, machine, choice, max_steps, max_seconds, video)
        request = _request(suites, opened, settings, grounder, repeats, seeds)
        results = _played(settings, request, opened, shard, workers, retries, ray, json_=json_)
        _tell(results, variant.folder, json_=json_)
        left = left or any(not result.judged for result in results)
    if ablate:
        tell_worth(root, plays, json_=json_)
    if left:
        raise typer.Exit(INFRASTRUCTURE_LEFT)


def _request(
    names: Sequence[str],
    suites: Sequence[Suite],
    settings: SlotSettings,
    grounder: str,
    repeats: int,
    seeds: str,
) -> RunRequest:
    """Return what is kept of the request, so that going on means the same run."""
    from evals.runner.request import RunRequest

    choice = settings.agent
    return RunRequest(
        tuple(names),
        choice.name,
        settings.machine,
        grounder=grounder if choice.sees else "",
        weights=str(choice.weights or "") if choice.sees else "",
        model=choice.model,
        mechanisms=choice.mechanisms,
        repeats=repeats,
        seeds=parse_seeds(seeds),
        max_steps=settings.max_steps,
        max_seconds=settings.max_seconds,
        tasks=tuple(f"{task.suite}/{task.id}" for suite in suites for task in suite.tasks),
        own_seeds={suite.name: list(suite.seeds) for suite in suites},
    )


def _planning(
    agent: str,
    model: str | None,
    with_: Sequence[str] | None,
    without: Sequence[str] | None,
    ablate: Sequence[str] | None,
) -> Settings:
    """Return the settings that the model agent plans with; nothing of them is any other's."""
    from gui_agent.chat.opening import open_chat_model
    from gui_agent.settings import Settings, load_settings, switched

    if agent != "model":
        if model or with_ or without or ablate:
            hint = "--model, --with, --without and --ablate are for the agent “model”; add --agent model"
            raise typer.BadParameter(hint, param_hint="--agent")
        return Settings.model_construct()
    settings = switched(load_settings(model=model), with_ or (), without or ())
    if settings.model:
        # A name or key that is missing is told before anything is played; nobody is asked yet.
        open_chat_model(settings.model, settings).close()
    return settings


def parse_seeds(text: str) -> tuple[int, ...]:
    """Return the seeds that ``0-9`` or ``1,4,7-8`` stand for, each once, in order."""
    seeds: set[int] = set()
    for part in filter(None, text.replace(" ", "").split(",")):
        first, _, last = part.partition("-")
        try:
            seeds.update(range(int(first), int(last or first) + 1))
        except ValueError as error:
            raise typer.BadParameter(
                f"“{part}” is no seed; write 0-9 or 1,4,7", param_hint="--seeds"
            ) from error
    return tuple(sorted(seeds))


def parse_shard(text: str) -> tuple[int, int]:
    """Return part and number of parts of ``i/n``; the whole is 1/1."""
    try:
        number, of = (int(part) for part in (text or "1/1").split("/"))
    except ValueError as error:
        raise typer.BadParameter("a shard is written i/n, as 2/8", param_hint="--shard") from error
    if not 1 <= number <= of:
        raise typer.BadParameter(f"a shard is one of 1/{of} to {of}/{of}", param_hint="--shard")
    return number, of


def _played(
    settings: SlotSettings,
    request: RunRequest,
    suites: Sequence[Suite],
    shard: str,
    workers: int,
    retries: int,
    ray: str,
    *,
    json_: bool,
) -> list[EpisodeResult]:
    from evals.episodes.result import DamagedResult
    from evals.episodes.run_folder import RunFolder
    from evals.runner.console import ConsoleWatcher
    from evals.runner.request import AnotherRun, keep_request, plan_episodes, shard_of
    from evals.runner.run import AlreadyRunning, find_work, local_crew, play, ray_crew, sole_runner
    from evals.runner.schedule import Patience

    number, of = parse_shard(shard)
    part = f"-{number}-of-{of}" if of > 1 else ""
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        with sole_runner(settings.root, part):
            keep_request(settings.root, request)
            episodes = plan_episodes(suites, request.seeds, request.repeats)
            work = find_work(RunFolder(settings.root), shard_of(episodes, number, of))
            with ConsoleWatcher(len(work.episodes), len(work.missing), json_=json_) as watcher:
                return play(
                    work,
                    settings,
                    workers=workers,
                    patience=Patience(retries, seconds=settings.max_seconds + 1200),
                    watcher=watcher,
                    make_crew=ray_crew(ray) if ray else local_crew,
                )
    except (AnotherRun, AlreadyRunning, DamagedResult, ValueError) as error:
        _leave(str(error))
    except OSError as error:
        _leave(f"the results cannot be kept in {settings.root}: {error}; the same command goes on later", 4)
    except KeyboardInterrupt:
        typer.echo(f"stopped; the same command with --out {settings.root} goes on from here", err=True)
        raise


def _agent_choice(agent: str, grounder: str, weights: Path | None, settings: Settings) -> AgentChoice:
    from evals.agents.open_agent import AgentChoice, UnknownAgent
    from gui_agent.cli.see import require_grounder

    try:
        eyes, own = require_grounder(grounder), weights.absolute() if weights else None
        if agent != "model":
            return AgentChoice(agent, eyes, own)
        return AgentChoice(agent, eyes, own, settings.model, str(settings.switched_on))
    except UnknownAgent as error:
        raise typer.BadParameter(str(error), param_hint="--agent") from error


def _open_suites(names: Sequence[str], machine: str) -> list[Suite]:
    """Read the tasks, and make sure that their machine can be had before anything begins."""
    from evals.suites.registry import EnvironmentKind, UnknownSuite, open_environment, open_suite
    from evals.tasks import InvalidTask

    try:
        suites = [open_suite(name) for name in names]
    except (UnknownSuite, InvalidTask) as error:
        raise typer.BadParameter(str(error), param_hint="SUITE") from error
    if any(suite.kind is EnvironmentKind.MACHINE for suite in suites):
        open_environment(EnvironmentKind.MACHINE, machine).close()
    return suites


def _new_folder() -> Path:
    return Path("runs") / f"eval-{datetime.now():%Y-%m-%d-%H%M%S}"


def _require_fresh(root: Path, resume: bool) -> None:
    if not resume and (root / "run.json").exists():
        raise typer.BadParameter(
            f"{root} already holds a run; leave --no-resume out, or choose another --out"
        )


def _tell(results: Sequence[EpisodeResult], root: Path, *, json_: bool) -> None:
    from rich.console import Console

    from evals.runner.console import table_of

    console = Console(stderr=json_)
    # Into a file or a pipe there is no width to fit into.
    console = console if console.is_terminal else Console(stderr=json_, width=120)
    console.print(table_of(results))
    console.print(f"Results: {root}", highlight=False, soft_wrap=True)
    broken = Counter(result.failure for result in results if not result.judged)
    if broken:
        kinds = ", ".join(f"{count} {kind}" for kind, count in broken.most_common())
        console.print(f"Not judged: {kinds}. The same command with --out {root} tries them again.")


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _leave(message: str, code: int = 2) -> NoReturn:
    typer.echo(f"gui-agent: {message}", err=True)
    raise typer.Exit(code)
