/* Which triggers fire which: SQLite's do not fire from within themselves, PostgreSQL's do. */
#ifndef SQLXLATE_RULES_DDL_TRIGGER_REACH_H
#define SQLXLATE_RULES_DDL_TRIGGER_REACH_H

#include "catalog/catalog.h"

/* Can what the body of `t` changes fire it again, by itself or through other triggers and foreign keys? */
bool trigger_fires_itself(const Catalog *c, const Trigger *t);
/* Do other triggers, or actions of foreign keys, fire it? */
bool trigger_is_fired_inside(const Catalog *c, const Trigger *t);
/* Does what its body changes fire other triggers of its own table? */
bool trigger_fires_siblings(const Catalog *c, const Trigger *t);
/* Does what its body changes matter to a BEFORE trigger of the same event, which sees it after each row in
   SQLite and not before the next statement in PostgreSQL? */
bool trigger_feeds_before(const Catalog *c, const Trigger *t);
/* Does the order of two triggers of one event matter: does one change a table that the other names? */
bool trigger_order_matters(const Trigger *a, const Trigger *b);

#endif
