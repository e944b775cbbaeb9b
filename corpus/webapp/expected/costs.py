"""Costs: the heart of the application."""
from db import get_db, query, query_one, execute
from tags import tag_cost

COLUMNS = ("amount", "currency", "description", "spent_on", "is_recurring")


def add_cost(user_id, amount, spent_on, description="", recurring=False, tags=()):
    cur = get_db().cursor()
    cur.execute(
        "INSERT INTO costs (user_id, amount, spent_on, description, is_recurring) "
        "VALUES (%s, %s, %s, %s, (%s)::int::boolean) RETURNING id",
        (user_id, amount, spent_on, description, int(recurring)),
    )
    cost_id = cur.fetchone()[0]
    tag_cost(cost_id, tags)
    return cost_id


def add_days_ago(user_id, amount, days, description):
    """A cost some days back, as the database counts them."""
    execute(
        "INSERT INTO costs (user_id, amount, spent_on, description) VALUES (%s, %s, (CURRENT_TIMESTAMP - %s * INTERVAL '1 day')::date, %s)",
        (user_id, amount, days, description),
    )


def update_cost(cost_id, **changes):
    fields = [name for name in changes if name in COLUMNS]
    if not fields:
        return 0
    sets = ", ".join(f"{name} = %s" for name in fields)
    cur = get_db().cursor()
    cur.execute(f"UPDATE costs SET {sets} WHERE id = %s", [changes[n] for n in fields] + [cost_id])
    return cur.rowcount


def delete_cost(cost_id):
    return execute("DELETE FROM costs WHERE id = %s", (cost_id,))


def month_total(user_id, month):
    row = query_one(
        "SELECT COALESCE(SUM(amount), 0) AS total FROM costs WHERE user_id = %s AND TO_CHAR(spent_on, 'YYYY-MM') = %s",
        (user_id, month),
    )
    return row["total"]


def by_month(user_id):
    cur = get_db().cursor()
    cur.execute(
        """
        SELECT TO_CHAR(spent_on, 'YYYY-MM') AS month,
               COUNT(*)      AS n,
               SUM(amount)   AS total,
               MAX(amount)   AS largest
        FROM costs
        WHERE user_id = %s
        GROUP BY month
        ORDER BY month
        """,
        (user_id,),
    )
    return cur.fetchall()


def last_week(user_id):
    cur = get_db().cursor()
    cur.execute(
        "SELECT COUNT(*), SUM(amount) FROM costs WHERE user_id = %s AND spent_on >= CURRENT_DATE - 7",
        (user_id,),
    )
    return cur.fetchone()


def recurring(user_id):
    return query(
        "SELECT description, amount FROM costs WHERE user_id = %s AND is_recurring = TRUE ORDER BY amount DESC, id",
        (user_id,),
    )


def page(user_id, number, size=3):
    cur = get_db().cursor()
    cur.execute(
        "SELECT id, amount, description FROM costs WHERE user_id = %s ORDER BY spent_on, id LIMIT %s OFFSET %s",
        (user_id, size, (number - 1) * size),
    )
    return cur.fetchall()


def find(user_id, words=None, low=None, high=None):
    conds, args = ["user_id = %s"], [user_id]
    if words:
        conds.append("description ILIKE %s ESCAPE ''")
        args.append("%" + words + "%")
    if low is not None:
        conds.append("amount >= %s")
        args.append(low)
    if high is not None:
        conds.append("amount <= %s")
        args.append(high)
    where = " AND ".join(conds)
    cur = get_db().cursor()
    cur.execute("SELECT description, amount FROM costs WHERE " + where + " ORDER BY amount, id", args)
    return cur.fetchall()


def with_tag(name):
    return query(
        """SELECT c.description, c.amount
             FROM costs c
            WHERE EXISTS (SELECT 1 FROM cost_tags ct JOIN tags t ON t.id = ct.tag_id
                           WHERE ct.cost_id = c.id AND t.name = %s)
            ORDER BY c.id""",
        (name,),
    )


def share_of_max(user_id):
    """Each cost as a percentage of the largest one; no costs, no rows."""
    cur = get_db().cursor()
    cur.execute(
        "SELECT description, round((amount * 100.0 / NULLIF((SELECT MAX(amount) FROM costs WHERE user_id = %s), 0))::numeric, 1)::double precision "
        "FROM costs WHERE user_id = %s ORDER BY id",
        (user_id, user_id),
    )
    return cur.fetchall()
