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
            amount DOUBLE PRECISION NOT NULL DEFAULT 0 CHECK (amount >= 0),
            is_fixed BOOLEAN NOT NULL DEFAULT FALSE,
            PRIMARY KEY (user_id, month)
        )""",
     "INSERT INTO settings (key, value) VALUES ('budget_warning', '80') ON CONFLICT DO NOTHING"],
]


def version():
    cur = get_db().cursor()
    cur.execute("SELECT COALESCE(substring(obj_description(quote_ident(current_schema())::regnamespace, 'pg_namespace') FROM '^user_version=(-?[0-9]+)$')::int, 0) AS user_version")
    return cur.fetchone()[0]


def has_column(name):
    cur = get_db().cursor()
    cur.execute("SELECT row_number() OVER (ORDER BY a.attnum) - 1 AS cid, a.attname AS name, upper(format_type(a.atttypid, a.atttypmod)) AS type, (a.attnotnull AND array_position(i.indkey::int2[], a.attnum) IS NULL)::int AS \"notnull\", NULLIF(regexp_replace(pg_get_expr(d.adbin, d.adrelid), '^nextval.*|::[a-z ]+$', ''), '') AS dflt_value, COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0) AS pk FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary WHERE a.attrelid = to_regclass('users') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum")
    return any(row[1] == name for row in cur.fetchall())


def migrate():
    cur = get_db().cursor()
    done = version()
    for number, statements in enumerate(STEPS, 1):
        if number <= done:
            continue
        for sql in statements:
            cur.execute(sql)
        cur.execute(f"DO $$ BEGIN EXECUTE 'COMMENT ON SCHEMA ' || quote_ident(current_schema()) || ' IS ' || quote_literal('user_version=' || {number}); END $$")
    commit()
    return version()


def set_budgets(user_id, budgets):
    """budgets: {month: amount}; a month that is there already is replaced."""
    executemany(
        "INSERT INTO budgets (user_id, month, amount) VALUES (%s, %s, %s) "
        "ON CONFLICT (user_id, month) DO UPDATE SET amount = excluded.amount, is_fixed = FALSE",
        [(user_id, month, amount) for month, amount in sorted(budgets.items())],
    )


def over_budget(percent=100):
    cur = get_db().cursor()
    cur.execute(
        """
        SELECT b.user_id, b.month, b.amount,
               round((COALESCE((SELECT SUM(c.amount) FROM costs c
                              WHERE c.user_id = b.user_id AND TO_CHAR(c.spent_on, 'YYYY-MM') = b.month), 0) * 100 / NULLIF(b.amount, 0))::numeric)::double precision AS used
          FROM budgets b
         WHERE b.amount > 0 AND NOT b.is_fixed AND round((COALESCE((SELECT SUM(c.amount) FROM costs c
                              WHERE c.user_id = b.user_id AND TO_CHAR(c.spent_on, 'YYYY-MM') = b.month), 0) * 100 / NULLIF(b.amount, 0))::numeric)::double precision >= %s
         ORDER BY used DESC NULLS LAST, b.month
        """,
        (percent,),
    )
    return cur.fetchall()
