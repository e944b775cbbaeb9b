"""Jobs that run at night."""
from db import get_db, query, execute, maintain

KEEP_DAYS = 90


def add_session(token, user_id, hours):
    execute(
        "INSERT INTO sessions (token, user_id, expires_at) VALUES (%s, %s, CURRENT_TIMESTAMP + (%s)::interval) ON CONFLICT (token) DO UPDATE SET user_id = EXCLUDED.user_id, expires_at = EXCLUDED.expires_at",
        (token, user_id, f"{hours:+d} hours"),
    )


def purge_sessions():
    return execute("DELETE FROM sessions WHERE expires_at < CURRENT_TIMESTAMP")


def purge_audit():
    cur = get_db().cursor()
    cur.execute(f"DELETE FROM audit_log WHERE at < CURRENT_TIMESTAMP - INTERVAL '{KEEP_DAYS} days'")
    return cur.rowcount


def tables():
    cur = get_db().cursor()
    cur.execute("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name NOT ILIKE 'sqlite_%' ORDER BY table_name")
    return [r[0] for r in cur.fetchall()]


def has_table(name):
    cur = get_db().cursor()
    cur.execute("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name = %s", (name,))
    return cur.fetchone()[0] > 0


def columns(table="users"):
    cur = get_db().cursor()
    cur.execute("SELECT row_number() OVER (ORDER BY a.attnum) - 1 AS cid, a.attname AS name, upper(format_type(a.atttypid, a.atttypmod)) AS type, (a.attnotnull AND array_position(i.indkey::int2[], a.attnum) IS NULL)::int AS \"notnull\", NULLIF(regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^nextval.*|::[a-z ]+$', ''), '') AS dflt_value, COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0) AS pk FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary WHERE a.attrelid = to_regclass('users') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum")
    return [r[1] for r in cur.fetchall()]


def tune():
    cur = get_db().cursor()
    cur.execute("SELECT 1 -- PRAGMA synchronous = NORMAL")
    cur.execute("SELECT 1 -- PRAGMA cache_size = -4000")


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
        "SELECT c.id FROM costs c LEFT JOIN users u ON u.id = c.user_id WHERE u.id IS NULL OR u.is_active = FALSE ORDER BY c.id"
    )


def audit_summary():
    cur = get_db().cursor()
    cur.execute(
        "SELECT action, COUNT(*), string_agg(DISTINCT \"user\", ',') FROM audit_log GROUP BY action ORDER BY action"
    )
    return cur.fetchall()
