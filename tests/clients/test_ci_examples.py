"""The examples for CI servers, `examples/ci`: what they say is what the program takes, and their scripts work as they stand."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml  # of awscli

from server import BINARY

ROOT = Path(__file__).parents[2]
# Steps that fetch what a test has already.
FETCHES = re.compile(r"apt-get|cargo install")


def github() -> tuple[dict, list[str]]:
    """Variables and scripts, in order."""
    workflow = yaml.safe_load((ROOT / "examples/ci/github-actions.yml").read_text())
    (job,) = workflow["jobs"].values()
    return workflow["env"], [step["run"] for step in job["steps"] if "run" in step]


def gitlab() -> tuple[dict, list[str]]:
    (job,) = yaml.safe_load((ROOT / "examples/ci/gitlab-ci.yml").read_text()).values()
    # What comes before and what is tested share a shell, and what comes after has its own.
    return job["variables"], ["\n".join(job["before_script"] + job["script"]), "\n".join(job["after_script"])]


EXAMPLES = pytest.mark.parametrize("example", [github, gitlab])


def rolecall(*words: str) -> str:
    return subprocess.run([BINARY, *words], capture_output=True, text=True, check=True, timeout=60).stdout


def calls(script: str) -> list[list[str]]:
    """The command lines of rolecall in a script."""
    lines = script.replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("rolecall ")]


@EXAMPLES
def test_commands_and_options_exist(example):
    found = [call for script in example()[1] for call in calls(script)]
    assert {call[0] for call in found} == {"serve", "test"}
    commands = re.findall(r"(?m)^  ([a-z]+)  ", rolecall("--help"))
    for command, *words in found:
        assert command in commands
        options = set(re.findall(r"--[a-z][a-z0-9-]*", rolecall(command, "--help")))
        assert {word for word in words if word.startswith("--")} <= options, command
    for file in {word for call in found for word in call if word.startswith("examples/")}:
        assert (ROOT / file).is_file(), file


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@EXAMPLES
def test_the_scripts_work(example, tmp_path):
    variables, scripts = example()
    ports = {"4600": str(free_port()), "4609": str(free_port())}

    def moved(text: str) -> str:
        return re.sub("4600|4609", lambda port: ports[port[0]], text)

    programs, work, home = tmp_path / "bin", tmp_path / "work", tmp_path / "home"
    for folder in (programs, home):
        folder.mkdir()
    (programs / "rolecall").symlink_to(BINARY.resolve())
    shutil.copytree(ROOT / "examples", work / "examples")
    environment = {name: moved(value) for name, value in variables.items()}
    path = os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment |= {"PATH": path, "HOME": str(home), "RUNNER_TEMP": str(tmp_path)}
    try:
        for script in scripts:
            script = "\n".join(line for line in script.splitlines() if not FETCHES.search(line))
            done = subprocess.run(
                ["bash", "-e", "-o", "pipefail", "-c", moved(script)],
                env=environment, cwd=work, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
            )
            assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    finally:
        if (tmp_path / "rolecall.pid").exists():
            pid = (tmp_path / "rolecall.pid").read_text().strip()
            # Stopped by the example already, if it came so far.
            subprocess.run(["kill", pid], capture_output=True)
    report = ElementTree.parse(work / "access-tests.xml").getroot()
    assert report.tag == "testsuites" and report.get("failures") == "0", report.attrib
    assert (tmp_path / "rolecall" / "master.key").exists()
