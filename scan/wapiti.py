"""Runs the web scanner Wapiti against the program, signed in as several roles, and judges what it finds.

Every finding fails the check unless it stands in JUDGED with the reason why it is none: what is new must be looked at by a
person before it can be let by.
"""

import json
import re
import subprocess
import sys

from program import Template, setting

ROLES = ["teacher", "school_leader", "administrator", "data_protection_officer", "guardian"]

# Nothing that asks other machines (log4shell, ssrf, xxe, wapp, nikto), guesses passwords or looks for programs that are
# not here (LDAP, WordPress and the like).
MODULES = "backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect," \
    "shellshock,sql,timesql,upload,xss"

# Forms that end the visit or lock the visitor out; the fuzzer sends these too, and signs in anew.
LEFT_OUT = ["/sign-out", "/sign-in*", "/sessions/*", "/language/*", "/assets/*", "/confirm*", "/setup/demands*",
            "/setup/staff/*/sessions/*", "/setup/staff/*/closed", "/setup/staff/*/password", "/setup/staff/*/known*",
            "/setup/staff/*/factors/*", "/setup/staff/*/roles*"]

# (kind, what it says, why it is none)
JUDGED = [
    ("Secure Flag cookie", r"naervaer-(visitor|session|language)$",
     "the demo speaks plain http on this machine alone; `serve` marks cookies Secure "
     "(test `cookies_are_closed_to_scripts_and_other_sites`)"),
]


def judged(kind, finding):
    for name, says, why in JUDGED:
        if kind == name and re.search(says, finding["info"].strip()):
            return why
    return None


def scan(program, role, folder):
    visitor = program.visitor(program.sign_ins[role])
    cookies = folder / "cookies.json"
    attributes = {"expires": None, "secure": False, "port": None, "version": 0}
    named = {name: {"value": value, **attributes} for name, value in visitor.cookies.items() if value}
    cookies.write_text(json.dumps({"127.0.0.1": {"/": named}}))
    report = folder / "report.json"
    seconds = setting("NAERVAER_SCAN_SECONDS")
    command = [setting("NAERVAER_WAPITI"), "-u", f"{program.url}/", "-c", str(cookies)]
    command += ["--scope", "domain", "-m", MODULES, "-d", "8", "--max-files-per-dir", "8", "--max-links-per-page", "80"]
    command += ["--max-scan-time", seconds, "--max-attack-time", seconds, "--max-parameters", "60", "-t", "30"]
    command += ["--flush-session", "--no-bugreport", "-f", "json", "-o", str(report), "-v", "0"]
    command += ["--store-session", str(folder / "session"), "--store-config", str(folder / "config")]
    for path in LEFT_OUT:
        command += ["-x", program.url + path]
    with (folder / "wapiti.txt").open("wb") as log:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log).returncode
    if ended != 0 or not report.exists():
        raise SystemExit(f"wapiti failed:\n{(folder / 'wapiti.txt').read_text(errors='replace')[-4000:]}")
    if not visitor.is_in():
        raise SystemExit(f"{role}: the scanner was signed out on its way, so what it saw of the program is not known")
    return json.loads(report.read_text())


def main():
    faults = 0
    with Template() as template:
        for role in sys.argv[1:] or ROLES:
            with template.copy(role) as program:
                told = scan(program, role, program.folder)
                pages = told["infos"]["crawled_pages_nbr"]
                found = [(kind, one) for part in ("vulnerabilities", "anomalies")
                         for kind, all_of in told[part].items() for one in all_of]
                crashes = len(re.findall(r"page failed|panicked", program.printed()))
            let_by = {}
            for kind, one in found:
                why = judged(kind, one)
                if why:
                    let_by[(kind, why)] = let_by.get((kind, why), 0) + 1
                    continue
                faults += 1
                print(f"{role}: {kind} (level {one['level']}): {one['method']} {one['path']}: {one['info']}")
                print("    " + one["curl_command"][:600])
            for (kind, why), times in let_by.items():
                print(f"{role}: {kind}, {times} times, is none: {why}")
            if crashes:
                faults += 1
                print(f"{role}: the program's log tells of {crashes} failures")
            if pages < 15:
                faults += 1
                print(f"{role}: so few addresses were found that the scanner cannot have been signed in")
            print(f"{role}: {pages} addresses and forms attacked, {len(found) - sum(let_by.values())} findings", flush=True)
    if faults:
        raise SystemExit(f"{faults} findings of the scanner are not judged")


main()
