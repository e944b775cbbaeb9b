"""A throw-away PostgreSQL server for the tests.

It lives in a temporary folder, listens on a unix socket in that folder and nowhere else, sorts text by bytes
(C collation, as DEFAULTS expects) and runs in UTC.  A small guard process stops it and removes the folder when this
process ends, however it ends: the guard reads a pipe that closes with us.  As root the server runs as the user
`postgres`, because it refuses root.

SQLXLATE_TEST_PG, a libpq connection string, names a server to use instead; it is left running, and only scratch
databases named sqlxlate_test_* are made and dropped there.

It refuses to reuse a server by itself, to listen on TCP and to touch a database that it did not make.
"""
import atexit
import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile

import psycopg2
import psycopg2.extras

CONF = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
max_connections = 40
shared_buffers = 64MB
max_locks_per_transaction = 512
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = fatal
client_min_messages = error
"""

GUARD = """
import shutil, subprocess, sys
sys.stdin.buffer.read()
subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
shutil.rmtree(sys.argv[1], ignore_errors=True)
"""

_conninfo = None
_databases = 0


def _bindir():
    """The newest PostgreSQL whose server programs are installed."""
    def version(path):
        digits = path.split("/")[-2]
        return int(digits) if digits.isdigit() else 0
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=version)
    found = [d for d in found if os.path.exists(os.path.join(d, "initdb"))]
    if found:
        return found[-1]
    initdb = shutil.which("initdb")
    if initdb:
        return os.path.dirname(os.path.realpath(initdb))
    sys.exit("no PostgreSQL server is installed (Debian: apt-get install postgresql)")


def _call(command, cwd):
    p = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if p.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{p.stdout.decode(errors='replace')}")


def start():
    """Starts the server (once a process) and returns its connection string without a database name."""
    global _conninfo
    if _conninfo:
        return _conninfo
    if os.environ.get("SQLXLATE_TEST_PG"):
        _conninfo = os.environ["SQLXLATE_TEST_PG"]
        return _conninfo
    bindir = _bindir()
    folder = tempfile.mkdtemp(prefix="sqlxlate-pg-", dir="/tmp")  # short: a socket's path has 107 bytes
    become = []
    if os.geteuid() == 0:
        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            sys.exit("root cannot run PostgreSQL and there is no user postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        become = ["runuser", "-u", "postgres", "--"]
    data = os.path.join(folder, "data")
    stop = become + [f"{bindir}/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"]
    guard = subprocess.Popen([sys.executable, "-c", GUARD, folder] + stop, stdin=subprocess.PIPE, cwd="/",
                             start_new_session=True)

    def finish():
        guard.stdin.close()
        guard.wait()

    atexit.register(finish)
    _call(become + [f"{bindir}/initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                    "--locale=C.UTF-8", "--lc-collate=C", "--no-sync"], folder)
    with open(os.path.join(data, "postgresql.conf"), "a", encoding="ascii") as f:
        f.write(CONF + f"unix_socket_directories = '{folder}'\n")
    _call(become + [f"{bindir}/pg_ctl", "-D", data, "-w", "-l", os.path.join(folder, "log"), "start"], folder)
    _conninfo = f"host={folder} port=5432 user=postgres"
    return _conninfo


def _dsn(conninfo, dbname):
    return psycopg2.extensions.make_dsn(conninfo, dbname=dbname)


class Scratch:
    """A database of its own, dropped at the end; reset() makes it empty again.  ctype: its character type; 'C' folds the
    case of A-Z only, as SQLite does and as the README asks."""

    def __init__(self, ctype="C"):
        global _databases
        _databases += 1
        info = start()
        base = psycopg2.extensions.parse_dsn(info).get("dbname", "postgres")
        self._admin = psycopg2.connect(_dsn(info, base))
        self._admin.autocommit = True
        self.name = f"sqlxlate_test_{os.getpid()}_{_databases}"
        with self._admin.cursor() as c:
            c.execute(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE '{ctype}'")
        self.always = ""  # SQL that runs after each reset
        self.dsn = _dsn(info, self.name)
        self.connection = self._connect()
        atexit.register(self.close)

    def _connect(self):
        con = psycopg2.connect(self.dsn)
        con.autocommit = True
        psycopg2.extras.register_default_json(con, loads=lambda text: text)  # JSON comes as text, undecoded
        psycopg2.extras.register_default_jsonb(con, loads=lambda text: text)
        with con.cursor() as c:
            c.execute("SET TimeZone = 'UTC'; SET client_min_messages = error; SET statement_timeout = '20s'")
        return con

    def reset(self):
        """Everything made so far goes; the session starts anew when it was left inside a transaction or broken."""
        if self.connection.closed:
            self.connection = self._connect()
        with self.connection.cursor() as c:
            if self.connection.info.transaction_status != psycopg2.extensions.TRANSACTION_STATUS_IDLE:
                c.execute("ROLLBACK")
            c.execute("DISCARD ALL")
            c.execute("SET TimeZone = 'UTC'; SET client_min_messages = error; SET statement_timeout = '20s'")
            c.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'")
            for (name,) in c.fetchall():
                quoted = name.replace('"', '""')
                c.execute(f'DROP SCHEMA "{quoted}" CASCADE')
            c.execute("CREATE SCHEMA public")
            if self.always:
                c.execute(self.always)

    def close(self):
        if self._admin is None:
            return
        self.connection.close()
        with self._admin.cursor() as c:
            c.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._admin.close()
        self._admin = None
