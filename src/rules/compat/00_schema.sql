-- What only a function in the database can do as SQLite does it.  sqlxlate calls these under --compat; running this
-- text again brings them up to date.
CREATE SCHEMA IF NOT EXISTS sqlite_compat;
