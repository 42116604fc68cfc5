"""The check that times ``make run`` fails where a start does not answer or leaves something behind."""

import sys
from pathlib import Path

import pytest

from scripts.serve import ROOT

SERVER = """\
import http.server, os, signal, sys
signal.signal(signal.SIGINT, lambda *_: os._exit({code}))
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""


@pytest.fixture
def run_once(monkeypatch, tmp_path):
    """Start what a recipe says, beside a server that ends with ``code`` at Ctrl-C."""
    monkeypatch.syspath_prepend(ROOT / "scripts")
    import run_twice

    def run(recipe: str, code: int = 0) -> float:
        Path(tmp_path, "server.py").write_text(SERVER.format(code=code))
        Path(tmp_path, "Makefile").write_text(f"run:\n\t@{recipe}\n")
        return run_twice.run_once(tmp_path.resolve())

    yield run
    assert run_twice.processes_in(tmp_path.resolve()) == []


SERVE = f"exec {sys.executable} server.py"


def test_a_start_that_answers_and_stops_is_timed(run_once):
    assert run_once(SERVE) > 0


@pytest.mark.parametrize(
    ("recipe", "complaint"),
    [
        ("exit 3", "before it answered"),
        (f"setsid sleep 600 & {SERVE}", "left processes behind"),
    ],
)
def test_a_start_that_fails_or_leaves_something_behind_ends_the_check(run_once, recipe, complaint):
    with pytest.raises(SystemExit, match=complaint):
        run_once(recipe)
