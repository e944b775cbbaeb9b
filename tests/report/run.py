#!/usr/bin/python3
"""`sqlxlate report` on a small project made here: its figures, its four formats, and its page in a browser.

usage: run.py BINARY

The figures are judged by counting in other ways: lines to change by comparing the filter's output with its input,
totals by adding up, effort by files made for each class.  The page is opened in headless Chromium, sorted and filtered
there; without Chromium those tests fail.  The last line is `report: N passed, N failed`.
"""
import difflib
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
from tally import Tally

FILES = {
    "schema.sql": """-- </script><b>not markup</b>
CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, is_done INTEGER DEFAULT 0, price REAL, at DATETIME);
""",
    "app/exact.py": '''def last(db, n):
    db.execute("SELECT id FROM notes WHERE is_done = 1 AND id < ?", (n,))
    db.execute("""SELECT title,
                         ifnull(price, 0)
                  FROM notes""")
''',
    "app/near.py": '''def later(db):
    db.execute("SELECT date(at, '+1 month') FROM notes")
''',
    "app/db.py": '''import sqlite3

def connect():
    con = sqlite3.connect("notes.db")
    con.row_factory = sqlite3.Row
    return con
''',
    "app/manual.py": '''def odd(db):
    db.execute("SELECT nosuch(title) FROM notes")
''',
    "app/none.py": '''def plain(db):
    db.execute("SELECT title FROM notes WHERE id = 1")
''',
    "app/<b>&\"odd\".py": '''def odd(db):
    db.execute("SELECT ifnull(title, '</script><script>x()</script>') FROM notes")
''',
}
EFFORTS = {"schema.sql": "automatic", "app/exact.py": "automatic", "app/near.py": "review", "app/db.py": "some hand work",
           "app/manual.py": "some hand work", "app/none.py": "none"}


class Tests(Tally):
    def __init__(self, binary):
        super().__init__("report")
        self.binary = os.path.abspath(binary)
        self.folder = tempfile.mkdtemp(prefix="sqlxlate-report-")
        for name, text in FILES.items():
            path = os.path.join(self.folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)

    def run(self, *args, folder=None):
        return subprocess.run([self.binary, *args], cwd=folder or self.folder, capture_output=True, timeout=60, check=False)

    def report(self, kind, *args):
        p = self.run("report", "--isolated", f"--format={kind}", *args)
        self.same(f"status of {kind}", (p.returncode, p.stderr), (0, b""))
        return p.stdout.decode("utf-8")


# ---- figures
def changed_lines(t, name):
    """Lines that the filter changes, by comparing its output with its input."""
    out = t.run("--isolated", "-q", "--schema", "schema.sql", name).stdout.decode("utf-8").splitlines()
    diff = difflib.ndiff(FILES[name].splitlines(), out)
    return sum(line.startswith("- ") for line in diff)


def figures(t, data):
    files = {f["path"]: f for f in data["by_file"]}
    for key in ("findings", "exact", "near", "manual"):
        t.same(f"{key} of all files", sum(f[key] for f in files.values()), data[key])
        by_pattern = sum(p[key] for p in data["patterns"])
        extra = data["parameters"] if key in ("findings", "exact") else 0
        t.same(f"{key} of all patterns", by_pattern, data[key] + extra)
    t.same("lines of all files", sum(f["lines"] for f in files.values()), data["lines_to_change"])
    t.same("files to change", sum(f["lines"] > 0 for f in files.values()), data["files_to_change"])
    t.same("files", len(files), len(FILES))
    for name, effort in EFFORTS.items():
        t.same(f"effort of {name}", files[name]["effort"], effort)
    for name in ("schema.sql", "app/exact.py", "app/near.py", "app/none.py"):
        t.same(f"lines of {name}", files[name]["lines"], changed_lines(t, name))
    t.same("lines of a file left alone", files["app/manual.py"]["lines"], 1)
    t.same("the connection layer comes first", [f["path"] for f in data["by_file"] if f["connection_layer"]], [data["by_file"][0]["path"]])
    t.same("and is", data["by_file"][0]["path"], "app/db.py")
    t.same("parameters", (data["parameters"], files["app/exact.py"]["patterns"]["parameters"]["findings"]), (1, 1))
    t.same("patterns of a file", sorted(files["app/near.py"]["patterns"]), ["dates and times"])
    before = [x for x in files["app/exact.py"]["findings_list"] if x["code"] == "SX0110"]
    t.same("before and after", [(x["before"], x["after"], x["line"]) for x in before], [("ifnull(price, 0)", "COALESCE(price, 0)", 4)])
    t.same("a person is told why", "left for a person" in data["effort"]["reason"], True)


def texts(t, data):
    text, verbose, markdown = t.report("text"), t.report("text", "-v"), t.report("markdown")
    t.same("totals in text", text.splitlines()[0],
            f"{data['files_to_change']} of {len(FILES)} files to change, {data['lines_to_change']} lines; {data['statements']} statements, {data['parameters']} parameters")
    for p in data["patterns"]:
        row = re.search(rf"^{re.escape(p['pattern'])} +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)  #+$", text, re.M)
        t.same(f"text row of {p['pattern']}", row and [int(x) for x in row.groups()],
                [p[k] for k in ("findings", "files", "exact", "near", "manual")])
        t.same(f"markdown row of {p['pattern']}", f"| {p['pattern']} | {p['findings']} | {p['files']} | {p['exact']} | {p['near']} | {p['manual']} |" in markdown, True)
    t.same("files without findings are not listed", "app/none.py" in text, False)
    t.same("findings in verbose text", len(re.findall(r"^ +\d+:\d+: (?:exact|near|manual): SX\d{4} ", verbose, re.M)), data["findings"])
    t.same("what is left, in markdown", len(re.findall(r"^### ", markdown, re.M)), data["manual"])


