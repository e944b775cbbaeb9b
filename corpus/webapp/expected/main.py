"""Plays a scenario and prints what it sees."""
import datetime

import db
import costs
import maintenance
import migrate
import reports
import settings
import tags
import users


def clean(value):
    """The same print on every driver: numbers as numbers, no NULL markers of its own."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return str(value)
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(v) for v in value]
    number = float(value)
    return int(number) if number == int(number) else round(number, 6)


def show(label, value):
    print(f"{label}: {clean(value)}")


def main():
    db.init_db()
    maintenance.tune()
    show("version", [migrate.version(), migrate.migrate(), migrate.migrate()])
    show("has column", [migrate.has_column("phone"), migrate.has_column("fax")])

    anna = users.create_user("anna", "anna@gmail.com", is_admin=True)
    bert = users.create_user("bert", "bert@example.org")
    carl = users.create_user("Carl")
    show("ids", [anna, bert, carl])
    show("login", users.login("anna"))
    show("no login", users.login("nobody"))
    show("deactivate", users.deactivate("Carl"))
    show("activate", users.set_active("Carl", True))
    show("deactivate again", users.set_active("Carl", False))
    show("found", users.find_user("bert"))
    show("search all", users.search(only_active=False))
    show("search", users.search("AN"))
    show("names", users.names_of([anna, carl]))
    show("never", users.never_logged_in())
    show("gmail", users.gmail_users())
    show("counts", users.counts())
    show("active", users.active_names())
    show("logins", users.get_user(anna)["login_count"])

    settings.set_setting("theme", "dark")
    settings.set_setting("page", 25)
    show("default kept", settings.set_default("theme", "blue"))
    show("bump", [settings.bump("visits") for _ in range(3)])
    settings.set_setting("tmp_a", "x")
    settings.set_setting("tmp_b", None)
    show("settings", settings.all_settings())
    show("deleted", settings.delete_like("page"))
    show("theme", settings.get_setting("theme"))

    first = costs.add_cost(anna, 12.5, "2024-01-31", "Lunch at Joe's", tags=["food", "work"])
    second = costs.add_cost(anna, 800, "2024-02-29", "rent", recurring=True, tags=["home"])
    third = costs.add_cost(anna, 3.2, "2024-02-01", "50% coffee", tags=["food"])
    costs.add_cost(bert, 99.99, "2024-03-15", "shoes")
    costs.add_days_ago(bert, 20, 2, "recent")
    costs.add_days_ago(bert, 30, 40, "older")
    tags.ensure_tags(["food", "travel", "zoo"])
    show("update", costs.update_cost(third, amount=3.5, description="coffee 50%"))
    show("month", costs.month_total(anna, "2024-02"))
    show("by month", costs.by_month(anna))
    show("last week", costs.last_week(bert))
    show("recurring", costs.recurring(anna))
    show("page 1", costs.page(anna, 1, 2))
    show("page 2", costs.page(anna, 2, 2))
    show("find", costs.find(anna, "o", 1, 100))
    show("find all", costs.find(bert))
    show("tagged", costs.with_tag("food"))
    show("share", costs.share_of_max(anna))
    show("tags of", tags.tags_of(first))
    show("cloud", tags.tag_cloud(0))
    show("unused", tags.unused_tags())
    show("rename", tags.rename_tag("zoo", "zoological"))

    migrate.set_budgets(anna, {"2024-01": 100, "2024-02": 500})
    migrate.set_budgets(anna, {"2024-02": 600, "2024-03": 50})
    show("over budget", migrate.over_budget())
    show("near budget", migrate.over_budget(percent=10))

    show("top", reports.top_spenders(3))
    show("running", reports.running_total(anna))
    show("classes", reports.size_classes())
    show("without", reports.users_without_costs())
    show("labels", reports.labels())
    show("weekdays", reports.weekdays(anna))
    show("initials", reports.initials())

    maintenance.add_session("a", anna, 5)
    maintenance.add_session("a", anna, 6)
    maintenance.add_session("b", bert, -1)
    show("purged", maintenance.purge_sessions())
    show("audit purged", maintenance.purge_audit())
    show("tables", maintenance.tables())
    show("has", [maintenance.has_table("tags"), maintenance.has_table("nope")])
    show("columns", maintenance.columns())
    show("audit", [(action, n, sorted(who.split(","))) for action, n, who in maintenance.audit_summary()])
    show("sizes", maintenance.table_sizes())
    maintenance.check()
    show("orphans", maintenance.orphans())
    show("delete", costs.delete_cost(second))
    show("after delete", tags.tag_cloud())
    db.commit()
    db.close()


if __name__ == "__main__":
    main()
