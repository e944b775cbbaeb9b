"""Users: registration, login, search."""
from db import get_db, query, query_one, execute

FIND_BY_NAME = "SELECT id, username, email, is_active FROM users WHERE username = %s"


def create_user(username, email=None, is_admin=False):
    cursor = get_db().cursor()
    cursor.execute(
        "INSERT INTO users (username, email, is_admin) VALUES (%s, %s, (%s)::int::boolean) RETURNING id",
        (username, email, 1 if is_admin else 0),
    )
    user_id = cursor.fetchone()[0]
    log(username, "create", f"user {user_id}")
    return user_id


def log(user, action, detail=None):
    cur = get_db().cursor()
    cur.execute("INSERT INTO audit_log (\"user\", action, detail) VALUES (%s, %s, %s)", (user, action, detail))


def find_user(username):
    return query_one(FIND_BY_NAME, (username,))


def get_user(user_id):
    return query_one("SELECT * FROM users WHERE id = %s", (user_id,))


def login(username):
    cur = get_db().cursor()
    cur.execute("SELECT id FROM users WHERE username = %s AND is_active = TRUE", (username,))
    row = cur.fetchone()
    if row is None:
        return None
    cur.execute(
        """
        UPDATE users
           SET last_login = CURRENT_TIMESTAMP,   -- UTC, like everything here
               login_count = login_count + 1
         WHERE id = %s
        """,
        (row[0],),
    )
    return row[0]


def deactivate(username):
    return execute("UPDATE users SET is_active = FALSE WHERE username = %s", (username,))


def set_active(username, flag):
    return execute("UPDATE users SET is_active = (%s)::int::boolean WHERE username = %s", (1 if flag else 0, username))


def search(term="", only_active=True, limit=20):
    sql = "SELECT username, email FROM users WHERE 1=1"
    params = []
    if term:
        sql += " AND (username ILIKE %s ESCAPE '' OR email ILIKE %s ESCAPE '')"
        params += [f"%{term}%", f"%{term}%"]
    if only_active:
        sql += " AND is_active = TRUE"
    sql += " ORDER BY username LIMIT %s"
    params.append(limit)
    cur = get_db().cursor()
    cur.execute(sql, params)
    return cur.fetchall()


def names_of(ids):
    if not ids:
        return []
    marks = ",".join(["%s"] * len(ids))
    cur = get_db().cursor()
    cur.execute(f"SELECT username FROM users WHERE id IN ({marks}) ORDER BY id", list(ids))
    return [r[0] for r in cur.fetchall()]


def never_logged_in():
    return query(
        "SELECT username FROM users "
        "WHERE last_login IS NULL "
        "AND created_at > CURRENT_TIMESTAMP - INTERVAL '30 days' "
        "ORDER BY username"
    )


def gmail_users():
    return query("SELECT username FROM users WHERE email ILIKE '%%@gmail.com' AND is_active = (%s)::int::boolean ORDER BY id", (1,))


def counts():
    cur = get_db().cursor()
    cur.execute('SELECT COUNT(*), SUM(is_active::int), SUM(CASE WHEN is_admin = TRUE THEN 1 ELSE 0 END) FROM users')
    return cur.fetchone()


def active_names():
    return [r["username"] for r in query("SELECT username FROM active_users ORDER BY username")]
