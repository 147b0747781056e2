"""The README's five minutes, as printed there, in bash, zsh and fish; and what the documents promise of each other."""

import json
import re
import subprocess
import tomllib

import pytest

from reader import ROOT, SHELLS, Reader, sections
from server import Server


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
    reader = Reader(shell, tmp_path / "reader", demo_server)
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
    """The tables of decision 0002 name the crates of the root Cargo.toml, what the fuzz targets' workspace has more, and the
    packages of the console."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["dependencies"]
    fuzz = tomllib.loads((ROOT / "crates/policy/fuzz/Cargo.toml").read_text())["dependencies"]
    declared = {crate for crate in [*manifest, *fuzz] if not crate.startswith("rolecall")}
    page = (ROOT / "docs/decisions/0002-dependencies.md").read_text()
    crates, packages = page.split("\nThe console's page (`console/`)")
    explained = set(re.findall(r"^\| ([a-z0-9][a-z0-9_-]*) \| .+ \|$", crates, re.MULTILINE))
    assert declared == explained
    manifest = json.loads((ROOT / "console/package.json").read_text())
    rows = re.findall(r"^\| ([@a-z][^|]*) \| .+ \|$", packages, re.MULTILINE)
    assert {*manifest["dependencies"], *manifest["devDependencies"]} == {name for row in rows for name in row.split(", ")}


def test_each_decision_is_listed():
    folder = ROOT / "docs/decisions"
    index = (folder / "README.md").read_text()
    for page in folder.glob("0*.md"):
        assert f"({page.name})" in index, page.name
