"""Try docker-compose.yml without a container engine.

Each service's own command runs with its own environment, in the file's order, on a scratch
PostgreSQL cluster and a scratch Redis: only addresses and folders are changed. It then logs in,
opens a page, has background work done, asks every health check, looks at what the application's
role may do, and stops everything. Nothing is left behind.
"""

import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg2
from compose_file import ROOT, Service, image, required_variables, services
from psycopg2.errors import InsufficientPrivilege
from serve import free_port

HOST = "renda.example.cn"


class Failed(Exception):
    """The stack did not do what it should."""


def check(fact: bool, what: str) -> None:
    """Say what holds; end when it doesn't."""
    if not fact:
        raise Failed(what)
    print(f"  ok  {what}", flush=True)


class Stack:
    """The services of the file as local processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {"postgres": free_port(), "redis": free_port(), "web": free_port()}
        values = {name: secrets.token_hex(16) for name in required_variables()}
        values |= {
            "ALLOWED_HOSTS": HOST,
            "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
            "SITE_URL": f"https://{HOST}",
            "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        }
        self.services = services(values)
        self.image_environment, self.image_command = image()
        self.processes: dict[str, subprocess.Popen] = {}

    # --- what changes between a container and this machine --------------------------------------

    def local(self, text: str, service: str) -> str:
        """``text`` with this machine's addresses and folders."""
        text = text.replace("@postgres:5432/", f"@127.0.0.1:{self.ports['postgres']}/")
        text = text.replace("@redis:6379/", f"@127.0.0.1:{self.ports['redis']}/")
        text = text.replace("0.0.0.0:8000", f"127.0.0.1:{self.ports['web']}")
        places = {
            "/data": self.folder / "data",
            "/app/static-collected": self.folder / "static",
            "/tmp": self.folder / f"{service}-tmp",
        }
        path = re.compile(rf"(?:^|(?<=\s))({'|'.join(places)})\b")
        return path.sub(lambda match: str(places[match[1]]), text)

    def environment(self, service: Service) -> dict[str, str]:
        """The service's environment and nothing of this shell's."""
        given = self.image_environment | service.environment
        given = {key: self.local(value, service.name) for key, value in given.items()}
        return given | {
            "PATH": f"{Path(sys.executable).parent}:{os.defpath}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "HOSTNAME": socket.gethostname(),
            "PGPORT": str(self.ports["postgres"]),
            "PORT": str(self.ports["web"]),
        }

    # --- starting and asking --------------------------------------------------------------------

    def start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """Start a process in its own session, its output in a file."""
        (self.folder / f"{name}-tmp").mkdir(exist_ok=True)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def run(self, service: Service, command: list[str]) -> str:
        """Run a command to its end in a service's environment; its output."""
        result = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(service),
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if result.returncode:
            raise Failed(f"{' '.join(command)}:\n{result.stdout}")
        return result.stdout

    def is_healthy(self, service: Service) -> bool:
        """The answer of the service's own health check."""
        kind, *command = (self.local(word, service.name) for word in service.healthcheck)
        if kind == "CMD-SHELL":
            command = ["sh", "-c", *command]
        if command[0] == "redis-cli":
            command[1:1] = ["-p", str(self.ports["redis"])]
        answer = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(service),
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return answer.returncode == 0

    def wait_until_healthy(self, name: str, seconds: float = 60.0) -> None:
        """Ask until the health check is content."""
        started = time.monotonic()
        while not self.is_healthy(self.services[name]):
            process = self.processes.get(name)
            if process and process.poll() is not None:
                raise Failed(f"{name} ended with {process.returncode}")
            if time.monotonic() - started > seconds:
                raise Failed(f"{name} is not healthy after {seconds:.0f} s")
            time.sleep(0.5)
        check(True, f"{name} is healthy")

    def stop(self) -> None:
        """End everything, the last started first."""
        for process in reversed(self.processes.values()):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    # --- the services, each in its own way ------------------------------------------------------

    def start_postgres(self) -> None:
        """A cluster of its own, made as the image makes it, with the mounted script run."""
        service = self.services["postgres"]
        binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parts[-2]))
        cluster, password = self.folder / "cluster", self.folder / "password"
        password.write_text(service.environment["POSTGRES_PASSWORD"])
        cluster.mkdir()
        owner = []
        if os.geteuid() == 0:
            owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            for path in (self.folder, cluster, password):
                shutil.chown(path, "postgres")
        options = ["-U", "postgres", "--pwfile", str(password), "-E", "UTF8", "--no-sync"]
        authentication = ["--auth-local=trust", "--auth-host=scram-sha-256"]
        initdb = [*owner, str(binaries / "initdb"), "-D", str(cluster), *options, *authentication]
        subprocess.run(initdb, check=True, cwd="/", stdout=subprocess.DEVNULL)
        sockets = {"-k": self.folder, "-p": self.ports["postgres"], "-h": "127.0.0.1"}
        arguments = [str(word) for pair in sockets.items() for word in pair]
        server = [*owner, str(binaries / "postgres"), "-D", str(cluster), *arguments]
        self.start("postgres", server, {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"})
        self.wait_for_port("postgres")
        (script,) = [
            volume.split(":")[0] for volume in service.volumes if "/docker-entrypoint" in volume
        ]
        inside = self.environment(service) | {"PGHOST": str(self.folder)}
        create = ["createdb", "-U", "postgres", service.environment["POSTGRES_DB"]]
        for command in (create, [str(ROOT / script)], [str(ROOT / script)]):
            subprocess.run(command, check=True, cwd=ROOT, env=inside)
        self.wait_until_healthy("postgres")

    def wait_for_port(self, name: str) -> None:
        """Wait until somebody listens."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.ports[name])) == 0:
                    return
            time.sleep(0.1)
        raise Failed(f"{name} does not listen")

    def start_service(self, name: str) -> None:
        """Run the file's command with the file's environment."""
        service = self.services[name]
        command = [self.local(word, name) for word in service.command or self.image_command]
        if name == "redis":
            command += ["--port", str(self.ports["redis"]), "--dir", str(self.folder)]
        self.start(name, command, self.environment(service))

    def up(self) -> None:
        """Everything, in the order of ``depends_on``."""
        for name, service in self.services.items():
            if name == "postgres":
                self.start_postgres()
            elif name == "migrate":
                self.run(service, [self.local(word, name) for word in service.command])
                check(True, "migrate has run as the owner of the tables")
                self.run(service, ["python", "manage.py", "collectstatic", "--noinput"])
            else:
                self.start_service(name)
                if name == "redis":
                    self.wait_until_healthy(name)
        for name in ("web", "worker", "beat"):
            self.wait_until_healthy(name)


class Browser:
    """Keeps cookies and comes, as behind the TLS proxy, by https."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict | None = None) -> tuple[int, str, str]:
        """One request: status, where it sends us, body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Referer": f"https://{HOST}{path}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        body = response.read().decode(errors="replace")
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
            check("secure" in cookie.lower(), f"cookie {name} is sent over https only")
        connection.close()
        return response.status, response.getheader("Location", ""), body


def try_pages(stack: Stack) -> None:
    """Log in as the clerk, read the workbench and a file of its page."""
    web = stack.services["web"]
    accounts = stack.run(web, ["python", "manage.py", "load_demo", "--in-production"])
    check("clerk" in accounts, "the application's role has loaded the demo year")
    password = re.search(r"密码都是 (\S+?)）", accounts)[1]
    browser = Browser(stack.ports["web"])
    status, _, page = browser.ask("GET", "/login/")
    check(status == 200, "the login page opens")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    form = {"csrfmiddlewaretoken": token, "username": "clerk", "password": password}
    status, where, _ = browser.ask("POST", "/login/", form)
    check((status, where) == (302, "/"), "the clerk logs in")
    status, _, page = browser.ask("GET", "/")
    check(status == 200 and "练溪镇" in page, "the workbench opens")
    style = re.search(r'href="(/static/css/theme\.[0-9a-f]+\.css)"', page)[1]
    status, _, _ = browser.ask("GET", style)
    check(status == 200, f"{style} is served")


def try_walls(stack: Stack) -> None:
    """What the application's role may not do."""
    url = urlsplit(stack.environment(stack.services["web"])["DATABASE_URL"])
    with contextlib.closing(psycopg2.connect(url.geturl())) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        check(cursor.fetchone() == (False, False), f"{url.username} is no superuser")
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        check(cursor.fetchall() == [("renda_owner",)], "every table belongs to renda_owner")
        refused = True
        for statement in ("CREATE TABLE intruder ()", "ALTER TABLE core_unit DISABLE TRIGGER ALL"):
            with contextlib.suppress(InsufficientPrivilege):
                cursor.execute(statement)
                refused = False
        check(refused, f"{url.username} can change no table")
        cursor.execute("SELECT count(*) FROM core_unit")
        check(cursor.fetchone() == (0,), "outside a township no row is to be seen")


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that the database's own user may enter; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="renda-smoke-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def interrupted(number: int, frame: object) -> None:
    """End through the clean-up when asked to stop."""
    raise KeyboardInterrupt


def main() -> int:
    """Bring the stack up, try it, take it down; 0 when everything held."""
    signal.signal(signal.SIGTERM, interrupted)
    with scratch_folder() as folder:
        (folder / "data" / "media").mkdir(parents=True)
        stack = Stack(folder)
        try:
            stack.up()
            try_pages(stack)
            probe = ["python", "scripts/compose_probe.py"]
            print(stack.run(stack.services["worker"], probe), end="")
            check(True, "worker and beat do their work over Redis")
            try_walls(stack)
        except (Failed, subprocess.CalledProcessError) as error:
            print(f"FAILED  {error}", file=sys.stderr)
            for log in sorted(folder.glob("*.log")):
                print(f"--- {log.name}", file=sys.stderr)
                print(
                    "\n".join(log.read_text(errors="replace").splitlines()[-30:]), file=sys.stderr
                )
            return 1
        finally:
            stack.stop()
        codes = {name: process.returncode for name, process in stack.processes.items()}
        check(set(codes.values()) == {0}, f"everything has stopped in order: {codes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
