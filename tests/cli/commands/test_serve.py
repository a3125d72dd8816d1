"""Without a certificate the server listens to this machine alone."""

import inspect
import logging
import re
from argparse import ArgumentParser
from functools import partial
from pathlib import Path

import pytest
from granian import log
from granian.server import common

from evenhand.cli.commands import serve


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """Some file."""
    path = tmp_path / "a.pem"
    path.touch()
    return path


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
def test_this_machine_needs_no_certificate(host: str) -> None:
    assert serve.refusal(host, None, None) == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.7", "school.example", "localhost.school.example"])
def test_any_other_address_needs_one(host: str, pem: Path) -> None:
    assert "--certificate and --key" in serve.refusal(host, None, None)
    assert serve.refusal(host, pem, pem) == ""


def test_a_certificate_needs_its_key_and_both_must_exist(pem: Path) -> None:
    assert "go together" in serve.refusal("0.0.0.0", pem, None)
    assert "go together" in serve.refusal("127.0.0.1", None, pem)
    assert "is not a file" in serve.refusal("0.0.0.0", pem, pem.with_name("absent.pem"))


def test_the_defaults_are_a_process_more_than_processors_of_one_thread_on_this_machine() -> None:
    parser = ArgumentParser()
    serve.add_arguments(parser)
    args = parser.parse_args([])
    assert (args.host, args.port, args.workers, args.threads) == ("127.0.0.1", 8000, serve.processes(), 1)


def test_a_refused_address_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    parser = ArgumentParser()
    serve.add_arguments(parser)
    assert serve.run(parser.parse_args(["--host", "0.0.0.0"])) == 2
    assert "can be reached from elsewhere" in capsys.readouterr().err


def test_a_default_number_of_processes_is_no_news_and_everything_else_is() -> None:
    """The server's own words, so that another wording in a later version is noticed."""
    source = inspect.getsource(common)
    meant = re.search(r"'(Configured number of workers [^']+)'", source)
    assert meant
    assert f"getLogger('{serve.SERVER_LOG}')" in inspect.getsource(log)
    said = partial(logging.LogRecord, serve.SERVER_LOG, logging.WARNING, "", 0, args=None, exc_info=None)
    assert not serve.is_news(said(msg=meant[1]))
    assert serve.is_news(said(msg="Worker-1 died"))
