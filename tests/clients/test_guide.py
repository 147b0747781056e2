"""The pages of the guide, pasted block by block as printed there, in bash, zsh and fish.

Every page has its row: what the reader has in the folder, and which blocks no test can run, with the reason. A page or a
block that is in no row fails."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader import ROOT, SHELLS, Reader, blocks_of
from server import BINARY, Server

GUIDE = ROOT / "docs/guide"
DEMO_WORLD = ROOT / "examples/two-accounts.toml"
CERTIFICATE = Path(__file__).parent / "certificate"


def nothing(home: Path) -> None:
    """The page needs nothing in the folder but the examples."""


def world_of(page: str) -> Callable[[Path], None]:
    """The world file that the page shows first, as `world.toml`."""

    def prepare(home: Path) -> None:
        shown, *_ = blocks_of(f"docs/guide/{page}", "toml")
        (home / "world.toml").write_text(shown)

    return prepare


def stopped_server(home: Path) -> None:
    """A data directory of the demo's world whose server is stopped, and a certificate."""
    demo = Server(home, "--world", DEMO_WORLD, world=None).start()
    assert demo.stop() == 0
    for file in ("cert.pem", "key.pem"):
        shutil.copy(CERTIFICATE / file, home)


def stopped_world(home: Path) -> None:
    """The page's world file, and a data directory that it was applied to."""
    world_of("world.md")(home)
    served = Server(home, "--world", home / "world.toml", world=None).start()
    assert served.stop() == 0


def a_case(home: Path) -> None:
    """The case that the page shows, on one line as the page asks, in the files that it names."""
    case = json.dumps(json.loads(blocks_of("docs/guide/eval.md", "json")[0]))
    (home / "policies").mkdir()
    for file in ("cases.jsonl", "policies/more.jsonl"):
        (home / file).write_text(case + "\n")


def access_tests(home: Path) -> None:
    """The example of the page, and the same in a folder of tests."""
    shutil.copytree(ROOT / "examples/access-tests", home, dirs_exist_ok=True)
    shutil.copytree(ROOT / "examples/access-tests", home / "access")


def policies(home: Path) -> None:
    """A git repository with a folder of policies that have findings, a trust policy, and an older and a newer policy."""
    shutil.copytree(ROOT / "examples/access-tests/policies", home / "policies")
    for file in ("trust.json", "old.json", "new.json"):
        shutil.copy(home / "policies/deploy-trust.json", home / file)
    author = ["-c", "user.name=reader", "-c", "user.email=reader@example.com", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "policies"], [*author, "commit", "-qm", "Add policies"]):
        subprocess.run(["git", *arguments], cwd=home, check=True, timeout=60)


@dataclass(frozen=True)
class Page:
    """How a page is read."""

    prepare: Callable[[Path], None] = nothing
    # A server of the demo's world runs meanwhile, on ./data.
    demo: bool = False
    # What the reader has called before, with the profiles of the demo.
    before: tuple[str, ...] = ()
    # The reader has one shell for the whole page: what is exported stays.
    one_shell: bool = False
    # The first words of blocks that are not run, and why.
    not_run: dict[str, str] = field(default_factory=dict)


DENIED = "aws s3 ls s3://prod-reports --profile rolecall-role || true\n"

PAGES = {
    "cloudtrail.md": Page(demo=True, one_shell=True),
    "console.md": Page(
        not_run={
            "rolecall serve": "listens on a port of its own choice; test_console.py starts a console on a free one",
            "rolecall root-password": "asks for a password on a terminal; tests/cli/root_password.rs types one",
            "rolecall console": "needs a server with a console; test_console.py has one",
            "aws uxc": "needs a server; test_uxc.py calls it",
            "curl -G": "needs temporary credentials; test_console.py makes a link with some",
        }
    ),
    "cross-account.md": Page(demo=True),
    "delegation.md": Page(not_run={"rolecall serve": "needs the providers of the page; test_delegation.py declares some"}),
    "eval.md": Page(prepare=a_case),
    "federation.md": Page(demo=True, one_shell=True, not_run={"curl -sS https://token": "needs the Internet"}),
    "getting-started.md": Page(prepare=world_of("getting-started.md"), one_shell=True),
    "install.md": Page(
        not_run={
            "cargo install": "builds the program for minutes; packaging/check says what a package lacks",
            "docker": "needs docker; packaging/check runs the steps of the Dockerfile",
            "packaging/build": "writes to / as root and needs systemd; packaging/check builds into a folder of its own",
        }
    ),
    "lint.md": Page(prepare=policies, demo=True, not_run={"terraform": "needs terraform"}),
    "log.md": Page(demo=True, before=(DENIED,)),
    "operations.md": Page(
        prepare=stopped_server,
        not_run={"rolecall revoke": "names a session that exists for its caller alone; tests/cli has one of its own"},
    ),
    "organizations.md": Page(demo=True, one_shell=True),
    "saml.md": Page(
        demo=True,
        one_shell=True,
        not_run={"aws sts assume-role-with-saml": "needs a document that a provider has just signed; test_saml.py signs one"},
    ),
    "simulate.md": Page(demo=True),
    "test.md": Page(prepare=access_tests),
    "why.md": Page(demo=True, before=(DENIED, DENIED, DENIED)),
    "world.md": Page(prepare=stopped_world),
}


def needed(block: str) -> str | None:
    """A program that the block calls and this machine lacks."""
    return next((it for it in ("jq", "curl", "man") if re.search(rf"\b{it} -", block) and not shutil.which(it)), None)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("shell", SHELLS)
def test_every_block_runs(tmp_path, shell, page):
    row = PAGES[page]
    home = tmp_path / "reader"
    home.mkdir()
    demo = Server(home, "--world", DEMO_WORLD, world=None).start() if row.demo else None
    reader = Reader(shell, home, demo)
    if demo is not None:
        reader.environment |= {"AWS_CONFIG_FILE": str(home / "examples/aws-config"), "AWS_PROFILE": "rolecall-dev"}
    try:
        row.prepare(home)
        for call in row.before:
            subprocess.run(["bash", "-c", call], env=reader.environment, cwd=home, capture_output=True, timeout=120)
        read(reader, page, row)
    finally:
        reader.leave()
        if demo is not None:
            demo.kill()


def read(reader: Reader, page: str, row: Page) -> None:
    unused = set(row.not_run)
    for block in blocks_of(f"docs/guide/{page}"):
        reason = next((words for words in row.not_run if block.startswith(words)), None)
        if reason is not None:
            unused.discard(reason)
        elif block.startswith("rolecall serve "):
            reader.serve(block)
        elif "--data " in block and not row.demo and reader.terminal is not None:
            # These need the server to be stopped, and the page says so.
            reader.leave()
            reader.works(block, in_one_shell=row.one_shell)
        elif needed(block) is None:
            reader.works(block, in_one_shell=row.one_shell)
    assert not unused, f"no block of {page} begins with {unused}"
    for block in blocks_of(f"docs/guide/{page}", "python"):
        subprocess.run([sys.executable, "-c", reader.here(block)], env=reader.environment, check=True, timeout=60)


def test_every_page_is_read():
    """A page with a block for a shell is in the table."""
    pages = {page.name for page in GUIDE.glob("*.md") if blocks_of(f"docs/guide/{page.name}")}
    assert pages == PAGES.keys()


@pytest.mark.parametrize("file", [DEMO_WORLD, "world.md"])
def test_the_world_files_are_correct(tmp_path, file):
    if file == "world.md":
        world_of("world.md")(tmp_path)
        file = tmp_path / "world.toml"
    done = subprocess.run([BINARY, "world", "check", file], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
