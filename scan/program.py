"""The program as those who attack it see it: started over a small made-up municipality, signed in to, and read through.

Nothing but Python's own library: `wapiti.py` and `fuzz.py` stand on it.
"""

import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

# Addresses that end the visit itself or send the visitor elsewhere: not followed when reading through.
LEAVES = re.compile(r"^/(assets|language|sign-in|sign-out)\b")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def setting(name):
    value = os.environ.get(name)
    if not value:
        raise SystemExit(f"{name} is not set; run this through `cargo xtask scan` or `cargo xtask fuzz`")
    return value


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Template:
    """A small municipality made once; every visitor gets a copy, so that nobody's changes spoil another's visit."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="naervaer-scan-"))
        with Program(self.folder / "first") as first:
            self.sign_ins = first.sign_ins
        self.made = self.folder / "first"

    def copy(self, name):
        there = self.folder / name
        shutil.copytree(self.made, there)
        return Program(there)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


class Program:
    """The demo over the database in a folder, on a free port, until the `with` ends."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "log.txt"
        command = [setting("NAERVAER_BINARY"), "demo", "--database", str(self.folder / "demo.sqlite")]
        command += ["--port", str(self.port), "--schools", "2", "--pupils", "240"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        begun = time.monotonic()
        while True:
            if self.process.poll() is not None or time.monotonic() - begun > 600:
                self.__exit__()
                raise SystemExit(f"the program did not start:\n{self.printed()}")
            try:
                if ask(self.port, "GET", "/sign-in").status == 200:
                    break
            except OSError:
                pass
            time.sleep(0.2)
        self.sign_ins = {
            role: (name, password)
            for role, name, password in re.findall(r"^ {2}(\S+) +(\S+) +(\S+)$", self.printed(), re.M)
        }
        return self

    def printed(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def visitor(self, sign_in=None):
        return Visitor(self.port, sign_in)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


class Visitor:
    """A browser without pictures: keeps its cookies, follows nothing by itself."""

    def __init__(self, port, sign_in=None):
        self.port, self.cookies, self.csrf = port, {}, ""
        self.who = sign_in
        if sign_in:
            self.sign_in()
        else:
            self.get("/sign-in")

    def sign_in(self):
        self.cookies = {}
        name, password = self.who
        self.get("/sign-in")
        answer = self.post("/sign-in", {"name": name, "password": password, "back": "/"})
        if answer.status != 303 or "naervaer-session" not in self.cookies:
            raise SystemExit(f"{name} could not sign in: {answer.status}")
        # The token of every form of this session stands on every page of it.
        self.get("/sessions")

    def send(self, method, path, body=None, headers=None):
        headers = dict(headers or {})
        headers["cookie"] = self.cookie_line()
        answer = ask(self.port, method, path, body, headers)
        for line in answer.headers.get_all("set-cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', answer.text)
        if token:
            self.csrf = token[1]
        return answer

    def cookie_line(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)

    def get(self, path):
        return self.send("GET", path)

    def post(self, path, fields):
        body = urlencode([("csrf", self.csrf), *fields.items()])
        return self.send("POST", path, body, {"content-type": "application/x-www-form-urlencoded"})

    def is_in(self):
        return self.get("/sessions").status == 200

    def read_through(self, most=400, of_a_kind=6):
        """Follows links from the front page: the addresses that answered, and every form seen."""
        waiting, seen, kinds, found, forms = ["/"], {"/"}, {}, [], []
        while waiting and len(found) < most:
            path = waiting.pop(0)
            answer = self.get(path)
            found.append((path, answer.status))
            if answer.status in (302, 303) and answer.headers.get("location"):
                links = [answer.headers["location"]]
            elif "text/html" in (answer.headers.get("content-type") or ""):
                page = Page(answer.text)
                links = page.links
                forms += [(urlsplit(urljoin(path, form["action"] or path)).path, form) for form in page.forms]
            else:
                continue
            for link in links:
                parts = urlsplit(urljoin(f"http://127.0.0.1:{self.port}{path}", link))
                if parts.port != self.port or LEAVES.match(parts.path):
                    continue
                next_one = parts.path + (f"?{parts.query}" if parts.query else "")
                kind = kind_of(next_one)
                if next_one in seen or kinds.get(kind, 0) >= of_a_kind:
                    continue
                seen.add(next_one)
                kinds[kind] = kinds.get(kind, 0) + 1
                waiting.append(next_one)
        return found, forms


def kind_of(path):
    """An address with its ids, days and numbers taken out: two pupils are one kind of page."""
    parts = urlsplit(path)
    kind = re.sub(r"\d+", ":n", ID.sub(":id", parts.path))
    return kind + "?" + "&".join(sorted({name for name, _ in parse_qsl(parts.query)}))


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links, self.forms = [], []
        self.select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        if tag == "a" and has.get("href"):
            self.links.append(has["href"])
        elif tag == "form":
            self.forms.append({"action": has.get("action"), "method": (has.get("method") or "get").lower(), "fields": {}})
        elif tag in ("input", "button", "textarea", "select") and has.get("name"):
            self.offer(has["name"], has.get("value"))
            self.select = has["name"] if tag == "select" else self.select
        elif tag == "option" and self.select:
            self.offer(self.select, has.get("value"))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None

    def offer(self, name, value):
        if self.forms:
            values = self.forms[-1]["fields"].setdefault(name, [])
            if value is not None and value not in values:
                values.append(value)
