"""A private desktop is ready when it is open, and leaves nothing behind however it ends."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from actions.action import Launch
from actions.desktop_session import StartingDesktop
from actions.desktop_supervisor import MADE_AT
from actions.errors import DisplayLost, DisplayUnavailable, LaunchFailed, MissingDependency
from actions.geometry import Size
from actions.virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.x11, pytest.mark.app]


def until(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of living processes that mention ``folder`` in command or environment."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            command = (entry / "cmdline").read_bytes()
            everything = command + (entry / "environ").read_bytes()
        except OSError:
            continue
        if state != "Z" and str(folder).encode() in everything:
            found.append(command.replace(b"\0", b" ").decode())
    return found


def kill_server_of(folder: Path) -> None:
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"Xvfb\0") and str(folder).encode() in command:
            os.kill(int(entry.name), signal.SIGKILL)
            assert until(lambda stat=entry / "stat": not stat.exists())


def private_folder(desktop: VirtualDesktop) -> Path:
    return Path(desktop.environment["XDG_RUNTIME_DIR"]).parent


def test_it_has_a_screen_a_window_manager_a_bus_and_a_fresh_home(virtual_desktop: VirtualDesktop) -> None:
    environment = virtual_desktop.environment
    assert virtual_desktop.screen_size == Size(1280, 800)
    assert re.fullmatch(r":\d+", virtual_desktop.display_name)
    assert environment["DISPLAY"] == virtual_desktop.display_name
    assert environment["DBUS_SESSION_BUS_ADDRESS"].startswith("unix:")
    assert environment["HOME"] == str(virtual_desktop.home)
    assert Path(environment["XDG_RUNTIME_DIR"]).stat().st_mode & 0o777 == 0o700
    assert "gtk-cursor-blink=false" in Path(virtual_desktop.home, ".config/gtk-3.0/settings.ini").read_text()
    assert virtual_desktop.windows() == []
    pixels = virtual_desktop.screenshot().image.reshape(-1, 3)
    assert (pixels == pixels[0]).all(), "the empty desktop is of one colour"


def test_secrets_of_our_environment_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "secret")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    with VirtualDesktop(Size(320, 240), variables={"EXTRA": "yes"}) as desktop:
        assert "SOME_API_KEY" not in desktop.environment
        assert "WAYLAND_DISPLAY" not in desktop.environment
        assert desktop.environment["EXTRA"] == "yes"


def test_programs_run_inside_and_end_with_it() -> None:
    with VirtualDesktop() as desktop:
        folder = private_folder(desktop)
        desktop.execute(Launch("xterm", ("-T", "inside")))
        assert until(lambda: [window.title for window in desktop.windows()] == ["inside"])
        desktop.execute(Launch("sh", ("-c", "setsid sh -c 'trap \"\" TERM HUP; sleep 1000' &")))
        assert until(lambda: any("sleep 1000" in command for command in processes_of(folder)))
    assert processes_of(folder) == []
    assert not folder.exists()
    number = desktop.display_name.lstrip(":")
    assert not Path(f"/tmp/.X{number}-lock").exists()
    assert not Path(f"/tmp/.X11-unix/X{number}").exists()


def test_it_closes_twice_and_refuses_work_afterwards() -> None:
    desktop = VirtualDesktop(Size(320, 240))
    desktop.close()
    desktop.close()
    with pytest.raises(Exception, match=r"closed|ended|gone|went away"):
        desktop.screenshot()
    with pytest.raises(DisplayLost):
        desktop.execute(Launch("xterm"))


def test_a_given_home_is_used_and_kept_with_what_is_in_it(tmp_path: Path) -> None:
    settings = tmp_path / ".config" / "gtk-3.0" / "settings.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[Settings]\n")
    with VirtualDesktop(Size(320, 240), home=tmp_path) as desktop:
        assert desktop.home == tmp_path
        folder = private_folder(desktop)
    assert settings.read_text() == "[Settings]\n"
    assert not folder.exists()


def test_what_a_fresh_home_holds_is_of_the_same_age_in_every_run(tmp_path: Path) -> None:
    """File dialogs show it: where it changed, no screen would look as it did before."""
    with VirtualDesktop(Size(320, 240), home=tmp_path) as desktop:
        made = [
            path for path in desktop.home.rglob("*") if path.name in ("Desktop", "Downloads", "settings.ini")
        ]
        assert len(made) == 4
        assert {path.stat().st_mtime for path in made} == {MADE_AT}


def test_one_that_was_started_ahead_is_taken_over(tmp_path: Path) -> None:
    starting = StartingDesktop(Size(320, 240), tmp_path)
    with VirtualDesktop(starting=starting) as desktop:
        assert desktop.screen_size == Size(320, 240)
        assert desktop.home == tmp_path
    starting.close()


def test_two_at_once_do_not_see_each_other() -> None:
    with VirtualDesktop(Size(640, 480)) as first, VirtualDesktop(Size(640, 480)) as second:
        assert first.display_name != second.display_name
        assert first.home != second.home
        first.execute(Launch("xterm", ("-T", "only in the first")))
        assert until(lambda: len(first.windows()) == 1)
        assert second.windows() == []
        second.close()
        assert len(first.windows()) == 1


def test_a_program_that_fails_says_why(virtual_desktop: VirtualDesktop) -> None:
    with pytest.raises(LaunchFailed, match="ended at once with code 7: no luck"):
        virtual_desktop.execute(Launch("sh", ("-c", "echo no luck >&2; exit 7")))
    with pytest.raises(LaunchFailed, match="no application is called 'frobnicator'"):
        virtual_desktop.execute(Launch("frobnicator"))


def test_a_dead_x_server_is_reported_as_a_lost_display(virtual_desktop: VirtualDesktop) -> None:
    virtual_desktop.execute(Launch("sh", ("-c", "sleep 1000 & wait")))
    folder = private_folder(virtual_desktop)
    kill_server_of(folder)
    with pytest.raises(DisplayLost):
        virtual_desktop.screenshot()
    virtual_desktop.close()
    assert processes_of(folder) == []


OPEN_AND_WAIT = """
    import sys, time
    from actions.action import Launch
    from actions.virtual_desktop import VirtualDesktop
    desktop = VirtualDesktop()
    desktop.execute(Launch("mousepad"))
    while not desktop.windows():
        time.sleep(0.02)
    print(desktop.environment["XDG_RUNTIME_DIR"], flush=True)
    time.sleep(1000)
