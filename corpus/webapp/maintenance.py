"""Jobs that run at night."""
from db import get_db, query, execute, maintain

KEEP_DAYS = 90


def add_session(token, user_id, hours):
    execute(
        "INSERT OR REPLACE INTO sessions (token, user_id, expires_at) VALUES (?, ?, datetime('now', ?))",
        (token, user_id, f"{hours:+d} hours"),
    )


def purge_sessions():
    return execute("DELETE FROM sessions WHERE expires_at < datetime('now')")


def purge_audit():
    cur = get_db().cursor()
    cur.execute(f"DELETE FROM audit_log WHERE at < datetime('now', '-{KEEP_DAYS} days')")
    return cur.rowcount


def tables():
    cur = get_db().cursor()
    cur.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    return [r[0] for r in cur.fetchall()]


def has_table(name):
    cur = get_db().cursor()
    cur.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?", (name,))
    return cur.fetchone()[0] > 0


def columns(table="users"):
    cur = get_db().cursor()
    cur.execute("PRAGMA table_info(users)")
    return [r[1] for r in cur.fetchall()]


def tune():
    cur = get_db().cursor()
    cur.execute("PRAGMA synchronous = NORMAL")
    cur.execute("PRAGMA cache_size = -4000")


def check():
    """Statistics and free pages, once a week."""
    maintain("VACUUM")
    maintain("ANALYZE")


def table_sizes(names=("users", "costs", "tags")):
    sizes = {}
    cur = get_db().cursor()
    for name in names:
        cur.execute("SELECT COUNT(*) FROM %s" % name)
        sizes[name] = cur.fetchone()[0]
    return sizes


def orphans():
    return query(
        "SELECT c.id FROM costs c LEFT JOIN users u ON u.id = c.user_id WHERE u.id IS NULL OR u.is_active = 0 ORDER BY c.id"
    )


def audit_summary():
    cur = get_db().cursor()
    cur.execute(
        "SELECT action, COUNT(*), group_concat(DISTINCT user) FROM audit_log GROUP BY action ORDER BY action"
    )
    return cur.fetchall()
