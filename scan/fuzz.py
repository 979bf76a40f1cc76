"""Asks every address of the program what it says of itself (`cargo xtask openapi`) and much that it does not, by way of
schemathesis: signed out, as a directory, and signed in as each role.

Three of four times the things in an address are real ones of this visitor, and a form begins as the page gives it, so that
what is wrong reaches further than the door. Held of every answer: it is no failure of the program's (5xx), it tells nothing
of the inside, it has the security headers, it is kept by no browser, nothing typed comes back as markup, and what is not there
is not found. The same every time: the numbers only look random.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from urllib.parse import quote, unquote, urlencode
from uuid import UUID

import hypothesis.strategies as some
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from program import Template, Visitor, ask, setting

SIGNED_OUT, DIRECTORY = "signed_out", "directory"
EXAMPLES = int(os.environ.get("NAERVAER_FUZZ_EXAMPLES", "12"))

HEADERS = {
    "content-security-policy": r"default-src 'self'.*frame-ancestors 'none'",
    "x-content-type-options": r"^nosniff$",
    "x-frame-options": r"^DENY$",
    "referrer-policy": r"^same-origin$",
    "cross-origin-opener-policy": r"^same-origin$",
    "permissions-policy": r"camera=\(\)",
}
INSIDE = re.compile(r"panicked|RUST_BACKTRACE|stack backtrace|\b[a-z_]+\.rs:\d+|sqlx|SQLITE_|syntax error at|no such table|"
                    r"PoolTimedOut|constraint failed")
# Typed into forms and questions: it must never come back as it is.
MARK = "zq<b id='zq'>\"&"
MARKED = re.compile(r"zq<b id=")
NOTHING = "0198c0de-0000-7000-8000-00000000dead"
# Their guesses would be counted against the address every role signs in from.
GUESSES = {("post", "/sign-in"), ("post", "/confirm"), ("post", "/confirm/passkey"), ("post", "/begin/{token}"),
           ("post", "/welcome/{token}")}


class Lost(Exception):
    """The fuzzer has locked itself out, as an administrator can: it goes on with a new copy."""


class Asking:
    """One visitor, what is known of the visitor's things, and what came of asking."""

    def __init__(self, template, role, operations):
        self.template, self.role, self.operations = template, role, operations
        self.copies, self.asked, self.again = 0, 0, 0
        self.statuses, self.reached, self.faults = Counter(), set(), {}
        self.program = None
        self.patterns = {
            operation.path: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(operation.path)))
            for operation in operations
        }

    def begin(self):
        self.end()
        self.copies += 1
        self.program = self.template.copy(f"{self.role}-{self.copies}").__enter__()
        self.bearer = None
        if self.role == DIRECTORY:
            self.visitor, found, self.forms = self.program.visitor(), [], []
            self.bearer = scim_secret(self.program)
            people = self.scim("/scim/v2/Users?count=20"), self.scim("/scim/v2/Groups?count=20")
            found = [f"/scim/v2/{kind}/{one['id']}" for kind, all_of in zip(("Users", "Groups"), people)
                     for one in all_of["Resources"]]
        else:
            self.visitor = self.program.visitor(self.program.sign_ins.get(self.role))
            if self.role == SIGNED_OUT:
                found, self.forms = [], []
            else:
                self.visitor.post("/sessions/feed", {})
                feed = re.search(r"/feeds/[0-9A-Za-z_.-]+", self.visitor.get("/sessions").text)
                self.visitor.get("/sessions")
                read, self.forms = self.visitor.read_through(most=250, of_a_kind=4)
                found = [path.split("?")[0] for path, _ in read] + ([feed[0]] if feed else [])
        self.things = {}
        for path in dict.fromkeys([*found, *(path for path, _ in self.forms)]):
            for template, pattern in self.patterns.items():
                match = pattern.fullmatch(path)
                if match:
                    self.things.setdefault(template, []).append(match.groupdict())
        self.posts = {
            template: [form for path, form in self.forms if form["method"] == "post" and pattern.fullmatch(path)]
            for template, pattern in self.patterns.items()
        }
        # What hangs on a thing without being linked to: its id stands in the addresses of the same kind.
        for template in self.patterns:
            if template not in self.things:
                head = template.split("/")[1]
                near = [given for other, all_of in self.things.items() if other.split("/")[1] == head for given in all_of]
                self.things[template] = near[:8]
        return self

    def scim(self, path):
        answer = ask(self.program.port, "GET", path, headers={"authorization": f"Bearer {self.bearer}"})
        return json.loads(answer.text)

    def end(self):
        if self.program:
            self.program.__exit__()
            log = self.program.printed()
            for line in re.findall(r".*(?:panicked|page failed|ERROR).*", log)[:20]:
                self.fault("the program's log", line[:300])
            self.program = None

    def fault(self, what, where):
        self.faults.setdefault(what, []).append(where)

    def ask(self, method, path, body=None, kind=None):
        headers = {"content-type": kind} if kind else {}
        if self.bearer:
            headers["authorization"] = f"Bearer {self.bearer}"
        answer = self.visitor.send(method, path, body, headers)
        self.asked += 1
        self.statuses[answer.status] += 1
        self.judge(method, path, body, answer)
        gone = answer.status == 303 and (answer.headers.get("location") or "").startswith("/sign-in")
        if gone and self.role not in (SIGNED_OUT, DIRECTORY):
            self.again += 1
            try:
                self.visitor.sign_in()
            except SystemExit:
                raise Lost from None
        return answer

    def judge(self, method, path, body, answer):
        where = f"{method} {path}" + (f" {body!r}"[:300] if body else "") + f" -> {answer.status}"
        if answer.status >= 500:
            self.fault("a failure of the program", where)
        if answer.status == 429:
            self.fault("asked to wait: less was tried than it seems", where)
        for name, wanted in HEADERS.items():
            if not re.search(wanted, answer.headers.get(name) or ""):
                self.fault(f"no {name}", where)
        kept = answer.headers.get("cache-control") or ""
        own = path.startswith(("/assets/", "/.well-known/"))
        if not own and "no-store" not in kept:
            self.fault("may be kept by a browser", where)
        kind = answer.headers.get("content-type") or ""
        if kind.startswith(("text/", "application/json", "application/scim")):
            text = answer.text
            if INSIDE.search(text):
                self.fault("tells of the inside", where + " " + INSIDE.search(text)[0])
            if kind.startswith("text/html") and MARKED.search(text):
                self.fault("what was typed comes back as markup", where)


