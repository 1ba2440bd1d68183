"""What a hostile program in a sandbox tries, for real, and what it gets: nothing of the host."""

from __future__ import annotations

import errno
import os
import platform
import socket
import threading
from pathlib import Path

import pytest

from actions.action import Click
from actions.errors import ComputerError
from actions.geometry import Box, Point
from evals.machines.errors import GuestFileError, GuestFileMissing, MachineError
from evals.machines.images.store import Image
from evals.machines.sandbox.desktop import Limits
from evals.machines.sandbox.footprint import processes_in
from evals.machines.sandbox.machine import Sandbox

pytestmark = pytest.mark.x11

SECRET = b"only the host may read this"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_bytes(SECRET)
    path.chmod(0o644)
    return path


def shell(sandbox: Sandbox, script: str, timeout: float = 30) -> str:
    return sandbox.run(["sh", "-c", script], timeout=timeout).text


class TestFilesOfTheHost:
    def test_no_link_leads_out(self, sandbox: Sandbox, secret: Path) -> None:
        shell(
            sandbox,
            f"ln -s {secret} /home/user/direct; ln -s {secret.parent} /home/user/folder;"
            f"ln -s /proc/1/root{secret} /home/user/by-proc;"
            f"ln -s ../../../../../../../../..{secret} /home/user/up",
        )
        for path in ("direct", "folder/secret.txt", "by-proc", "up", f"../../../../../..{secret}"):
            with pytest.raises(GuestFileError):
                sandbox.get(f"/home/user/{path}")

    def test_writing_through_a_link_stays_inside(self, sandbox: Sandbox, secret: Path) -> None:
        shell(sandbox, f"ln -s {secret} /home/user/direct; mkdir -p {secret.parent}; ln -s / /home/user/root")
        sandbox.put(b"inside", "/home/user/direct")
        sandbox.put(b"inside", f"/home/user/root{secret}.other")
        assert secret.read_bytes() == SECRET
        assert not Path(f"{secret}.other").exists()
        assert sandbox.get(str(secret)) == b"inside"

    @pytest.mark.parametrize("name", ["sys/kernel/core_pattern", "sys/kernel/printk", "1/oom_score_adj"])
    def test_a_link_to_the_kernels_switches_is_not_written_through(self, sandbox: Sandbox, name: str) -> None:
        before = Path("/proc/sys/kernel/core_pattern").read_bytes()
        shell(sandbox, f"ln -s /proc/{name} /home/user/switch")
        with pytest.raises(GuestFileError):
            sandbox.put(before, "/home/user/switch")
        with pytest.raises(GuestFileError):
            sandbox.get("/home/user/switch")
        assert Path("/proc/sys/kernel/core_pattern").read_bytes() == before

    def test_links_to_descriptors_and_special_files_are_no_files(self, sandbox: Sandbox) -> None:
        shell(
            sandbox, "mkfifo /tmp/fifo; ln -s /proc/self/fd/0 /tmp/descriptor; ln -s /dev/zero /tmp/endless"
        )
        for path in ("/tmp/fifo", "/tmp/descriptor", "/tmp/endless", "/proc/1/root/etc/shadow"):
            with pytest.raises(GuestFileError):
                sandbox.get(path)

    def test_a_file_of_holes_does_not_fill_our_memory(self, sandbox: Sandbox) -> None:
        shell(sandbox, "truncate -s 100G /tmp/holes || truncate -s 2G /tmp/holes")
        with pytest.raises(GuestFileError, match="larger than"):
            sandbox.get("/tmp/holes")

    def test_the_host_is_not_to_be_seen(self, sandbox: Sandbox, secret: Path) -> None:
        here = Path(__file__).resolve().parents[3]
        for path in (secret, here / "pyproject.toml", "/proc/1/environ", "/proc/kcore"):
            assert sandbox.run(["cat", str(path)]).returncode != 0, path
        told = shell(
            sandbox, "cat /proc/mounts /proc/self/mountinfo; ls / /tmp; env; ps axww; cat /etc/hostname"
        )
        assert str(here) not in told
        assert str(sandbox.image.folder) not in told
        assert socket.gethostname() not in told.replace("desktop", "")

    def test_no_device_of_the_host_is_there(self, sandbox: Sandbox) -> None:
        devices = shell(sandbox, "find /dev -type b -o -type c | sort").split()
        allowed = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts/ptmx"}
        assert {device.removeprefix("/dev/") for device in devices} <= allowed
        assert shell(sandbox, "mknod /tmp/disk b 253 0 2>&1; ls /tmp/disk 2>&1").count("ermitted") == 1


