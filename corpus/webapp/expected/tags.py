"""Tags and their links to costs."""
from db import get_db, query, execute


def ensure_tag(name):
    cur = get_db().cursor()
    cur.execute("INSERT INTO tags (name) VALUES (%s) ON CONFLICT DO NOTHING", (name,))
    cur.execute("SELECT id FROM tags WHERE name = %s", (name,))
    return cur.fetchone()[0]


def ensure_tags(names):
    cur = get_db().cursor()
    cur.executemany("INSERT INTO tags (name) VALUES (%s) ON CONFLICT DO NOTHING", [(n,) for n in names])


def tag_cost(cost_id, names):
    for name in names:
        tag_id = ensure_tag(name)
        execute("INSERT INTO cost_tags (cost_id, tag_id) VALUES (%s, %s) ON CONFLICT DO NOTHING", (cost_id, tag_id))


def tags_of(cost_id):
    rows = query(
        "SELECT t.name FROM tags t JOIN cost_tags ct ON ct.tag_id = t.id WHERE ct.cost_id = %s ORDER BY t.name",
        (cost_id,),
    )
    return [r["name"] for r in rows]


def tag_cloud(min_count=1):
    cur = get_db().cursor()
    cur.execute(
        """SELECT t.name, COUNT(ct.cost_id) AS n
             FROM tags t
             LEFT JOIN cost_tags ct ON ct.tag_id = t.id
            GROUP BY t.id
           HAVING COUNT(ct.cost_id) >= %s
            ORDER BY n DESC, t.name""",
        (min_count,),
    )
    return cur.fetchall()


def unused_tags():
    return query("SELECT name FROM tags WHERE id NOT IN (SELECT tag_id FROM cost_tags) ORDER BY name")


def rename_tag(old, new):
    return execute("UPDATE tags SET name = %s WHERE name = %s", (new, old))
