"""The official figures of every benchmark, on small folders whose figures were worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from evals.grounding_benchmarks.benchmarks import find_benchmarks, read_queries
from evals.grounding_benchmarks.measure import Measurement, measure, spread
from evals.grounding_benchmarks.query import PolygonTarget
from evals.grounding_benchmarks.report import Report
from evals.grounding_benchmarks.tables import Table
from tests.evals.grounding_benchmarks import folders
from tests.evals.grounding_benchmarks.folders import Pointing

INSIDE = (55, 20)


def measured(
    folder: Path, points: Mapping[str, tuple[int, int]], name: str = "auto"
) -> tuple[Measurement, Table]:
    ((benchmark, files),) = find_benchmarks(folder, name)
    outcome = measure(read_queries(benchmark, folder, files), Pointing(points))
    return outcome, benchmark.table(outcome.outcomes)


def counts(table: Table) -> dict[str, list[tuple[int, int]]]:
    return {name.strip(): [(share.right, share.count) for share in shares] for name, shares in table.rows}


@pytest.mark.parametrize("version", ["", "_v2"])
def test_screenspot_tells_platforms_by_text_and_icon_and_their_average(tmp_path: Path, version: str) -> None:
    folder = folders.screenspot(tmp_path, version)
    # The box ends at (70, 30): its edge counts, the pixel beyond does not; “d other text” is declined.
    points = {"m text": (70, 30), "m icon": (71, 30), "d text": (40, 10), "w icon": INSIDE}
    _, table = measured(folder, points)
    assert table.columns == ("text", "icon", "all")
    assert counts(table) == {
        "mobile": [(1, 1), (0, 1), (1, 2)],
        "desktop": [(1, 2), (0, 0), (1, 2)],
        "web": [(0, 0), (1, 1), (1, 1)],
        "all": [(2, 3), (1, 2), (3, 5)],
    }
    # The authors' average gives each measured share equal weight: (1 + 0 + 1/2 + 1) / 4.
    assert table.means == (("average of the 4 shares", 0.625),)


def test_screenspot_pro_tells_groups_with_their_applications(tmp_path: Path) -> None:
    points = {"v text": (70, 30), "v icon": (39, 20), "p text": INSIDE, "b icon": INSIDE}
    _, table = measured(folders.screenspot_pro(tmp_path), points)
    assert counts(table) == {
        "Creative": [(0, 0), (1, 1), (1, 1)],
        "blender": [(0, 0), (1, 1), (1, 1)],
        "Dev": [(2, 2), (0, 1), (2, 3)],
        "pycharm": [(1, 1), (0, 0), (1, 1)],
        "vscode": [(1, 1), (0, 1), (1, 2)],
        "all": [(2, 2), (1, 2), (3, 4)],
    }


@pytest.mark.parametrize(
    ("name", "wording"), [("osworld-g", "{}"), ("osworld-g-refined", "Click the button “{}”")]
)
def test_osworld_g_tells_abilities_and_refusals_for_both_instructions(
    tmp_path: Path, name: str, wording: str
) -> None:
    # “save” ends at x = 30.5; (130, 40) is in the bounds of the L but not in it; “upload” is declined as
    # it should be, while for “undo”, which is not there either, a point is given.
    points = {"save": (30, 20), "drag": (130, 40), "undo": (5, 5)}
    folder = folders.osworld_g(tmp_path)
    outcome, table = measured(folder, {wording.format(words): point for words, point in points.items()}, name)
    assert counts(table) == {
        "text matching": [(1, 2)],
        "fine grained manipulation": [(0, 2)],
        "refusal": [(1, 2)],
        "all but refusals": [(1, 3)],
        "all": [(2, 5)],
    }
    assert outcome.unreachable == 0


def test_without_the_classes_osworld_g_still_tells_refusals_and_says_what_is_missing(tmp_path: Path) -> None:
    folder = folders.osworld_g(tmp_path)
    (folder / "benchmark" / "classification_result.json").unlink()
    _, table = measured(folder, {"drag": (110, 40)}, "osworld-g")
    assert counts(table) == {"refusal": [(2, 2)], "all but refusals": [(1, 3)], "all": [(3, 5)]}
    assert "classification_result.json" in table.notes[0]


def test_a_polygon_is_judged_by_the_even_odd_rule() -> None:
    crossed = PolygonTarget(((0, 0), (10, 10), (10, 0), (0, 10)))
    assert crossed.contains(1, 5)
    assert not crossed.contains(5, 1)
    assert crossed.bounds == (0, 0, 10, 10)


def test_showdown_points_are_scaled_to_the_size_the_boxes_are_given_in(tmp_path: Path) -> None:
    # The picture is 400×200 and the numbers speak of 200×100: (140, 60) there is (70, 30) here.
    points = {"Click “Save”, then wait": (140, 60), "open": (141, 60), "close": (220, 40)}
    _, table = measured(folders.showdown(tmp_path), points)
    assert counts(table) == {"all": [(2, 3)]}


def test_unreadable_pictures_are_left_out_and_never_count_as_wrong(tmp_path: Path) -> None:
    folder = folders.screenspot(tmp_path)
    (folder / "screenspot_imgs" / "mobile_a.png").write_bytes(b"\x89PNG\r\n but no picture")
    (folder / "screenspot_imgs" / "web_a.png").unlink()
    outcome, table = measured(folder, {"d text": INSIDE, "d other text": INSIDE})
    assert counts(table) == {"desktop": [(2, 2), (0, 0), (2, 2)], "all": [(2, 2), (0, 0), (2, 2)]}
    assert [(each.image.name, each.queries) for each in outcome.unreadable] == [
        ("mobile_a.png", 2),
        ("web_a.png", 1),
    ]
    text = Report("screenspot", "ScreenSpot", "test", 5, outcome, table).to_text()
    assert "2 of 5 queries" in text
    assert "Left out and not counted: 3 queries on 2 unreadable pictures." in text


def test_targets_that_nobody_can_hit_are_told_and_count_as_published(tmp_path: Path) -> None:
    folder = folders.screenspot(tmp_path)
    records = [
        folders.screenspot_record("web_a.png", "off the picture", (200, 10, 30, 20), "text"),
        folders.screenspot_record("web_a.png", "inside out", (40, 10, -5, 20), "text"),
        folders.screenspot_record("web_a.png", "half out", (190, 10, 30, 20), "text"),
    ]
    folders.write_json(folder / "screenspot_web.json", records)
    outcome, table = measured(
        folder, {words: (199, 20) for words in ("off the picture", "inside out", "half out")}
    )
    assert counts(table)["web"] == [(1, 3), (0, 0), (1, 3)]
    assert outcome.unreachable == 2
    assert "2 targets have no area" in Report("screenspot", "ScreenSpot", "test", 5, outcome, table).to_text()


def test_a_report_tells_counts_intervals_and_time(tmp_path: Path) -> None:
    outcome, table = measured(folders.screenspot(tmp_path), {"m text": INSIDE})
    report = Report("screenspot", "ScreenSpot", "test", 5, outcome, table)
    told = report.to_json()
    assert told["counted"] == 5
    assert told["declined"] == 4
    (everything,) = (row for row in told["rows"] if row["name"] == "all")
    # Wilson's interval of 1 out of 5 is 0.0362 to 0.6245.
    assert everything["all"] == {"right": 1, "count": 5, "share": 0.2, "interval": [0.0362, 0.6245]}
    assert set(told["seconds"]) == {"mean", "median", "p90"}
    assert "1/5 = 20.0 % (3.6–62.4)" in report.to_text()


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 99])
def test_a_limit_is_spread_evenly(tmp_path: Path, limit: int) -> None:
    folder = folders.screenspot(tmp_path)
    ((benchmark, files),) = find_benchmarks(folder)
    queries = read_queries(benchmark, folder, files)
    taken = spread(queries, limit)
    assert len(taken) == min(limit, 5)
    assert [queries.index(query) for query in taken] == {
        1: [0], 2: [0, 2], 3: [0, 1, 3], 5: [0, 1, 2, 3, 4], 99: [0, 1, 2, 3, 4],
    }[limit]  # fmt: skip


@pytest.mark.parametrize(
    "make", [folders.screenspot, folders.screenspot_pro, folders.osworld_g, folders.showdown]
)
def test_every_name_in_a_folder_is_found(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    found = [benchmark.name for benchmark, _ in find_benchmarks(make(tmp_path))]
    assert (
        found
        == {
            "screenspot": ["screenspot"],
            "screenspot_pro": ["screenspot-pro"],
            "osworld_g": ["osworld-g", "osworld-g-refined"],
            "showdown": ["showdown"],
        }[make.__name__]
    )
