"""A small blog, the way the Flask tutorial does it."""
import os
from db import get_db, IntegrityError


def init_db():
    db = get_db()
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "schema.sql"), encoding="utf8") as f:
        db.executescript(f.read())
    db.commit()


def query_db(query, args=(), one=False):
    cur = get_db().execute(query, args)
    rv = cur.fetchall()
    cur.close()
    return (rv[0] if rv else None) if one else rv


def register(username, password):
    db = get_db()
    error = None
    if not username:
        error = "Username is required."
    elif db.execute("SELECT id FROM user WHERE username = ?", (username,)).fetchone() is not None:
        error = "User {} is already registered.".format(username)
    if error is None:
        db.execute("INSERT INTO user (username, password) VALUES (?, ?)", (username, password))
        db.commit()
    return error


def register2(username, password):
    db = get_db()
    try:
        db.execute(
            "INSERT INTO user (username, password) VALUES (?, ?)",
            (username, password),
        )
        db.commit()
    except IntegrityError:
        db.rollback()
        return f"User {username} is already registered."
    return None


def login(username, password):
    user = query_db("select * from user where username = ?", [username], one=True)
    if user is None:
        return "Incorrect username."
    if user["password"] != password:
        return "Incorrect password."
    return "ok %s admin=%s" % (user["username"], bool(user["is_admin"]))


def get_post(id):
    post = (
        get_db()
        .execute(
            "SELECT p.id, title, body, created, author_id, username"
            " FROM post p JOIN user u ON p.author_id = u.id"
            " WHERE p.id = ?",
            (id,),
        )
        .fetchone()
    )
    return post


def create(author, title, body, tags=(), created=None):
    db = get_db()
    if created:
        cur = db.execute(
            "INSERT INTO post (title, body, author_id, created, published)"
            " VALUES (?, ?, (SELECT id FROM user WHERE username = ?), ?, 1)",
            (title, body, author, created))
    else:
        cur = db.execute(
            "INSERT INTO post (title, body, author_id) VALUES (?, ?, (SELECT id FROM user WHERE username = ?))",
            (title, body, author))
    post_id = cur.lastrowid
    for t in tags:
        db.execute("INSERT OR IGNORE INTO tag (name) VALUES (?)", (t,))
        tag_id = db.execute("SELECT id FROM tag WHERE name = ?", (t,)).fetchone()[0]
        db.execute("INSERT OR IGNORE INTO post_tag VALUES (?, ?)", (post_id, tag_id))
    db.commit()
    return post_id


def index(page=1, per_page=3):
    return query_db(
        """
        SELECT p.id, p.title, p.body, date(p.created) AS day, u.username,
               (SELECT COUNT(*) FROM comment c WHERE c.post_id = p.id) AS ncomments,
               IFNULL((SELECT group_concat(name, ', ') FROM (
                   SELECT t.name FROM tag t JOIN post_tag pt ON pt.tag_id = t.id
                   WHERE pt.post_id = p.id ORDER BY t.name)), '') AS tags
        FROM post p JOIN user u ON p.author_id = u.id
        WHERE published
        ORDER BY created DESC, p.id DESC
        LIMIT ? OFFSET ?
        """, (per_page, (page - 1) * per_page))


def archive():
    return query_db("""SELECT strftime('%Y', created) AS year, strftime('%m', created) AS month, count(*) AS n
                       FROM post WHERE published = 1 GROUP BY year, month ORDER BY year DESC, month DESC""")


def search(q):
    return query_db("SELECT id, title, substr(body, 1, 12) || '...' AS excerpt FROM post "
                    "WHERE (title LIKE ? OR body LIKE ?) AND published ORDER BY id", ("%" + q + "%",) * 2)


def search_titles(q):
    return query_db("SELECT title FROM post WHERE title LIKE '%' || ? || '%' ORDER BY lower(title)", [q])


def popular():
    return query_db("SELECT title, views, views * 100 / (SELECT SUM(views) FROM post) AS pct "
                    "FROM post ORDER BY views DESC, title LIMIT 3")


