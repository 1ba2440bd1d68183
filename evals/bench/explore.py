"""``bench explore``: what the explorer finds in programs with planted defects, and in the same ones without.

Two programs of ours, GTK 3 and Qt 5, are explored twice each: with every defect planted, and clean. The tests
that were written for the clean ones are then played from their files. Real programs show how far it gets:
their menus and dialogs were counted by hand.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.errors import MissingDependency
from actions.geometry import Size
from evals.bench.private_display import python_with_gtk
from evals.bench.result import BenchmarkResult, Bound, Figure
from grounding.grounders import Grounder, open_grounder
from gui_agent.approval import AutoApprover
from gui_agent.exploring.application import Application, launch_of
from gui_agent.exploring.candidate_tests import candidate_tests, write_test
from gui_agent.exploring.doing import control_of
from gui_agent.exploring.explorer import Exploration, Explorer
from gui_agent.exploring.findings import Finding
from gui_agent.qa.steps.playing import play_case
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.screen_text import fold
from gui_agent.settings import load_settings

_APPS = Path(__file__).parent / "apps"
_SCREEN = Size(1280, 800)
_SECONDS = 240.0
_REAL_SECONDS = 180.0
_QT_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True, slots=True)
class Planted:
    """A defect by the name it is switched on with, and how its finding is known."""

    name: str
    kind: str
    words: str

    def is_told_by(self, finding: Finding) -> bool:
        return finding.kind == self.kind and fold(self.words) in fold(finding.words)


@dataclass(frozen=True, slots=True)
class Program:
    """A program of ours and what can be planted in it."""

    script: str
    planted: tuple[Planted, ...]


PROGRAMS = (
    Program(
        "gtk_library.py",
        (
            Planted("crash", "crash", "Contents"),
            Planted("hang", "hang", "Statistics"),
            Planted("error", "error", "Could not import"),
            Planted("untranslated", "untranslated", "Einstellungen"),
            Planted("placeholder", "placeholder", "menu.view.export"),
            Planted("clipped", "clipped", "Charge"),
            Planted("too-large", "off-screen", "Preferences"),
            Planted("dead", "dead", "Renew"),
            Planted("disabled", "disabled", "Reserve"),
        ),
    ),
    Program(
        "qt_invoices.py",
        (
            Planted("crash", "crash", "Welcome"),
            Planted("hang", "hang", "Taxes"),
            Planted("error", "error", "mail server"),
            Planted("untranslated", "untranslated", "Enregistrer"),
            Planted("placeholder", "placeholder", "customer_name"),
            Planted("clipped", "clipped", "the custom"),
            Planted("too-large", "off-screen", "Export"),
            Planted("dead", "dead", "Remind"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class RealProgram:
    """A program of others: what its menus are called (submenus too), and the titles of its dialogs."""

    name: str
    menus: tuple[str, ...]
    dialogs: tuple[str, ...]


REAL = (
    RealProgram(
        "mousepad",
        (
            *("File", "Edit", "Search", "View", "Document", "Help", "New From Template", "Open Recent"),
            *("Paste Special", "Convert", "Move", "Color Scheme", "Tab Size", "Filetype", "Line Ending"),
        ),
        (
            *("Open File", "Save As", "Print", "Find and Replace", "Go To", "Mousepad Preferences"),
            *("About Mousepad", "Choose Mousepad Font", "Select Tab Size"),
        ),
    ),
    RealProgram(
        "galculator",
        (
            *("File", "Edit", "View", "Calculator", "Help", "Buttons", "Number bases", "Angle units"),
            "Notation modes",
        ),
        ("galculator Preferences", "About galculator"),
    ),
)


def run(programs: Sequence[Program] = PROGRAMS, real: Sequence[RealProgram] = REAL) -> BenchmarkResult:
    """Explore everything, one program after the other."""
    eyes = open_grounder()
    details: list[str] = []
    planted = found = strange = false = written = passed = 0
    for program in programs:
        defects = _explored(program, eyes, [p.name for p in program.planted], details)
        findings = defects.findings.all
        missed = [p.name for p in program.planted if not any(p.is_told_by(f) for f in findings)]
        planted, found = planted + len(program.planted), found + len(program.planted) - len(missed)
        others = [f for f in findings if not any(p.is_told_by(f) for p in program.planted)]
        strange += len(others)
        details += [f"{program.script}: missed {name}" for name in missed]
        details += [f"{program.script}: not planted: {f.words}" for f in others]
        clean = _explored(program, eyes, [], details)
        false += len(clean.findings.all)
        details += [f"{program.script}, clean: {f.words}" for f in clean.findings.all]
        tests, good = _played(program, clean, eyes, details)
        written, passed = written + tests, passed + good
    reached = [_reached(program, eyes, details) for program in real]
    return BenchmarkResult(
        bench="explore",
        figures={
            "planted_defects_found": Figure(found / planted, "share", planted),
            "false_findings_on_clean_programs": Figure(false, "findings", len(programs)),
            "other_findings_beside_planted_ones": Figure(strange, "findings", len(programs)),
            "written_tests_that_pass": Figure(passed / max(1, written), "share", written),
            **{f"menus_and_dialogs_{p.name}": f for p, f in zip(real, reached, strict=True)},
        },
        bounds={
            "planted_defects_found": Bound(1.0, "min"),
            "false_findings_on_clean_programs": Bound(0),
            "written_tests_that_pass": Bound(1.0, "min"),
        },
        details=tuple(details),
    )


def _command(program: Program, defects: Sequence[str]) -> str:
    python = python_with_gtk() if program.script.startswith("gtk") else _python_with_qt()
    switched_on = f" --defects {','.join(defects)}" if defects else ""
    return f"{python} {_APPS / program.script}{switched_on}"


def _python_with_qt() -> str:
    check = [_QT_PYTHON, "-c", "import PyQt5.QtWidgets"]
    if not Path(_QT_PYTHON).exists() or subprocess.run(check, capture_output=True).returncode:
        raise MissingDependency(
            "this benchmark opens a Qt window: apt install python3-pyqt5, and run it again"
        )
    return _QT_PYTHON


def _explored(program: Program, eyes: Grounder, defects: Sequence[str], details: list[str]) -> Exploration:
    found, _ = _explore(_command(program, defects), eyes, _SECONDS)
    how = "with defects" if defects else "clean"
    details.append(f"{program.script}, {how}: {_told(found)}")
    return found


def _explore(command: str, eyes: Grounder, seconds: float) -> tuple[Exploration, Explorer]:
    application = Application(launch_of(command), eyes.parser, _SCREEN)
    explorer = Explorer(application, AutoApprover(), seconds)
    try:
        return explorer.run(), explorer
    finally:
        application.close()


def _told(found: Exploration) -> str:
    whole = "all tried" if found.complete else "cut off"
    screens = len(found.appmap.nodes)
    return f"{screens} screens, {found.actions} actions in {found.seconds:.0f} s, {whole}"


def _played(program: Program, clean: Exploration, eyes: Grounder, details: list[str]) -> tuple[int, int]:
    """Write a test for every screen and play each from its file; returns how many there are, and pass."""
    launch = launch_of(_command(program, []))
    written = passed = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for test in candidate_tests(clean.appmap, clean.appmap.node(1), eyes.model):
            case = read_step_file(write_test(folder, test, launch, ("explored",)))[0]
            result = play_case(case, 1, folder / f"run-{test.node}", load_settings())
            written += 1
            passed += result.verdict == "passed"
            if result.failure:
                details.append(f"{program.script}: {test.file_name} failed: {result.failure.explanation}")
    return written, passed


def _reached(program: RealProgram, eyes: Grounder, details: list[str]) -> Figure:
    """Return the share of the menus and dialogs of a real program that were opened."""
    found, _ = _explore(program.name, eyes, _REAL_SECONDS)
    appmap = found.appmap
    opened = {
        fold(c.label)
        for e in appmap.edges
        if (c := control_of(e.doing)) and e.target is not None and e.target != e.source
    }
    titles = {fold(w.title) for node in appmap.nodes for w in node.scene.windows}
    missing = [m for m in program.menus if fold(m) not in opened]
    missing += [d for d in program.dialogs if fold(d) not in titles]
    total = len(program.menus) + len(program.dialogs)
    left = f"; not reached: {', '.join(missing)}" if missing else ""
    details.append(f"{program.name}: {_told(found)}{left}")
    return Figure((total - len(missing)) / total, "share", total)