# ---- the page
class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.rows, self.inside = [], 0, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.tags.append((tag, a))
        if tag == "table":
            self.inside = a.get("id")
        if tag == "tr" and self.inside == "findings" and "data-safety" in a:
            self.rows += 1


DRIVER = """<script>
const say = {};
const rows = id => [...document.querySelectorAll("#" + id + " tbody tr")];
const shown = () => rows("findings").filter(r => !r.hidden).length;
say.all = shown();
form.safety.value = "manual"; form.dispatchEvent(new Event("input", {bubbles: true})); say.manual = shown();
form.safety.value = ""; form.text.value = "IFNULL"; form.dispatchEvent(new Event("input", {bubbles: true})); say.text = shown();
form.text.value = ""; form.file.value = "app/near.py"; form.dispatchEvent(new Event("input", {bubbles: true})); say.file = shown();
say.told = form.shown.value;
const column = [...document.querySelectorAll("#matrix th")].findIndex(h => h.textContent === "lines");
document.querySelectorAll("#matrix th button")[column].click();
say.down = rows("matrix").map(r => +r.cells[column].textContent);
document.querySelectorAll("#matrix th button")[column].click();
say.up = rows("matrix").map(r => +r.cells[column].textContent);
say.bars = document.querySelectorAll("svg rect").length;
say.wide = document.documentElement.scrollWidth <= window.innerWidth;
document.title = JSON.stringify(say);
</script></body>"""


def browser(t, text):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        t.same("a browser is there (Debian: apt-get install chromium)", None, "chromium")
        return None
    path = os.path.join(t.folder, "page.html")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace("</body>", DRIVER))
    with tempfile.TemporaryDirectory(prefix="sqlxlate-chromium-") as profile:
        p = subprocess.run([program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                            "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}", "--dump-dom", "file://" + path],
                           capture_output=True, timeout=120, check=False)
    found = re.search(r"<title>(.*?)</title>", p.stdout.decode("utf-8", "replace"), re.S)
    try:
        return json.loads(html.unescape(found.group(1)))
    except (AttributeError, ValueError):
        t.same("the page's script ran", p.stderr.decode("utf-8", "replace")[-500:], "an answer")
        return None


def page(t, data):
    text = t.report("html")
    p = Page(text)
    t.same("rows of the page", p.rows, data["findings"])
    t.same("nothing is fetched", [a for tag, a in p.tags if tag in ("link", "img", "iframe") or a.get("src")], [])
    t.same("scripts of the page", sum(tag == "script" for tag, _ in p.tags), 1)
    t.same("markup of file names", [tag for tag, _ in p.tags if tag == "odd"] + re.findall(r'<b>&"odd"', text), [])
    say = browser(t, text)
    if not say:
        return
    t.same("rows shown at first", say["all"], data["findings"])
    t.same("rows left for a person", say["manual"], data["manual"])
    ifnull = sum("ifnull" in json.dumps([f["path"], x]).lower() for f in data["by_file"] for x in f["findings_list"])
    t.same("rows with a word", say["text"], ifnull)
    near = [f for f in data["by_file"] if f["path"] == "app/near.py"][0]
    t.same("rows of a file", (say["file"], say["told"]), (near["findings"], f"{near['findings']} shown"))
    lines = [f["lines"] for f in data["by_file"] if f["effort"] != "none"]
    t.same("sorted down and up", (say["down"], say["up"]), (sorted(lines, reverse=True), sorted(lines)))
    bars = sum(p[k] > 0 for p in data["patterns"] for k in ("exact", "near", "manual"))
    t.same("bars", say["bars"], bars)
    t.same("the page is no wider than its window", say["wide"], True)


def mishaps(t):
    p = t.run("report", "--isolated", "no-such-folder")
    t.same("a folder that is not there", (p.returncode, b"no-such-folder" in p.stderr), (2, True))
    p = t.run("report", "--format=sarif")
    t.same("a format of check", (p.returncode, b"text|markdown|json|html" in p.stderr), (2, True))
    with open("/dev/full", "wb") as full:
        p = subprocess.run([t.binary, "report", "--isolated"], cwd=t.folder, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    t.same("a full disk", (p.returncode, b"No space left" in p.stderr), (2, True))
    p = t.run("report", "--isolated", "-o", "out.md", "--format=markdown")
    with open(os.path.join(t.folder, "out.md"), encoding="utf-8") as f:
        t.same("-o", (p.returncode, p.stdout, f.readline()), (0, b"", "# From SQLite to PostgreSQL\n"))
    with tempfile.TemporaryDirectory() as empty:
        p = t.run("report", "--isolated", folder=empty)
        t.same("nothing to read", (p.returncode, p.stdout.decode().splitlines()[1]), (0, "effort: none: nothing here is SQLite's own"))


def main():
    t = Tests(sys.argv[1])
    try:
        data = json.loads(t.report("json"))
        figures(t, data)
        texts(t, data)
        page(t, data)
        mishaps(t)
    finally:
        shutil.rmtree(t.folder)
    return t.end()


if __name__ == "__main__":
    sys.exit(main())