"""


@pytest.mark.skipif(shutil.which("mousepad") is None, reason="mousepad is not installed")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_agent_leaves_no_process_and_no_folder(end: signal.Signals) -> None:
    script = textwrap.dedent(OPEN_AND_WAIT)
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as agent:
        assert agent.stdout is not None
        folder = Path(agent.stdout.readline().strip()).parent
        assert any("mousepad" in command for command in processes_of(folder))
        agent.send_signal(end)
        agent.wait()
        assert until(lambda: processes_of(folder) == [] and not folder.exists())


def test_a_fork_of_the_agent_does_not_keep_the_desktop_alive() -> None:
    script = textwrap.dedent("""
        import os, time
        from actions.geometry import Size
        from actions.virtual_desktop import VirtualDesktop
        desktop = VirtualDesktop(Size(320, 240))
        print(desktop.environment["XDG_RUNTIME_DIR"], flush=True)
        if os.fork() == 0:
            os.close(1)
            time.sleep(60)
            os._exit(0)
        time.sleep(1000)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as agent:
        assert agent.stdout is not None
        folder = Path(agent.stdout.readline().strip()).parent
        time.sleep(0.2)
        agent.kill()
        agent.wait()
        try:
            assert until(lambda: not folder.exists())
        finally:
            os.killpg(agent.pid, signal.SIGKILL)


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None, reason="only root can become another user"
)
def test_an_ordinary_user_may_open_one() -> None:
    script = """
        import os
        from actions.action import Launch
        from actions.virtual_desktop import VirtualDesktop
        with VirtualDesktop() as desktop:
            desktop.execute(Launch("xterm"))
            print(os.getuid(), desktop.screenshot().size.width)
    """
    for python in (sys.executable, "/usr/bin/python3"):
        if run_as_nobody(python, RUNS_HERE).stdout.strip() == "yes":
            done = run_as_nobody(python, textwrap.dedent(script))
            assert done.stdout.split() == ["65534", "1280"], done.stderr
            return
    pytest.skip("no Python with the project's packages can be run by other users here")


RUNS_HERE = (
    "import os, sys, actions.geometry, numpy; print('yes' if os.access(sys.executable, os.X_OK) else '')"
)


def run_as_nobody(python: str, script: str) -> subprocess.CompletedProcess[str]:
    paths = [path for path in sys.path if path and not path.startswith(sys.base_prefix)]
    return subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", python, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": ":".join(paths)},
    )


def test_missing_programs_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(MissingDependency, match=r"apt-get install xvfb .*openbox dbus-daemon"):
        VirtualDesktop()


def test_a_server_that_cannot_start_says_why() -> None:
    with pytest.raises(DisplayUnavailable, match="Xvfb did not start"):
        VirtualDesktop(Size(0, 0))
