"""``gui-agent parse`` and ``gui-agent ground``: what the agent sees in a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grounding.public_models.specs import DEFAULT_GROUNDER, parse_grounder

if TYPE_CHECKING:
    from actions.geometry import Box
    from actions.screenshot import Image
    from grounding.grounders import Grounder
    from grounding.types import Grounding, UIElement

Eyes = Annotated[str, typer.Option(help="embedded, ocr, hf:MODEL or http://…#NAME: what finds targets.")]
Weights = Annotated[
    Path | None, typer.Option(help="Weights that grounding adapt made, for the embedded grounder.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def parse(
    image: Annotated[Path, typer.Argument(help="A screenshot: PNG, JPEG, WebP, …")],
    json_: Json = False,
    overlay: Annotated[
        Path | None, typer.Option(help="Write the picture with every element drawn on it.")
    ] = None,
    grounder: Eyes = DEFAULT_GROUNDER,
    weights: Weights = None,
) -> None:
    """List what can be seen in a screenshot: boxes, roles, texts, states."""
    from grounding.images import load_screenshot

    shot = load_screenshot(image)
    screen = opened_grounder(grounder, weights).parser.parse(shot)
    if overlay is not None:
        from grounding.overlay import draw_elements

        _write_picture(overlay, draw_elements(shot.image, screen))
    if json_:
        typer.echo(json.dumps({"elements": [_element_json(e) for e in screen.elements]}, ensure_ascii=False))
        return
    for e in screen.elements:
        state = f" [{', '.join(sorted(e.state))}]" if e.state else ""
        meaning = f" ({e.meaning})" if e.meaning else ""
        place = f"{e.box.x1:>5},{e.box.y1:<5} {e.box.width}x{e.box.height:<5}"
        typer.echo(f"{e.role:<10} {place} {e.text}{meaning}{state}")


def ground(
    image: Annotated[Path | None, typer.Argument(help="A screenshot.")] = None,
    target: Annotated[str | None, typer.Argument(help="What to find, in plain words.")] = None,
    json_: Json = False,
    overlay: Annotated[
        Path | None, typer.Option(help="Write the picture with the target drawn on it.")
    ] = None,
    batch: Annotated[Path | None, typer.Option(help="Rows of id, image and instruction (JSONL).")] = None,
    output: Annotated[Path | None, typer.Option(help="Where the predictions of --batch go.")] = None,
    grounder: Eyes = DEFAULT_GROUNDER,
    weights: Weights = None,
) -> None:
    """Find a target in a screenshot, or many with --batch; exit code 1 where it is not there."""
    if batch is not None:
        if output is not None and output.resolve() == batch.resolve():
            raise typer.BadParameter("--output would overwrite the rows; name another file")
        if output is None:
            raise typer.BadParameter("--batch needs --output PREDICTIONS.jsonl")
        _ground_batch(batch, output, opened_grounder(grounder, weights))
        return
    if image is None or target is None:
        raise typer.BadParameter(
            "give an image and a target, or --batch ROWS.jsonl --output PREDICTIONS.jsonl"
        )
    from grounding.images import load_screenshot

    shot = load_screenshot(image)
    found = opened_grounder(grounder, weights).for_instructions.ground(shot, target)
    if overlay is not None:
        from grounding.overlay import draw_grounding

        _write_picture(overlay, draw_grounding(shot.image, found))
    typer.echo(json.dumps(_grounding_json(found), ensure_ascii=False) if json_ else _grounding_line(found))


def require_grounder(name: str) -> str:
    """Return what ``--grounder`` was given where it can be read; a wrong parameter otherwise."""
    try:
        parse_grounder(name)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--grounder") from error
    return name


def opened_grounder(grounder: str, weights: Path | None) -> Grounder:
    """Open a grounder with the weights given, or with those of the settings where it has trained eyes."""
    from grounding.grounders import open_grounder
    from gui_agent.settings import load_settings

    name = require_grounder(grounder)
    if weights is None and name != "ocr":
        weights = load_settings().weights
    return open_grounder(name, weights)


def _ground_batch(rows: Path, output: Path, grounder: Grounder) -> None:
    from grounding.batch import ground_batch

    try:
        typer.echo(str(ground_batch(rows, output, grounder.for_instructions)))
    except OSError as error:
        raise typer.BadParameter(f"{error.filename} cannot be used: {error.strerror}") from None
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{rows} is not a text file in UTF-8") from None


def _write_picture(path: Path, image: Image) -> None:
    import cv2

    try:
        _, data = cv2.imencode(path.suffix or ".png", image)
        path.write_bytes(data.tobytes())
    except cv2.error:
        raise typer.BadParameter(f"there is no picture of the kind {path.suffix}; use .png") from None
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written: {error.strerror}") from None


def _element_json(element: UIElement) -> dict[str, Any]:
    return {
        "box": _box_json(element.box),
        "role": element.role,
        "text": element.text,
        "meaning": element.meaning,
        "state": sorted(element.state),
        "score": round(element.score, 4),
    }


def _grounding_json(found: Grounding) -> dict[str, Any]:
    return {
        "point": [found.point.x, found.point.y],
        "box": _box_json(found.box),
        "score": round(found.score, 4),
        "label": found.label,
        "alternatives": [
            {
                "point": [c.point.x, c.point.y],
                "box": _box_json(c.box),
                "score": round(c.score, 4),
                "label": c.label,
            }
            for c in found.alternatives
        ],
    }


def _grounding_line(found: Grounding) -> str:
    line = f"“{found.label}” at ({found.point.x}, {found.point.y}), score {found.score:.2f}"
    if found.alternatives:
        others = ", ".join(f"“{c.label}” ({c.point.x}, {c.point.y})" for c in found.alternatives[:3])
        line += f"; otherwise {others}"
    return line


def _box_json(box: Box) -> list[int]:
    return [box.x1, box.y1, box.x2, box.y2]
