"""The README's five minutes and blocks of the guide, as printed there, in bash and zsh."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from actors import CommandLine
from server import BINARY, Server

ROOT = Path(__file__).parents[2]


SHELLS = [
    pytest.param(shell, marks=pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed"))
    for shell in ("bash", "zsh")
]


def sections(page: str) -> list[list[str]]:
    """The sh blocks of a page, by the second-level headings that they stand under."""
    parts = re.split(r"^## ", (ROOT / page).read_text(), flags=re.MULTILINE)
    return [re.findall(r"```sh\n(.*?)```", part, re.DOTALL) for part in parts]


class Reader:
    """Somebody who pastes blocks of a page into a shell, in a folder with the examples."""

    def __init__(self, shell: str, server: Server, home: Path):
        self.shell, self.server, self.home = shell, server, home
        shutil.copytree(ROOT / "examples", home / "examples")
        config = home / "examples/aws-config"
        config.write_text(config.read_text().replace("http://127.0.0.1:4600", server.endpoint))
        program = home / "target/release/rolecall"
        program.parent.mkdir(parents=True)
        program.symlink_to(BINARY)
        self.environment = CommandLine(server, home).environment
        for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_CONFIG_FILE"):
            del self.environment[name]

    def paste(self, *blocks: str) -> subprocess.CompletedProcess:
        """Each line must be understood by an interactive shell: zsh takes no comments behind commands there."""
        text = "".join(blocks)
        assert not re.search(r"^[^'\"\n]*\s#", text, re.MULTILINE), "a comment behind a command breaks zsh"
        flags = ["-f", "-e", "-c"] if self.shell == "zsh" else ["-e", "-c"]
        return subprocess.run(
            [self.shell, *flags, text], env=self.environment, cwd=self.home, capture_output=True, text=True, timeout=120
        )

    def works(self, *blocks: str) -> str:
        done = self.paste(*blocks)
        assert done.returncode == 0, f"{blocks}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def demo_server(tmp_path):
    """A server with the world of `make run`."""
    server = Server(tmp_path, "--world", ROOT / "examples/two-accounts.toml", world=None).start()
    yield server
    if server.process is not None:
        server.kill()


@pytest.mark.parametrize("shell", SHELLS)
def test_five_minutes(demo_server, tmp_path, shell):
    """README.md, block by block as printed there."""
    reader = Reader(shell, demo_server, tmp_path / "reader")
    (walk,) = [blocks for blocks in sections("README.md") if any("make run" in block for block in blocks)]
    run, profiles, who, denied, why, change, reset = walk
    assert run == "make run\n"
    assert "AKIA" not in "".join(demo_server.output)
    told = reader.works(profiles, who)
    assert "arn:aws:iam::111111111111:user/crossAccountUser" in told and "prod-reports" in told
    done = reader.paste(profiles, denied)
    assert done.returncode != 0 and "s3:ListBucket" in done.stderr and "no identity-based policy allows" in done.stderr
    data = f"--data {demo_server.data}"
    told = reader.works(why.replace("--data data", data))
    assert "DENIED" in told and "s3:ListBucket" in told
    reader.works(profiles, change)
    assert demo_server.stop() == 0
    reader.works(reset.replace("--data data", data))
    assert not demo_server.data.exists()


@pytest.mark.parametrize("page", ["docs/guide/cross-account.md", "docs/guide/simulate.md"])
@pytest.mark.parametrize("shell", SHELLS)
def test_blocks_of_the_guide(demo_server, tmp_path, shell, page):
    """Every sh block runs, in order, on the world of `make run`."""
    reader = Reader(shell, demo_server, tmp_path / "reader")
    blocks = [block for section in sections(page) for block in section]
    assert blocks
    for block in blocks:
        reader.works('export AWS_CONFIG_FILE="$PWD/examples/aws-config"\n', block)


def test_the_world_of_the_guide(tmp_path):
    """The file that docs/guide/world.md shows is correct, and so is the demo's."""
    (shown,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/guide/world.md").read_text(), re.DOTALL)
    (tmp_path / "world.toml").write_text(shown)
    for file in (tmp_path / "world.toml", ROOT / "examples/two-accounts.toml"):
        done = subprocess.run([BINARY, "world", "check", file], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr


def test_the_menu():
    """`make` alone prints every target with a word about it."""
    shown = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "bench", "lint", "demo", "clean"):
        assert re.search(rf"^  make {target} ", shown, re.MULTILINE), shown


def test_links_lead_somewhere():
    """Relative links in the documents name files that exist."""
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        # What is in backquotes is code, such as the regular expressions of the specification.
        prose = re.sub(r"`[^`]*`", "", page.read_text())
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_each_dependency_has_its_reason():
    """The table of decision 0002 names the crates of the root Cargo.toml, and what the fuzz targets' workspace has more."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["dependencies"]
    fuzz = tomllib.loads((ROOT / "crates/policy/fuzz/Cargo.toml").read_text())["dependencies"]
    declared = {crate for crate in [*manifest, *fuzz] if not crate.startswith("rolecall")}
    table = (ROOT / "docs/decisions/0002-dependencies.md").read_text()
    explained = set(re.findall(r"^\| ([a-z0-9][a-z0-9_-]*) \| .+ \|$", table, re.MULTILINE))
    assert declared == explained


def test_each_decision_is_listed():
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text()
    for page in folder.glob("0*.md"):
        assert f"({page.name})" in index, page.name
