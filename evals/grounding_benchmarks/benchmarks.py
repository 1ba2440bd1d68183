"""The benchmarks by name, and which of them a folder holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.grounding_benchmarks import formats, tables
from evals.grounding_benchmarks.errors import InvalidBenchmark
from evals.grounding_benchmarks.measure import Outcome
from evals.grounding_benchmarks.query import Query
from evals.grounding_benchmarks.tables import Table


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published benchmark: where its files are, how they read, and how its results are told."""

    name: str
    title: str
    wanted: str
    files: Callable[[Path], list[Path]]
    read: Callable[[Path, Sequence[Path]], list[Query]]
    table: Callable[[Sequence[Outcome]], Table]


def all_benchmarks() -> tuple[Benchmark, ...]:
    """Return every benchmark that can be read."""
    return (
        Benchmark(
            "screenspot",
            "ScreenSpot",
            "screenspot_{mobile,desktop,web}.json with screenspot_imgs/",
            formats.screenspot_files,
            formats.read_screenspot,
            tables.screenspot_table,
        ),
        Benchmark(
            "screenspot-v2",
            "ScreenSpot-v2",
            "screenspot_{mobile,desktop,web}_v2.json with screenspotv2_image/",
            formats.screenspot_v2_files,
            formats.read_screenspot,
            tables.screenspot_table,
        ),
        Benchmark(
            "screenspot-pro",
            "ScreenSpot-Pro",
            "annotations/*.json with images/",
            formats.screenspot_pro_files,
            formats.read_screenspot_pro,
            tables.screenspot_pro_table,
        ),
        Benchmark(
            "osworld-g",
            "OSWorld-G",
            "OSWorld-G.json, classification_result.json with images/",
            formats.osworld_g_files,
            formats.read_osworld_g,
            tables.osworld_g_table,
        ),
        Benchmark(
            "osworld-g-refined",
            "OSWorld-G, refined instructions",
            "OSWorld-G_refined.json, classification_result.json with images/",
            formats.osworld_g_refined_files,
            formats.read_osworld_g,
            tables.osworld_g_table,
        ),
        Benchmark(
            "showdown",
            "Showdown clicks",
            "showdown-clicks-dev/data.csv with frames/",
            formats.showdown_files,
            formats.read_showdown,
            tables.showdown_table,
        ),
    )


def find_benchmarks(folder: Path, name: str = "auto") -> list[tuple[Benchmark, list[Path]]]:
    """Return the benchmarks in ``folder`` with their files: the one called ``name``, or all for ``auto``.

    Raises `InvalidBenchmark`, saying which files were looked for, where there are none.
    """
    if not folder.is_dir():
        raise InvalidBenchmark([f"{folder}: there is no such folder"])
    known = all_benchmarks()
    asked = [each for each in known if name in ("auto", each.name)]
    if not asked:
        names = ", ".join(each.name for each in known)
        raise InvalidBenchmark([f"there is no benchmark {name}; choose auto or one of {names}"])
    found = [(each, files) for each in asked if (files := each.files(folder))]
    if not found:
        looked_for = "\n".join(f"  {each.name}: {each.wanted}" for each in asked)
        raise InvalidBenchmark([f"{folder}: holds no benchmark that is known here; looked for\n{looked_for}"])
    return found


def read_queries(benchmark: Benchmark, folder: Path, files: Sequence[Path]) -> list[Query]:
    """Return all queries of a benchmark. Raises `InvalidBenchmark`, also where its files are empty."""
    queries = benchmark.read(folder, files)
    if not queries:
        names = ", ".join(str(file) for file in files)
        raise InvalidBenchmark([f"{names}: there is not one record"])
    return queries