def cloud():
    return query_db("select t.name, count(*) n from tag t left join post_tag pt on pt.tag_id = t.id "
                    "group by t.id having n > 0 order by n desc, t.name collate nocase")


def main():
    init_db()
    print(register("alice", "a"), register("Bob", "b"), register("", "x"))
    print(register("ALICE", "zz"))
    print(register2("bob", "zz"))
    get_db().execute("UPDATE user SET is_admin = 1 WHERE username = ?", ("Alice",))
    get_db().commit()
    print(login("alice", "a"), "|", login("BOB", "b"), "|", login("carol", ""), "|", login("bob", "c"))
    p1 = create("alice", "Hello World", "First post on the new blog", ["intro", "Python"], "2024-01-05 10:00:00")
    p2 = create("bob", "SQLite tips", "Use parameters, 100% of the time", ["python", "sql", "sql"], "2024-01-20 09:30:00")
    p3 = create("Alice", "Another one", "hello again", [], "2024-02-01 00:00:00")
    p4 = create("alice", "Draft", "not yet")
    p5 = create("alice", "Later", "world peace", ["intro"], "2024-02-29 23:59:59")
    print(p1, p2, p3, p4, p5)
    for body in ("Nice!", "I disagree", None):
        try:
            get_db().execute("INSERT INTO comment (post_id, name, body) VALUES (?, ?, ?)", (p1, "anon", body))
            get_db().commit()
        except IntegrityError:
            get_db().rollback()
            print("comment needs a body")
    try:
        get_db().execute("INSERT INTO comment (post_id, body) VALUES (?, ?)", (999, "x"))
        get_db().commit()
    except IntegrityError:
        get_db().rollback()
        print("no such post")
    for page in (1, 2):
        for row in index(page):
            print(page, row["id"], row["title"], row["day"], row["username"], row["ncomments"], repr(row["tags"]))
    for row in archive():
        print(row["year"], row["month"], row["n"])
    print([tuple(r) for r in search("hello")])
    print([tuple(r) for r in search("100%")])
    print([r[0] for r in search_titles("O")])
    print(tuple(get_post(p2))[:3], get_post(p2)["username"], get_post(77))
    for i, n in ((p1, 7), (p2, 3), (p3, 1)):
        for _ in range(n):
            get_db().execute("UPDATE post SET views = views + 1 WHERE id = ?", (i,))
    get_db().commit()
    print([tuple(r) for r in popular()])
    print([tuple(r) for r in cloud()])
    print([r["joined"][:2] for r in query_db("SELECT joined FROM user ORDER BY id")])
    print(query_db("SELECT count(*) FROM comment WHERE created > datetime('now', '-1 hour')", one=True)[0])
    print(query_db("SELECT MAX(id) FROM post", one=True)[0], query_db("SELECT max(created) m FROM post WHERE published", one=True)["m"])
    print(query_db("SELECT username FROM user WHERE is_admin", one=True)["username"])
    print(query_db("SELECT COUNT(*) AS c, SUM(published) AS s, AVG(views) AS a FROM post", one=True)["a"])
    cur = get_db().execute("DELETE FROM post WHERE id = ?", (p1,))
    get_db().commit()
    print(cur.rowcount, query_db("SELECT count(*) FROM comment", one=True)[0])
    get_db().execute("DELETE FROM post_tag WHERE post_id NOT IN (SELECT id FROM post)")
    get_db().execute("DELETE FROM tag WHERE NOT EXISTS (SELECT 1 FROM post_tag WHERE tag_id = tag.id)")
    get_db().commit()
    print([r["name"] for r in query_db("SELECT name FROM tag ORDER BY name COLLATE NOCASE")])
    print(create("bob", "After", "x"))
    print(query_db("SELECT random() IS NOT NULL AND abs(random()) >= 0", one=True)[0])
    print(query_db("SELECT COUNT(*) FROM (SELECT * FROM post ORDER BY RANDOM() LIMIT 2)", one=True)[0])
    prev = query_db("SELECT id, title FROM post WHERE created < (SELECT created FROM post WHERE id = ?) ORDER BY created DESC LIMIT 1", (p5,), True)
    print(prev["id"], prev["title"])


if __name__ == "__main__":
    main()
