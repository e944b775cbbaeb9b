"""Costs: the heart of the application."""
from db import get_db, query, query_one, execute
from tags import tag_cost

COLUMNS = ("amount", "currency", "description", "spent_on", "is_recurring")


def add_cost(user_id, amount, spent_on, description="", recurring=False, tags=()):
    cur = get_db().cursor()
    cur.execute(
        "INSERT INTO costs (user_id, amount, spent_on, description, is_recurring) "
        "VALUES (?, ?, ?, ?, ?)",
        (user_id, amount, spent_on, description, int(recurring)),
    )
    cost_id = cur.lastrowid
    tag_cost(cost_id, tags)
    return cost_id


def add_days_ago(user_id, amount, days, description):
    """A cost some days back, as the database counts them."""
    execute(
        "INSERT INTO costs (user_id, amount, spent_on, description) VALUES (?, ?, date('now', '-' || ? || ' days'), ?)",
        (user_id, amount, days, description),
    )


def update_cost(cost_id, **changes):
    fields = [name for name in changes if name in COLUMNS]
    if not fields:
        return 0
    sets = ", ".join(f"{name} = ?" for name in fields)
    cur = get_db().cursor()
    cur.execute(f"UPDATE costs SET {sets} WHERE id = ?", [changes[n] for n in fields] + [cost_id])
    return cur.rowcount


def delete_cost(cost_id):
    return execute("DELETE FROM costs WHERE id = ?", (cost_id,))


def month_total(user_id, month):
    row = query_one(
        "SELECT COALESCE(SUM(amount), 0) AS total FROM costs WHERE user_id = ? AND strftime('%Y-%m', spent_on) = ?",
        (user_id, month),
    )
    return row["total"]


def by_month(user_id):
    cur = get_db().cursor()
    cur.execute(
        """
        SELECT strftime('%Y-%m', spent_on) AS month,
               COUNT(*)      AS n,
               SUM(amount)   AS total,
               MAX(amount)   AS largest
        FROM costs
        WHERE user_id = ?
        GROUP BY month
        ORDER BY month
        """,
        (user_id,),
    )
    return cur.fetchall()


def last_week(user_id):
    cur = get_db().cursor()
    cur.execute(
        "SELECT COUNT(*), SUM(amount) FROM costs WHERE user_id = ? AND spent_on >= date('now', '-7 days')",
        (user_id,),
    )
    return cur.fetchone()


def recurring(user_id):
    return query(
        "SELECT description, amount FROM costs WHERE user_id = ? AND is_recurring == 1 ORDER BY amount DESC, id",
        (user_id,),
    )


def page(user_id, number, size=3):
    cur = get_db().cursor()
    cur.execute(
        "SELECT id, amount, description FROM costs WHERE user_id = ? ORDER BY spent_on, id LIMIT ? OFFSET ?",
        (user_id, size, (number - 1) * size),
    )
    return cur.fetchall()


def find(user_id, words=None, low=None, high=None):
    conds, args = ["user_id = ?"], [user_id]
    if words:
        conds.append("description LIKE ?")
        args.append("%" + words + "%")
    if low is not None:
        conds.append("amount >= ?")
        args.append(low)
    if high is not None:
        conds.append("amount <= ?")
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
                           WHERE ct.cost_id = c.id AND t.name = ?)
            ORDER BY c.id""",
        (name,),
    )


def share_of_max(user_id):
    """Each cost as a percentage of the largest one; no costs, no rows."""
    cur = get_db().cursor()
    cur.execute(
        "SELECT description, ROUND(amount * 100.0 / (SELECT MAX(amount) FROM costs WHERE user_id = ?), 1) "
        "FROM costs WHERE user_id = ? ORDER BY id",
        (user_id, user_id),
    )
    return cur.fetchall()