class TestPowers:
    def test_there_are_none(self, sandbox: Sandbox) -> None:
        status = shell(sandbox, "cat /proc/self/status")
        facts = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
        assert {facts[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {"0" * 16}
        assert facts["NoNewPrivs"] == "1"
        assert facts["Uid"].split() == ["1000"] * 4

    @pytest.mark.parametrize(
        "attempt",
        [
            "unshare --user --map-root-user true",
            "unshare --mount true",
            "mount -t tmpfs none /mnt",
            "chroot / true",
            "su -c true",
            "echo 1 > /proc/sys/kernel/sysrq",
            "echo b > /proc/sysrq-trigger && test -s /proc/sysrq-trigger",
            "cat /proc/1/maps",
            "ls /proc/1/fd",
            "date -s 2001-01-01",
            "hostname elsewhere",
        ],
    )
    def test_this_is_refused(self, sandbox: Sandbox, attempt: str) -> None:
        assert sandbox.run(["sh", "-c", attempt]).returncode != 0

    def test_a_program_with_the_root_bit_stays_the_user(self, sandbox: Sandbox) -> None:
        assert "uid=1000(user)" in shell(sandbox, "cp /usr/bin/id /tmp/own; chmod 6755 /tmp/own; /tmp/own")
        assert sandbox.run(["su", "-c", "id"]).returncode != 0

    def test_the_first_process_cannot_be_killed_from_within(self, sandbox: Sandbox) -> None:
        shell(sandbox, "kill -TERM 1; kill -9 1; kill -STOP 1; pkill -9 python")
        assert sandbox.run(["true"]).returncode == 0

    @pytest.mark.parametrize(
        ("name", "number"), [("keyctl", 250), ("bpf", 321), ("perf_event_open", 298), ("io_uring_setup", 425)]
    )
    def test_calls_no_desktop_needs_do_not_exist(self, sandbox: Sandbox, name: str, number: int) -> None:
        if platform.machine() != "x86_64":
            pytest.skip("the numbers are those of x86-64")
        call = f"import ctypes; c = ctypes.CDLL(None, use_errno=True); c.syscall({number}, 0, 0, 0, 0, 0)"
        told = sandbox.run(["python3", "-c", f"{call}; print(ctypes.get_errno())"])
        assert told.text.strip() == str(errno.ENOSYS), name

    def test_only_the_loopback_answers(self, sandbox: Sandbox) -> None:
        assert shell(sandbox, "ls /proc/sys/net/ipv4/conf").split() == ["all", "default", "lo"]
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            dial = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
            assert sandbox.run(["python3", "-c", dial]).returncode != 0
        own = (
            "import socket; s = socket.create_server(('127.0.0.1', 0));"
            "socket.create_connection(s.getsockname(), 2)"
        )
        assert sandbox.run(["python3", "-c", own]).returncode == 0

    def test_abstract_sockets_of_the_host_are_not_reached(self, sandbox: Sandbox) -> None:
        name = f"gui-agent-test-{os.getpid()}"
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("\0" + name)
            server.listen()
            dial = f"import socket; socket.socket(socket.AF_UNIX).connect('\\0{name}')"
            assert sandbox.run(["python3", "-c", dial]).returncode != 0


class TestGreed:
    def test_a_fork_bomb_bursts_inside(self, image: Image, namespaces: None) -> None:
        with Sandbox(image, limits=Limits(processes=120)) as sandbox:
            sandbox.run(["bash", "-c", "bomb() { bomb | bomb & }; bomb; sleep 1000"], background=True)
            threading.Event().wait(2)
            assert len(processes_in(sandbox.namespace)) <= 121
            sandbox.reset()
            assert sandbox.run(["true"]).returncode == 0
            assert len(processes_in(sandbox.namespace)) < 20

    def test_the_disk_ends_where_it_was_said_to(self, image: Image, namespaces: None) -> None:
        with Sandbox(image, limits=Limits(disk=64 << 20, shared_memory=16 << 20, files=2000)) as sandbox:
            for folder in ("/home/user", "/tmp", "/dev/shm", "/run/user/1000"):
                filled = shell(
                    sandbox, f"dd if=/dev/zero of={folder}/fill bs=1M count=200 2>&1; rm -f {folder}/fill"
                )
                assert "No space left" in filled, folder
            assert "No space left" in shell(
                sandbox, "for n in $(seq 3000); do : > /tmp/n$n; done 2>&1 | tail -1"
            )
            assert sandbox.get("/etc/hostname") == b"desktop\n"

    def test_memory_ends_where_it_was_said_to(self, image: Image, namespaces: None) -> None:
        with Sandbox(image, limits=Limits(memory=300 << 20)) as sandbox:
            eats = sandbox.run(["python3", "-c", "x = bytearray(2_000_000_000); print(len(x))"], timeout=60)
            assert eats.returncode != 0
            assert sandbox.run(["true"]).returncode == 0

    def test_many_together_eat_no_more_than_one(self, image: Image, namespaces: None) -> None:
        with Sandbox(image, limits=Limits(memory=300 << 20)) as sandbox:
            if not sandbox.limit_folders:
                pytest.skip("no control groups can be made here: limits hold for each process alone")
            hog = "import time; x = bytearray(100_000_000); time.sleep(60)"
            for _ in range(6):
                sandbox.run(["python3", "-c", hog], background=True)
            threading.Event().wait(4)
            alive = sandbox.run(["pgrep", "-c", "python3"]).text.strip()
            assert int(alive) <= 3


class TestTheLineToUs:
    def test_the_frame_buffer_may_be_cut_but_not_kill_us(self, sandbox: Sandbox) -> None:
        shell(sandbox, "truncate -s 100 /run/gui-agent/screen/Xvfb_screen0")
        with pytest.raises(ComputerError):
            sandbox.computer.screenshot()
        sandbox.reset()
        assert sandbox.computer.screenshot(Box(0, 0, 10, 10)).image.size

    def test_a_stopped_x_server_goes_on(self, sandbox: Sandbox) -> None:
        for _ in range(3):
            shell(sandbox, "pkill -STOP Xvfb")
            assert sandbox.computer.screenshot().image.size

    def test_a_program_that_grabs_the_whole_screen_cannot_make_us_wait(self, sandbox: Sandbox) -> None:
        grab = (
            "import ctypes, time; x = ctypes.CDLL('libX11.so.6'); x.XOpenDisplay.restype = ctypes.c_void_p;"
            "d = ctypes.c_void_p(x.XOpenDisplay(None)); x.XGrabServer(d); x.XSync(d, 0);"
            "print('held', flush=True); time.sleep(60)"
        )
        sandbox.put(b"", "/tmp/grab")
        sandbox.run(["sh", "-c", f'python3 -c "{grab}" > /tmp/grab'], background=True)
        while b"held" not in sandbox.get("/tmp/grab"):
            threading.Event().wait(0.05)
        sandbox.computer.execute(Click(Point(5, 5)))
        assert sandbox.computer.screenshot().image.size

    def test_a_killed_x_server_is_noticed(self, sandbox: Sandbox) -> None:
        shell(sandbox, "pkill -9 Xvfb; sleep 0.3")
        with pytest.raises(ComputerError, match="reset the machine"):
            sandbox.computer.screenshot()

    def test_fake_programs_do_not_change_what_is_read(self, sandbox: Sandbox) -> None:
        sandbox.put(b"true\n", "/home/user/result.txt")
        shell(
            sandbox,
            "mkdir -p ~/bin; for n in cat python3 sh ls; do printf '#!/bin/sh\\necho forged' > ~/bin/$n;"
            "chmod +x ~/bin/$n; done; cp ~/bin/* /usr/bin/ 2>/dev/null; pkill -f nothing; true",
        )
        assert sandbox.get("/home/user/result.txt") == b"true\n"

    def test_errors_of_all_kinds_are_errors_of_the_machine(self, sandbox: Sandbox) -> None:
        for path in ("", "\0", "/nowhere/" + "x" * 5000):
            with pytest.raises(MachineError):
                sandbox.get(path)
        with pytest.raises(GuestFileMissing):
            sandbox.get("/home/user/absent")
