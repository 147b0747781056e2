"""Somebody who reads a page of the documents and pastes its blocks into a shell, one after the other."""

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from actors import CommandLine
from server import BINARY, READY, READY_WITHIN_SECONDS, Server

ROOT = Path(__file__).parents[2]
# Where the documents say that a server listens, and its admin listener.
LISTEN, ADMIN = "127.0.0.1:4600", "127.0.0.1:4609"
ADMIN_READY = "health, readiness and metrics are on "

SHELLS = [
    pytest.param(shell, marks=pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed"))
    for shell in ("bash", "zsh", "fish")
]


def blocks_of(page: str, kind: str = "sh") -> list[str]:
    """The blocks of one kind, in order. The page is named from the root of the repository."""
    return re.findall(rf"^```{kind}\n(.*?)^```", (ROOT / page).read_text(), re.DOTALL | re.MULTILINE)


def sections(page: str) -> list[list[str]]:
    """The sh blocks of a page, by the second-level headings that they stand under."""
    parts = re.split(r"^## ", (ROOT / page).read_text(), flags=re.MULTILINE)
    return [re.findall(r"```sh\n(.*?)```", part, re.DOTALL) for part in parts]


class Terminal:
    """A terminal in which a server runs that a block has started."""

    def __init__(self, shell: str, line: str, environment: dict, home: Path):
        self.process = subprocess.Popen(
            [shell, "-c", f"exec {line}"],
            env=environment,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines: queue.Queue[str | None] = queue.Queue()
        said: list[str] = []

        def read(stream=self.process.stdout):
            for line in stream:
                lines.put(line)
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        self.addresses: dict[str, str] = {}
        awaited = {LISTEN: READY} | ({ADMIN: ADMIN_READY} if "--admin-listen" in line else {})
        while awaited.keys() - self.addresses.keys():
            told = lines.get(timeout=READY_WITHIN_SECONDS)
            assert told is not None, f"{line}\n{''.join(said)}"
            said.append(told)
            for place, start in awaited.items():
                if told.startswith(start):
                    self.addresses[place] = told.removeprefix(start).strip().split("://")[1].split("/")[0]

    def ctrl_c(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=30) == 0


class Reader:
    """Somebody in a folder with the examples, with `rolecall` on the path and the built program where `make run` puts it."""

    def __init__(self, shell: str, home: Path, server: Server | None = None):
        self.shell, self.home = shell, home
        self.terminal: Terminal | None = None
        self.addresses = {LISTEN: "{}:{}".format(*server.address())} if server else {}
        shutil.copytree(ROOT / "examples", home / "examples")
        program = home / "target/release/rolecall"
        program.parent.mkdir(parents=True)
        program.symlink_to(BINARY)
        nowhere = Server(home, world=None) if server is None else server
        self.environment = CommandLine(nowhere, home).environment
        for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE"):
            self.environment.pop(name, None)
        self.environment |= {
            "HOME": str(home),
            "PATH": os.pathsep.join([str(program.parent), str(Path(sys.executable).parent), os.environ["PATH"]]),
        }
        if server:
            config = home / "examples/aws-config"
            config.write_text(self.here(config.read_text()))

    def here(self, text: str) -> str:
        """The text with the addresses that this test has, so that no test needs a port for itself."""
        for place, address in self.addresses.items():
            text = text.replace(place, address)
            text = text.replace("localhost:" + place.rpartition(":")[2], address)
        return text

    def paste(self, *blocks: str) -> subprocess.CompletedProcess:
        """Each line must be understood by an interactive shell: zsh takes no comments there."""
        text = "".join(blocks)
        assert not re.search(r"^[^'\"\n]*#", text, re.MULTILINE), f"a comment breaks zsh\n{text}"
        if self.shell == "fish":
            text = "\n".join(f"{line}\nor exit" for line in text.splitlines() if line.strip())
        flags = {"bash": ["-e", "-c"], "zsh": ["-f", "-e", "-c"], "fish": ["--no-config", "-c"]}[self.shell]
        return subprocess.run(
            [self.shell, *flags, self.here(text)],
            env=self.environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def works(self, *blocks: str, in_one_shell: bool = False) -> str:
        """What the blocks print. In one shell, what they export is there for the next ones."""
        exports = self.home / ".exports"
        done = self.paste(*blocks, *([f"env -0 > {exports}\n"] if in_one_shell else []))
        assert done.returncode == 0, f"{blocks}\n{done.stdout}{done.stderr}"
        if in_one_shell:
            pairs = (pair.partition("=") for pair in exports.read_text().split("\0") if pair)
            self.environment = {name: value for name, _, value in pairs}
        return done.stdout

    def serve(self, block: str) -> None:
        """A block that starts a server: it runs until the next one is started, or the page is at its end."""
        self.leave()
        (line,) = block.splitlines()
        line = re.sub(r"(--listen [0-9.]+|--admin-listen [0-9.]+):\d+", r"\1:0", line)
        if " --listen " not in line:
            line += " --listen 127.0.0.1:0"
        self.terminal = Terminal(self.shell, line, self.environment, self.home)
        told = self.terminal.addresses.items()
        self.addresses = {place: address.replace("0.0.0.0", "127.0.0.1") for place, address in told}

    def leave(self) -> None:
        if self.terminal is not None:
            terminal, self.terminal = self.terminal, None
            terminal.ctrl_c()
