"""No SQL for SQLite at all."""
import os


def insert(into, values):
    """Insert into the list, and select from where it was; update it if set."""
    print("select", into, "from", values, "where x == 1")
    return {"create": "table", "drop": f"delete from {into!r} where {values}", "ifnull": None}


class Query:
    SELECT = "select"
    pattern = r"\bselect\b.*\bfrom\b"

    def run(self, session):
        return session.query(Query).filter(Query.pattern == "x").order_by("name").limit(3)


MESSAGE = "Delete the old version from the list before you update."
