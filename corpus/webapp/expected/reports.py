"""Reports over all users."""
from db import get_db, query

TOP_SPENDERS = """
    SELECT u.username,
           round(SUM(c.amount)::numeric, 2)::double precision AS total,
           RANK() OVER (ORDER BY SUM(c.amount) DESC) AS place
      FROM users u
      JOIN costs c ON c.user_id = u.id
     GROUP BY u.id
     ORDER BY place, u.username
     LIMIT %s
"""


def top_spenders(n=5):
    cur = get_db().cursor()
    cur.execute(TOP_SPENDERS, (n,))
    return cur.fetchall()


def running_total(user_id):
    return query(
        """
        WITH ordered AS (
            SELECT id, spent_on, amount FROM costs WHERE user_id = %s
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
        'SELECT username, CASE WHEN is_active THEN \'active\' ELSE \'gone\' END AS state FROM users '
        "WHERE id NOT IN (SELECT user_id FROM costs) ORDER BY username"
    )


def labels():
    cur = get_db().cursor()
    cur.execute("SELECT username || ' <' || COALESCE(email, 'none') || '>' FROM users ORDER BY id")
    return [r[0] for r in cur.fetchall()]


def weekdays(user_id):
    cur = get_db().cursor()
    cur.execute(
        "SELECT EXTRACT(dow FROM spent_on)::int::text, COUNT(*) FROM costs WHERE user_id = %s AND spent_on < '2024-07-01' "
        "GROUP BY EXTRACT(dow FROM spent_on)::int::text ORDER BY 1",
        (user_id,),
    )
    return cur.fetchall()


def initials():
    cur = get_db().cursor()
    cur.execute("SELECT upper(substr(username, 1, 1)), length(username), strpos(username, 'a') FROM users ORDER BY id")
    return cur.fetchall()