def scim_secret(program):
    told = subprocess.run(
        [setting("NAERVAER_BINARY"), "users", "scim-token", "fuzzer", "--database", f"sqlite:{program.folder}/demo.sqlite",
         "--key-file", f"{program.folder}/demo.key"], capture_output=True, text=True, check=True).stdout
    return max(re.findall(r"[0-9A-Za-z_-]{24,}", told), key=len)


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value)


def pairs(body):
    """A form as its pairs."""
    out = []
    for name, value in (body if isinstance(body, dict) else {}).items():
        values = value if isinstance(value, list) else [value]
        out += [(str(name), text_of(one)) for one in values]
    return out


def written(text):
    """As bytes: half a surrogate pair is a text for Python, but for nobody else."""
    return text.encode("utf-8", "replace")


def form_of(asking, operation, body, luck):
    """The form as the page gives it, some of its fields as generated, one of them marked; the token mostly right."""
    own = asking.posts.get(operation.path)
    fields = {}
    if own and luck.integer(4):
        for name, offered in luck.one(own)["fields"].items():
            fields[name] = luck.one(offered) if offered else ""
    generated = pairs(body)
    for name, value in generated:
        if name not in fields or luck.integer(3) == 0:
            fields[name] = value
    free = [name for name in fields if name != "csrf"]
    if free and luck.integer(3) == 0:
        fields[luck.one(free)] = MARK
    fields["csrf"] = fields.get("csrf", "") if luck.integer(10) == 0 else asking.visitor.csrf
    return fields


class Luck:
    """Choices that hypothesis makes, so that they are the same every time."""

    def __init__(self, draw):
        self.draw = draw

    def integer(self, below):
        return self.draw.draw(some.integers(0, below - 1))

    def one(self, of):
        return of[self.integer(len(of))]


def multipart(fields):
    edge = "zq-edge-zq"
    parts = []
    for name, value in sorted(fields.items(), key=lambda pair: pair[0] != "csrf"):
        more = '; filename="rows.csv"\r\ncontent-type: text/csv' if name == "file" else ""
        name = name.replace('"', "").replace("\r", "").replace("\n", "")
        parts.append(written(f'--{edge}\r\ncontent-disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'))
    return b"".join(parts) + written(f"--{edge}--\r\n"), f"multipart/form-data; boundary={edge}"


