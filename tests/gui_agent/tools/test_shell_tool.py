"""The shell tool in a real sandbox: arguments stay arguments, limits hold, the host is out of reach."""

import os
import time
from pathlib import Path

import pytest

from actions.errors import DisplayLost
from evals.machines.machine import Machine
from evals.machines.sandbox.machine import Sandbox
from evals.machines.tool_runner import MachineRunner, runner_of
from gui_agent.tools.action import OpenPage, RunCommand, RunScript
from gui_agent.tools.errors import ToolFailed, ToolTimedOut, ToolUnavailable
from gui_agent.tools.shell import ShellTool
from tests.evals.folder_machine import FolderMachine


@pytest.fixture
def shell(runner: MachineRunner) -> ShellTool:
    return ShellTool(runner)


def test_a_command_says_its_exit_code_and_what_it_printed(shell: ShellTool) -> None:
    assert shell.use(RunCommand("echo", ("hello",))).text == "exit code 0\nhello"
    failed = shell.use(RunCommand("ls", ("/nowhere",)))
    assert not failed.worked
    assert "No such file" in failed.text


@pytest.mark.parametrize(
    "text", ["; touch /tmp/pwned", "$(touch /tmp/pwned)", "`touch /tmp/pwned`", "| tee x", "> x"]
)
def test_signs_of_a_shell_in_arguments_are_text(shell: ShellTool, text: str) -> None:
    assert shell.use(RunCommand("echo", (text,))).text == f"exit code 0\n{text}"
    assert not shell.use(RunCommand("ls", ("/tmp/pwned",))).worked


def test_scripts_run_in_the_machine_in_sh_and_python(shell: ShellTool) -> None:
    assert (
        shell.use(RunScript("sh", "cd /tmp && printf 'a\\nb\\n' | sort -r | head -1")).text
        == "exit code 0\nb"
    )
    assert (
        shell.use(RunScript("python", "import os\nprint(os.environ['HOME'])")).text
        == "exit code 0\n/home/user"
    )


def test_a_script_cannot_see_or_change_the_host(shell: ShellTool, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("of the host")
    for way in (str(secret), f"../../../../../..{secret}", f"/proc/1/root{secret}"):
        assert "of the host" not in shell.use(RunScript("sh", f"cat {way}")).text
    shell.use(RunScript("sh", f"mkdir -p {tmp_path}; echo changed > {secret}"))
    assert secret.read_text() == "of the host"
    told = shell.use(RunScript("sh", f"kill -9 {os.getpid()}; id -u; hostname"))
    assert told.text.splitlines()[-2] != "0"


def test_a_script_reaches_no_network(shell: ShellTool) -> None:
    reach = "import socket\nsocket.create_connection(('8.8.8.8', 53), 2)"
    told = shell.use(RunScript("python", reach))
    assert not told.worked
    assert "unreachable" in told.text.lower()


def test_what_takes_too_long_is_ended(runner: MachineRunner, sandbox: Sandbox) -> None:
    began = time.monotonic()
    with pytest.raises(ToolTimedOut):
        ShellTool(runner, seconds=1.0).use(RunScript("sh", "sleep 77"))
    assert time.monotonic() - began < 20
    assert b"sleep\x0077" not in sandbox.run(["sh", "-c", "cat /proc/[0-9]*/cmdline"]).stdout


def test_what_says_too_much_is_ended(shell: ShellTool) -> None:
    with pytest.raises(ToolFailed, match="more than"):
        shell.use(RunCommand("yes"))


def test_a_program_that_is_not_there_is_told(shell: ShellTool) -> None:
    with pytest.raises(ToolFailed, match="no-such-program"):
        shell.use(RunCommand("no-such-program"))


def test_only_its_own_kinds_are_done(shell: ShellTool) -> None:
    with pytest.raises(ToolFailed):
        shell.use(OpenPage("http://localhost/"))


def test_there_are_no_tools_on_machines_that_are_not_walled_off(tmp_path: Path) -> None:
    open_one: Machine = FolderMachine(tmp_path)
    with pytest.raises(ToolUnavailable, match="sandbox"):
        runner_of(open_one)


def test_a_machine_that_is_gone_ends_the_run_and_is_no_answer_of_a_tool() -> None:
    sandbox = Sandbox.__new__(Sandbox)
    sandbox._guest = None
    with pytest.raises(DisplayLost):
        ShellTool(MachineRunner(sandbox)).use(RunCommand("ls"))
