"""A fresh server for each module; each test makes its own users, roles and buckets under names nobody else uses."""

import itertools

import pytest

from actors import Actor, CommandLine, root_of
from server import BINARY, DEV, PROD, Server


def pytest_report_header():
    return f"rolecall: {BINARY}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("rolecall")).start()
    yield running
    if running.process is not None:
        assert running.process.poll() is None, f"the server died:\n{running.errors()}"
        assert running.stop() == 0, running.errors()
    assert "panicked" not in running.errors(), running.errors()


@pytest.fixture
def own_server(tmp_path):
    """A server for one test alone: not yet started, killed at the end if it still runs."""
    alone = Server(tmp_path)
    yield alone
    if alone.process is not None:
        alone.kill()
    assert "panicked" not in alone.errors(), alone.errors()


@pytest.fixture(scope="module")
def dev(server) -> Actor:
    """Root of the account dev, 111111111111."""
    return root_of(server, DEV)


@pytest.fixture(scope="module")
def prod(server) -> Actor:
    """Root of the account prod, 222222222222."""
    return root_of(server, PROD)


_numbers = itertools.count(1)


@pytest.fixture
def name():
    """Names nobody else uses: name("user") is user-7 once and never again."""
    return lambda kind: f"{kind}-{next(_numbers)}"


@pytest.fixture
def aws(server, tmp_path):
    """An aws command line: aws(keys) has them exported."""
    homes = itertools.count(1)
    return lambda keys=None: CommandLine(server, tmp_path / f"home{next(homes)}", keys)
