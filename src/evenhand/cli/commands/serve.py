"""`evenhand serve`: answer requests, over TLS with a certificate, else to this machine alone."""

import argparse
import ipaddress
import logging
import os
import sys
from pathlib import Path

NAME = "serve"
HELP = "answer requests"
EXAMPLE = "evenhand serve --host 0.0.0.0 --port 443 --certificate fullchain.pem --key privkey.pem"
NEEDS_DJANGO = True

HIGHEST_PORT = 65_535
MOST_PROCESSES = 6
# One thread each: a second would take the interpreter from the one that holds the database's lock for writing.
THREADS = 1
SERVER_LOG = "_granian"


def processes() -> int:
    """How many processes serve by default: two more than there are processors, since some always wait for the disk."""
    return min(MOST_PROCESSES, (os.cpu_count() or 1) + 2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Address, certificate and the number of processes and threads."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine alone)"
    )
    parser.add_argument("--port", type=port_number, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--certificate", type=Path, help="certificate chain, PEM; needed beyond this machine")
    parser.add_argument("--key", type=Path, help="the certificate's private key, PEM")
    parser.add_argument(
        "--workers",
        type=int,
        default=processes(),
        help="processes (default: two more than processors, up to six)",
    )
    parser.add_argument(
        "--threads", type=int, default=THREADS, help=f"threads in each process (default {THREADS})"
    )


def run(args: argparse.Namespace) -> int:
    """Collect the static files where they are served by digest, then serve until told to stop."""
    problem = refusal(args.host, args.certificate, args.key)
    if problem:
        print(f"evenhand serve: {problem}", file=sys.stderr)
        return 2
    collect_static()
    tell_the_first_code()
    serve(args)
    return 0


def refusal(host: str, certificate: Path | None, key: Path | None) -> str:
    """Why this address may not be served so, or nothing: pupils' records never cross a network in clear."""
    if bool(certificate) != bool(key):
        return "--certificate and --key go together."
    for path in filter(None, (certificate, key)):
        if not path.is_file():
            return f"{path} is not a file."
    if certificate is None and not is_this_machine(host):
        return f"{host} can be reached from elsewhere: give --certificate and --key, or listen on 127.0.0.1."
    return ""


def is_this_machine(host: str) -> bool:
    """Whether only programs on this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def port_number(text: str) -> int:
    """A port, as argparse reads it."""
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: write a number from 1 to {HIGHEST_PORT}")
    return number


def collect_static() -> None:
    """Gather the static files under their digests, for settings that serve them so."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.STORAGES["staticfiles"] == settings.MANIFEST_STATIC:
        # The sheet of font faces is a part of the stylesheet, and its addresses count from there.
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["faces.css"])


def tell_the_first_code() -> None:
    """While nobody has an account, say where the first is made and with which code."""
    from django.db import DatabaseError

    from evenhand.apps.access import first

    try:
        is_open = first.is_open()
    except DatabaseError:
        print("The database is not ready: run evenhand migrate first.", file=sys.stderr)
        return
    if is_open:
        print(
            f"Nobody has an account yet. Open /setup/first/ with the code {first.first_code()}.", flush=True
        )


def is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the server's log says what we did not choose: one process more than processors is meant."""
    return "higher than the amount of CPU cores" not in record.getMessage()


def serve(args: argparse.Namespace) -> None:
    """Run the server in this process until it is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces

    from evenhand.web.warming import warm

    warm()
    if args.workers <= processes():
        logging.getLogger(SERVER_LOG).addFilter(is_news)
    Granian(
        "evenhand.web.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=args.threads,
        websockets=False,
        respawn_failed_workers=True,
        ssl_cert=args.certificate,
        ssl_key=args.key,
    ).serve()
