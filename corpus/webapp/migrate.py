"""Schema changes since the first release, applied at start-up, each of them once."""
from db import get_db, commit, executemany

STEPS = [
    # 1: telephone numbers
    ["ALTER TABLE users ADD COLUMN phone TEXT",
     "CREATE INDEX IF NOT EXISTS idx_users_phone ON users(phone) WHERE phone IS NOT NULL"],
    # 2: budgets, one a user and month
    ["""CREATE TABLE IF NOT EXISTS budgets (
            user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
            month TEXT NOT NULL,                      -- 2024-02
            amount REAL NOT NULL DEFAULT 0 CHECK (amount >= 0),
            is_fixed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (user_id, month)
        )""",
     "INSERT OR IGNORE INTO settings (key, value) VALUES ('budget_warning', '80')"],
]


def version():
    cur = get_db().cursor()
    cur.execute("PRAGMA user_version")
    return cur.fetchone()[0]


def has_column(name):
    cur = get_db().cursor()
    cur.execute("PRAGMA table_info(users)")
    return any(row[1] == name for row in cur.fetchall())


def migrate():
    cur = get_db().cursor()
    done = version()
    for number, statements in enumerate(STEPS, 1):
        if number <= done:
            continue
        for sql in statements:
            cur.execute(sql)
        cur.execute(f"PRAGMA user_version = {number}")
    commit()
    return version()


def set_budgets(user_id, budgets):
    """budgets: {month: amount}; a month that is there already is replaced."""
    executemany(
        "INSERT INTO budgets (user_id, month, amount) VALUES (?, ?, ?) "
        "ON CONFLICT (user_id, month) DO UPDATE SET amount = excluded.amount, is_fixed = 0",
        [(user_id, month, amount) for month, amount in sorted(budgets.items())],
    )


def over_budget(percent=100):
    cur = get_db().cursor()
    cur.execute(
        """
        SELECT b.user_id, b.month, b.amount,
               ROUND(IFNULL((SELECT SUM(c.amount) FROM costs c
                              WHERE c.user_id = b.user_id AND strftime('%Y-%m', c.spent_on) = b.month), 0) * 100 / b.amount) AS used
          FROM budgets b
         WHERE b.amount > 0 AND NOT b.is_fixed AND used >= ?
         ORDER BY used DESC, b.month
        """,
        (percent,),
    )
    return cur.fetchall()
