"""Control groups are found on systems of both versions, and what killed keepers left is removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.machines.sandbox import cgroup

OLD_MOUNTS = (
    "30 24 0:26 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
    "31 24 0:27 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
    "32 24 0:28 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n"
)
OLD_OWN = "4:memory:/session/17\n3:cpu,cpuacct:/\n0::/user\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path


def found(files: Path, mounts: str, own: str) -> dict[str, tuple[str, str]]:
    (files / "mounts").write_text(mounts)
    (files / "own").write_text(own)
    return cgroup.hierarchies(str(files / "mounts"), str(files / "own"))


def test_version_1(files: Path) -> None:
    places = found(files, OLD_MOUNTS, OLD_OWN)
    assert places["memory"] == ("/sys/fs/cgroup/memory", "/sys/fs/cgroup/memory/session/17")
    assert places["cpuacct"] == ("/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu")
    assert places[""] == ("/sys/fs/cgroup/unified", "/sys/fs/cgroup/unified/user")


def test_version_2_in_a_container_that_sees_a_part_only(files: Path) -> None:
    mounts = "30 24 0:26 /pod/box /sys/fs/cgroup rw,relatime - cgroup2 cgroup rw,nsdelegate\n"
    assert found(files, mounts, "0::/pod/box/inner\n")[""] == ("/sys/fs/cgroup", "/sys/fs/cgroup/inner")
    assert found(files, mounts, "0::/pod/box\n")[""] == ("/sys/fs/cgroup", "/sys/fs/cgroup")


def test_no_control_groups_at_all(files: Path) -> None:
    assert found(files, "", "") == {}
    assert cgroup.hierarchies(str(files / "absent"), str(files / "absent")) == {}


def test_version_2_limits_are_written(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = files / "own"
    own.mkdir()
    (own / "cgroup.controllers").write_text("cpu memory pids\n")
    monkeypatch.setattr(cgroup, "hierarchies", lambda: {"": (str(files), str(own))})
    group = cgroup.make_group("gui-agent-1-1", 1 << 30, 50)
    assert group.folders == (str(own / "gui-agent-1-1"),)
    assert (own / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (own / "gui-agent-1-1/memory.max").read_text() == str(1 << 30)
    assert (own / "gui-agent-1-1/pids.max").read_text() == "50"


def test_where_none_can_be_made_there_is_an_empty_group(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroup, "hierarchies", lambda: {"memory": ("/proc", "/proc")})
    group = cgroup.make_group("gui-agent-1-1", 1, 1)
    assert group.folders == ()
    group.admit(1)
    group.remove()


def test_groups_of_dead_keepers_are_removed(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gui-agent-999999999-1", "gui-agent-1-1", "other"):
        (files / name).mkdir()
    monkeypatch.setattr(cgroup, "hierarchies", lambda: {"": (str(files), str(files))})
    assert cgroup.remove_abandoned() == [str(files / "gui-agent-999999999-1")]
    assert sorted(path.name for path in files.iterdir()) == ["gui-agent-1-1", "other"]