def fuzz(asking, operation):
    def once(case, data):
        luck = Luck(data)
        places = dict(case.path_parameters or {})
        known = asking.things.get(operation.path) or []
        if known and luck.integer(4):
            for name, value in luck.one(known).items():
                if name in places:
                    places[name] = value
        path = re.sub(r"\{(\w+)\}", lambda m: quote(unquote(str(places.get(m[1], ""))) or "x", safe=":~*'()!"), operation.path)
        query = pairs({name: value for name, value in (case.query or {}).items()})
        if query and luck.integer(4) == 0:
            query[0] = (query[0][0], MARK)
        if query:
            path += "?" + urlencode([(written(name), written(value)) for name, value in query])
        method = operation.method.upper()
        body, kind = None, None
        if method != "GET":
            given_body = case.body if isinstance(case.body, (dict, list, str, int, float, bool)) else None
            kind = case.media_type or "application/x-www-form-urlencoded"
            if operation.path.startswith("/scim/") and not case.media_type:
                kind = None
            elif kind == "application/scim+json":
                body = written(json.dumps(given_body)) if luck.integer(8) else b"{"
            else:
                fields = form_of(asking, operation, given_body, luck)
                if kind == "multipart/form-data":
                    body, kind = multipart(fields)
                else:
                    body = urlencode([(written(name), written(value)) for name, value in fields.items()]).encode()
        answer = asking.ask(method, path, body, kind)
        if answer.status < 400 and not (answer.headers.get("location") or "").startswith("/sign-in"):
            asking.reached.add((operation.method, operation.path))

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            strategy = operation.as_strategy(generation_mode=mode)
        except schemathesis.errors.SchemathesisError:
            continue
        run = given(case=strategy, data=some.data())(once)
        run = settings(max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
                       suppress_health_check=list(HealthCheck), print_blob=False)(run)
        try:
            seed(20261126)(run)()
        except Lost:
            asking.begin()
        except (ValueError, schemathesis.errors.SchemathesisError) as problem:
            # What takes nothing cannot be asked for wrongly.
            if mode is not GenerationMode.NEGATIVE:
                raise problem


def not_there(asking, operation):
    """What is not there is not found: each address with an id nothing has, in the place of each thing of it."""
    names = re.findall(r"\{(\w+)\}", operation.path)
    for known in (asking.things.get(operation.path) or [])[:1]:
        for name in names:
            try:
                UUID(known.get(name, ""))
            except ValueError:
                continue
            path = re.sub(r"\{(\w+)\}", lambda m: NOTHING if m[1] == name else known.get(m[1], "1"), operation.path)
            answer = asking.ask("GET", path)
            if answer.status not in (404, 303):
                asking.fault("what is not there is not \"not found\"", f"GET {path} -> {answer.status}")


def other_methods(asking, operation, methods):
    """A method an address does not have is refused, with the headers of every answer."""
    path = re.sub(r"\{(\w+)\}", NOTHING, operation.path)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        if method.lower() not in methods:
            answer = asking.ask(method, path)
            if answer.status < 400:
                asking.fault("a method it does not have is answered", f"{method} {path} -> {answer.status}")


def main():
    description = json.loads(open(setting("NAERVAER_OPENAPI"), encoding="utf-8").read())
    schema = schemathesis.openapi.from_dict(description)
    everything = [found.ok() for found in schema.get_all_operations()]
    methods = {path: set(told) for path, told in description["paths"].items()}
    faults = 0
    with Template() as template:
        roles = [SIGNED_OUT, DIRECTORY, *template.sign_ins]
        for role in sys.argv[1:] or roles:
            mine = [one for one in everything if one.path.startswith("/scim/") == (role == DIRECTORY)]
            asking = Asking(template, role, mine).begin()
            for operation in mine:
                if role == SIGNED_OUT or (operation.method, operation.path) not in GUESSES:
                    fuzz(asking, operation)
                try:
                    if operation.method == "get":
                        not_there(asking, operation)
                    if role in (SIGNED_OUT, DIRECTORY, "administrator"):
                        other_methods(asking, operation, methods[operation.path])
                except Lost:
                    asking.begin()
            asking.end()
            statuses = ", ".join(f"{status} {times} times" for status, times in sorted(asking.statuses.items()))
            print(f"{role}: {len(mine)} operations, {asking.asked} requests; {len(asking.reached)} operations answered with a "
                  f"page or a step; {statuses}; signed in anew {asking.again} times, begun anew {asking.copies - 1}", flush=True)
            for what, where in asking.faults.items():
                faults += 1
                print(f"  {what}, {len(where)} times:")
                for one in where[:8]:
                    print(f"    {one}")
    if faults:
        raise SystemExit(f"{faults} kinds of faults were found by asking")


main()
