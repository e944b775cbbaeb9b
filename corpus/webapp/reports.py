"""Reports over all users."""
from db import get_db, query

TOP_SPENDERS = """
    SELECT u.username,
           ROUND(SUM(c.amount), 2) AS total,
           RANK() OVER (ORDER BY SUM(c.amount) DESC) AS place
      FROM users u
      JOIN costs c ON c.user_id = u.id
     GROUP BY u.id
     ORDER BY place, u.username
     LIMIT ?
"""


def top_spenders(n=5):
    cur = get_db().cursor()
    cur.execute(TOP_SPENDERS, (n,))
    return cur.fetchall()


def running_total(user_id):
    return query(
        """
        WITH ordered AS (
            SELECT id, spent_on, amount FROM costs WHERE user_id = ?
        )
        SELECT id, SUM(amount) OVER (ORDER BY spent_on, id) AS so_far
          FROM ordered
         ORDER BY spent_on, id
        """,
        (user_id,),
    )


def size_classes():
    cur = get_db().cursor()
    cur.execute(
        """SELECT CASE WHEN amount < 10 THEN 'small'
                       WHEN amount < 100 THEN 'medium'
                       ELSE 'large' END AS class,
                  COUNT(*)
             FROM costs
            GROUP BY class
            ORDER BY class"""
    )
    return cur.fetchall()


def users_without_costs():
    return query(
        'SELECT username, iif(is_active, "active", "gone") AS state FROM users '
        "WHERE id NOT IN (SELECT user_id FROM costs) ORDER BY username"
    )


def labels():
    cur = get_db().cursor()
    cur.execute("SELECT username || ' <' || ifnull(email, 'none') || '>' FROM users ORDER BY id")
    return [r[0] for r in cur.fetchall()]


def weekdays(user_id):
    cur = get_db().cursor()
    cur.execute(
        "SELECT strftime('%w', spent_on), COUNT(*) FROM costs WHERE user_id = ? AND spent_on < '2024-07-01' "
        "GROUP BY strftime('%w', spent_on) ORDER BY 1",
        (user_id,),
    )
    return cur.fetchall()


def initials():
    cur = get_db().cursor()
    cur.execute("SELECT upper(substr(username, 1, 1)), length(username), instr(username, 'a') FROM users ORDER BY id")
    return cur.fetchall()
