"""The README's five minutes, command by command as printed there, in two shells."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from actors import CommandLine, refused, request_id, root_of
from server import BINARY, DEV, PROD

ROOT = Path(__file__).parents[2]


def blocks_after(heading: str) -> list[str]:
    """The sh blocks between one bold or second-level heading of the README and the next."""
    readme = (ROOT / "README.md").read_text()
    begin = readme.index(heading)
    rest = readme[begin + len(heading) :]
    end = re.search(r"\n(\*\*Terminal|## )", rest)
    return re.findall(r"```sh\n(.*?)```", rest[: end.start() if end else None], re.DOTALL)


@pytest.mark.skipif(not shutil.which("bash"), reason="the README's commands are for bash")
def test_five_minutes(own_server, tmp_path):
    own_server.start()
    prod = CommandLine(own_server, tmp_path / "prod", PROD.root)
    dev = CommandLine(own_server, tmp_path / "dev", DEV.root)

    def bash(shell: CommandLine, script: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["bash", "-c", script], env=shell.environment, cwd=shell.home, capture_output=True, text=True, timeout=120
        )

    (making,) = blocks_after("**Terminal 2, as prod**")
    done = bash(prod, "set -e\n" + making)
    assert done.returncode == 0, done.stderr
    user, crossing, why = blocks_after("**Terminal 3, as dev**")
    done = bash(dev, "set -e\n" + user + "set +e\n" + crossing)
    assert DEV.arn("user/crossAccountUser") in done.stdout, done.stdout + done.stderr
    assert "prod-reports" in done.stdout, done.stdout + done.stderr
    assert done.returncode != 0, "the last command is denied"
    assert "s3:ListBucket" in done.stderr and "no identity-based policy allows" in done.stderr
    # The words of `why`, on a request id of this server.
    with refused("NoSuchEntity") as caught:
        root_of(own_server, DEV).iam.get_user(UserName="nobody")
    words = why.strip().replace("target/release/rolecall", str(BINARY)).replace("--data data", f"--data {own_server.data}")
    done = bash(dev, words.replace("<request-id>", request_id(caught.value.response)))
    assert done.returncode == 0, done.stderr
    assert "iam:GetUser" in done.stdout


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
