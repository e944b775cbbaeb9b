"""Key/value settings."""
from db import get_db, query_one, execute


def get_setting(key, default=None):
    row = query_one("SELECT value FROM settings WHERE key = %s", (key,))
    return row["value"] if row else default


def set_setting(key, value):
    execute("INSERT INTO settings (key, value) VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value", (key, str(value)))


def set_default(key, value):
    return execute("INSERT INTO settings (key, value) VALUES (%s, %s) ON CONFLICT DO NOTHING", (key, value))


def bump(key):
    """A counter kept as text."""
    execute(
        """INSERT INTO settings (key, value) VALUES (%(key)s, '1')
           ON CONFLICT(key) DO UPDATE SET value = regexp_replace(settings.value, '^\\s*([-+]?)([0-9]*).*$', '\\10\\2')::bigint + 1""",
        {"key": key},
    )
    return get_setting(key)


def all_settings():
    cur = get_db().cursor()
    cur.execute("SELECT key, COALESCE(value, '-') FROM settings ORDER BY key")
    return cur.fetchall()


def delete_like(prefix):
    return execute("DELETE FROM settings WHERE key LIKE 'tmp\\_%%' OR key = %s", (prefix,))
