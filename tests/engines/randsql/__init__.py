"""The generators behind random_sql.py: trees of SQL (tree), schemas and data (schema), expressions (grammar.txt, expr),
queries (query) and changes (change); what judges cases on both engines (runner), makes failures small (shrink) and
spoils translations on purpose (mutants)."""
