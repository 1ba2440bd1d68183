"""Ship the trained icon model: ``python -m grounding.training.install_icons --data DIR --run RUN``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.data.icons.letters import pieces_of_text
from grounding.data.icons.naming import NamedIcons, alike, names_to_give, no_icons
from grounding.data.icons.packed import IconLibrary
from grounding.data.icons.retrieval import APPLICATIONS, HELD_OUT, Retrieval, retrieval_of
from grounding.data.icons.scenes import Scene, ScenePainter
from grounding.data.icons.synonyms import display_of
from grounding.embedded.icons import NAMES_FILE, SIZE, VECTORS_FILE, NameTable, crop_icon, drawn_part, ids_of
from grounding.networks.icons import IconModel
from grounding.training.exporting import export_onnx, install, quantize
from grounding.training.train_icons import new_model

Vectors = NDArray[np.float32]
_SEED = 30_000
_DIMENSIONS = 128
# A wrong name misleads a reader of the screen more than silence does.
_PRECISION = 0.85


@dataclass(frozen=True)
class Exported:
    """The files of both towers, to be run as they will be shipped."""

    icons: Path
    words: Path

    def of_crops(self, crops: NDArray[np.uint8]) -> Vectors:
        """Return a unit vector for every crop."""
        return _in_parts(self.icons, "crops", np.array_split(crops, 1 + len(crops) // 256))

    def of_phrases(self, phrases: Sequence[str]) -> Vectors:
        """Return a unit vector for every phrase."""
        parts = [ids_of(phrases[i : i + 256]) for i in range(0, len(phrases), 256)]
        return _in_parts(self.words, "ids", parts)


def _in_parts(path: Path, name: str, parts: Sequence[NDArray[Any]]) -> Vectors:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(None, {name: part})[0] for part in parts])


def export(model: IconModel, out: Path, calibration: NDArray[np.uint8], whole: bool) -> Exported:
    """Write both towers as ONNX; 8-bit integers unless ``whole``."""
    crops = torch.zeros(2, SIZE, SIZE, 3, dtype=torch.uint8)
    ids = torch.from_numpy(ids_of(["trash can", "bin"]))
    free = {"ids": {0: "n", 1: "words", 2: "pieces"}, "vectors": {0: "n"}}
    icons, words = out / "icons.float.onnx", out / "icon_words.float.onnx"
    export_onnx(
        model.icons, (crops,), icons, ["crops"], ["vectors"], {"crops": {0: "n"}, "vectors": {0: "n"}}
    )
    export_onnx(model.words, (ids,), words, ["ids"], ["vectors"], free)
    if whole:
        return Exported(icons, words)
    small = Exported(out / "icons.int8.onnx", out / "icon_words.int8.onnx")
    quantize(icons, small.icons, [{"crops": part} for part in np.array_split(calibration, 8)])
    quantize(words, small.words)
    return small


def measure(towers: Exported, tests: Sequence[Retrieval]) -> dict[str, float]:
    """Return the share of phrases whose icon comes out first, for every test."""
    return {
        t.name: round(t.share_found(towers.of_crops(t.crops), towers.of_phrases(t.phrases)), 4) for t in tests
    }


def table_of_words(towers: Exported, named: Sequence[NamedIcons]) -> NameTable:
    """Return the table that knows each name by its phrases and by their mean."""
    said = _split(
        towers.of_phrases([p for one in named for p in one.phrases]), [len(n.phrases) for n in named]
    )
    # The mean stands for the meaning where the single words have several.
    return _table(named, [np.concatenate([vectors, vectors.mean(0, keepdims=True)]) for vectors in said])


def _split(vectors: Vectors, lengths: Sequence[int]) -> list[Vectors]:
    return np.split(vectors, np.cumsum(lengths)[:-1])


def _table(named: Sequence[NamedIcons], vectors: Sequence[Vectors]) -> NameTable:
    """Return the table of these names, each known by its vectors (those of one name brought together)."""
    owners = np.repeat(np.arange(len(named)), [len(v) for v in vectors])
    rows = np.concatenate(vectors)
    names = tuple(one.name for one in named)
    return NameTable(
        names, owners, np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
    )


@dataclass(frozen=True)
class Painted:
    """Icons of a library painted on demand."""

    library: IconLibrary
    painter: ScenePainter
    random: np.random.Generator

    def crops(self, indices: Sequence[int]) -> NDArray[np.uint8]:
        return _crops([self._scene(i) for i in indices])

    def no_icons(self, count: int) -> NDArray[np.uint8]:
        kinds = (self.painter.text, self.painter.picture, self.painter.nothing)
        return _crops([kinds[i % 3]() for i in range(count)])

    def _scene(self, index: int) -> Scene:
        picture, box = self.library.picture(index), self.library.icons[index].box
        return Scene(picture, Box(*box)) if box else self.painter.icon(picture)


def _crops(scenes: Sequence[Scene]) -> NDArray[np.uint8]:
    return np.stack([crop_icon(scene.image, drawn_part(scene.box)) for scene in scenes])


@dataclass(frozen=True)
class NamingTest:
    """Held-out icons of known names, and crops that are none."""

    expected: tuple[str, ...]
    icons: Vectors
    none: Vectors

    def figures(self, table: NameTable, threshold: float) -> dict[str, float]:
        named = _shown(table, self.icons, threshold)
        right = [alike(n, e) for n, e in zip(named, self.expected, strict=True)]
        wrong = [bool(n) and not r for n, r in zip(named, right, strict=True)]
        silent = [not n for n in _shown(table, self.none, threshold)]
        return {
            "named right": round(float(np.mean(right)), 4),
            "named wrong": round(float(np.mean(wrong)), 4),
            "no icon, no name": round(float(np.mean(silent)), 4),
        }


def naming_test(towers: Exported, painted: Painted, names: Sequence[str], count: int) -> NamingTest:
    """Return a test of naming with icons of the held-out sets whose name is among ``names``."""
    known = set(names)
    icons = painted.library.icons
    # Real screens where there are any: drawings painted for the test are easier, or harder, than those.
    real = {icon.family for icon in icons} & {APPLICATIONS} or HELD_OUT
    fit = [i for i, icon in enumerate(icons) if icon.family in real and display_of(icon.file) in known]
    chosen = [int(i) for i in painted.random.permutation(fit)[:count]]
    expected = tuple(display_of(icons[i].file) for i in chosen)
    return NamingTest(
        expected, towers.of_crops(painted.crops(chosen)), towers.of_crops(painted.no_icons(count))
    )


def halves(test: NamingTest) -> tuple[NamingTest, NamingTest]:
    """Return the even and the odd cases."""
    first, second = (NamingTest(test.expected[i::2], test.icons[i::2], test.none[i::2]) for i in (0, 1))
    return first, second


def decided(test: NamingTest, table: NameTable) -> tuple[float, dict[str, float]]:
    """Return the threshold, and figures of each half at the one that was chosen on the other."""
    first, second = halves(test)
    at_first, at_second = best_threshold(first, table), best_threshold(second, table)
    figures = [first.figures(table, at_second), second.figures(table, at_first)]
    threshold = round((at_first + at_second) / 2, 3)
    return threshold, {k: round(float(np.mean([f[k] for f in figures])), 4) for k in figures[0]}


def precision(figures: dict[str, float]) -> float:
    """Return how many of the names given are right."""
    right, wrong = figures["named right"], figures["named wrong"]
    return right / (right + wrong) if right + wrong else 1.0


def best_threshold(test: NamingTest, table: NameTable, wanted: float = _PRECISION) -> float:
    """Return the lowest chance at which names are right often enough."""
    choices = [round(0.04 + 0.02 * i, 2) for i in range(48)]
    return next((c for c in choices if precision(test.figures(table, c)) >= wanted), choices[-1])


def _shown(table: NameTable, vectors: Vectors, threshold: float) -> list[str]:
    hidden = {n.name for n in no_icons()}
    return ["" if name in hidden else name for name, _ in table.name(vectors, threshold)]


def ship(towers: Exported, table: NameTable, threshold: float, figures: dict[str, Any], out: Path) -> None:
    """Install both networks with the table of names beside the first."""
    names, vectors = out / NAMES_FILE, out / VECTORS_FILE
    listed = {"names": table.names, "owners": table.owners.tolist()}
    names.write_text(json.dumps(listed, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    np.save(vectors, table.vectors.astype(np.float16))
    meta = {"dimensions": _DIMENSIONS, "size": SIZE, "held_out": sorted(HELD_OUT), "figures": figures}
    decided = {"threshold": threshold, "sharpness": table.sharpness}
    install("icons", towers.icons, {**meta, **decided}, (names, vectors))
    install("icon_words", towers.words, {"dimensions": _DIMENSIONS})


def main(arguments: Sequence[str] | None = None) -> int:
    """Export, measure and install; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=())
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--names", type=int, default=500)
    parser.add_argument("--tests", type=int, default=400)
    parser.add_argument("--whole", action="store_true", help="keep 32-bit floats")
    parser.add_argument("--dry", action="store_true", help="measure only")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    library = IconLibrary.open(options.data, *options.more)
    painted = _painted(library)
    model = _trained(options.run)
    towers = export(model, options.run, painted.crops(_some(library, 400, pieces=True)), options.whole)
    figures: dict[str, Any] = measure(towers, retrieval_of(library, options.tests))
    named = names_to_give(library, HELD_OUT, options.names)
    table = table_of_words(towers, [*named, *no_icons()])
    table = replace(table, sharpness=model.sharpness)
    test = naming_test(towers, painted, [n.name for n in named], 2 * options.tests)
    threshold, given = decided(test, table)
    figures |= {"named tests": len(test.expected), "threshold": threshold, **given}
    print(json.dumps(figures, indent=1))
    if not options.dry:
        ship(towers, table, threshold, figures, options.run)
    return 0


def _trained(run: Path) -> IconModel:
    model = new_model()
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    model.load_state_dict(state["parts"]["average"]["module"])
    return model.eval()


def _painted(library: IconLibrary) -> Painted:
    random = np.random.default_rng(_SEED)
    others = [library.picture(i) for i in _some(library, 300)]
    return Painted(library, ScenePainter(_SEED, others, pieces_of_text(200, _SEED)), random)


def _some(library: IconLibrary, count: int, pieces: bool = False) -> list[int]:
    icons = enumerate(library.icons)
    learned = [i for i, icon in icons if icon.family not in HELD_OUT and (pieces or not icon.box)]
    return [
        int(i) for i in np.random.default_rng(_SEED).choice(learned, min(count, len(learned)), replace=False)
    ]


if __name__ == "__main__":
    raise SystemExit(main())
