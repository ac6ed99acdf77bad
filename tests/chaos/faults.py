"""What is done to the shop, as Chaos Toolkit's Python provider calls it."""

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

SHOP = Path(__file__).with_name("shop.py")


def pid_of(folder):
    return int((Path(folder) / "pid").read_text())


def url_of(folder):
    return f"http://127.0.0.1:{(Path(folder) / 'port').read_text()}/"


def kill(folder):
    """The process is gone, once this returns."""
    pid = pid_of(folder)
    os.kill(pid, signal.SIGKILL)
    while alive(pid):
        time.sleep(0.005)


def freeze(folder):
    """The process stands still."""
    os.kill(pid_of(folder), signal.SIGSTOP)


def dawdle(folder, seconds):
    """Break it, then stay busy for long."""
    kill(folder)
    time.sleep(seconds)


def deaf(folder, seconds):
    """Break it, then stay busy for long, and hear no signal."""
    kill(folder)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    time.sleep(seconds)


def slow(folder, seconds):
    """Every answer takes longer."""
    with urlopen(f"{url_of(folder)}slow?by={seconds}", timeout=5):
        pass


def heal(folder):
    """Whatever was done is put right: what lacks is started, what stands goes on, what dawdles is quick."""
    note = Path(folder) / "healed"
    with note.open("a") as file:
        file.write("healed\n")
    pid = pid_of(folder)
    if alive(pid):
        os.kill(pid, signal.SIGCONT)
        slow(folder, 0)
        return
    start(folder)


def cannot(folder):
    raise RuntimeError(f"{Path(folder).name} cannot be healed")


def alive(pid):
    """Whether a process runs; one that has ended and was not fetched does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def start(folder):
    """Start the shop and wait until it answers."""
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in range(3)]
    os.posix_spawn(
        sys.executable,
        [sys.executable, str(SHOP), str(folder)],
        os.environ,
        file_actions=nowhere,
        setsid=True,
    )
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError, ValueError), urlopen(url_of(folder), timeout=5):
            return
        time.sleep(0.02)
    raise RuntimeError("the shop does not answer within 60 s of its start")


def note_record(folder, data):
    """How many undo records there are while an action runs."""
    del folder
    return len(list(Path(data).glob("*.undo")))


def loud(folder):
    """Write to standard output as a careless extension does."""
    del folder
    os.write(1, b'{"said": "over"}\n')
    sys.stdout.write("a line\n")
    return "said"


def leave(folder):
    del folder
    sys.exit(3)


def nap(folder, seconds):
    del folder
    time.sleep(seconds)


def talk(folder):
    del folder
    return "x" * 1_000_000


def block(folder):
    (Path(folder) / "blocked").touch()


def waits(folder):
    """A probe without a time limit of its own."""
    while (Path(folder) / "blocked").exists():
        time.sleep(0.02)
    return True


def heal_if_asked(folder):
    """A rollback that fails until somebody has done something first."""
    if not (Path(folder) / "asked").exists():
        raise RuntimeError("nobody asked")
    heal(folder)
