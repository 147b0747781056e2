"""The server under test: the real program, its own data directory, a free port, two accounts with known root keys."""

import os
import queue
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

BINARY = Path(os.environ.get("ROLECALL_BIN", Path(__file__).parents[2] / "target/debug/rolecall"))
READY = "rolecall is listening on "
READY_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Keys:
    """What signs a request. `token` is set for temporary credentials."""

    id: str
    secret: str
    token: str | None = None

    @staticmethod
    def of(credentials: dict) -> "Keys":
        """From the Credentials block of an STS answer, or the AccessKey block of CreateAccessKey."""
        return Keys(credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials.get("SessionToken"))


@dataclass(frozen=True)
class Account:
    id: str
    name: str
    root: Keys

    def arn(self, resource: str) -> str:
        return f"arn:aws:iam::{self.id}:{resource}"


DEV = Account("111111111111", "dev", Keys("AKIAIOSFODNN7DEVROOT", "devdevdevdevdevdevdevdevdevdevdevdevdev1"))
PROD = Account("222222222222", "prod", Keys("AKIAIOSFODNN7PRDROOT", "prdprdprdprdprdprdprdprdprdprdprdprdprd1"))

WORLD = "\n".join(
    f'[[account]]\nid = "{a.id}"\nname = "{a.name}"\n'
    f'root_access_key = {{ id = "{a.root.id}", secret = "{a.root.secret}" }}\n'
    for a in (DEV, PROD)
)


class Server:
    """One running rolecall. `start` returns when the program says that it listens; there are no waits on a clock."""

    def __init__(self, home: Path, *options: str | Path, data: Path | None = None, world: str | None = WORLD):
        self.home = home
        self.data = data or home / "data"
        self.log = home / "server.log"
        self.listen = ("--listen", "127.0.0.1:0")
        self.options = list(options)
        if world is not None:
            (home / "world.toml").write_text(world)
            self.options += ["--world", home / "world.toml"]
        self.process: subprocess.Popen | None = None
        self.endpoint = ""
        self.output: list[str] = []

    def start(self) -> "Server":
        assert self.process is None, "already running"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [BINARY, "serve", "--data", self.data, *self.listen, *self.options],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        lines: queue.Queue[str | None] = queue.Queue()
        self.output = []

        def read(stream=self.process.stdout, said=self.output):
            for line in stream:
                said.append(line)
                lines.put(line)
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        while True:
            line = lines.get(timeout=READY_WITHIN_SECONDS)
            assert line is not None, f"the server ended before it listened:\n{''.join(self.output)}{self.errors()}"
            if line.startswith(READY):
                self.endpoint = line.removeprefix(READY).strip()
                return self

    def stop(self) -> int:
        """Asks it to end, as Ctrl-C or a service manager does; returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.process = None
        return code

    def kill(self) -> None:
        """kill -9: no chance to tidy up."""
        self.process.kill()
        self.process.wait(timeout=30)
        self.process = None

    def errors(self) -> str:
        return self.log.read_text(errors="replace") if self.log.is_file() else ""

    def memory(self, field: str) -> int:
        """Bytes of VmRSS (now) or VmHWM (highest so far) of the process."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
        raise AssertionError(f"no {field} in /proc")

    def address(self) -> tuple[str, int]:
        host, port = self.endpoint.split("://")[1].rsplit(":", 1)
        return host, int(port)
