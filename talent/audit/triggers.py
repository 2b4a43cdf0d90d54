"""What the database itself does for the record: it only grows, and where it ends is kept beside it."""

#: Statements by database. On PostgreSQL the head moves once a statement, however many entries it adds.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record "
        "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END",
        "CREATE TRIGGER audit_record_no_delete BEFORE DELETE ON audit_record "
        "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_record_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit record is append-only'; END $$",
        "CREATE TRIGGER audit_record_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_record_refuse()",
    ],
}
HEAD_TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER audit_record_moves_head AFTER INSERT ON audit_record BEGIN "
        "INSERT INTO audit_head (id, entry_id, hash) VALUES (1, NEW.id, NEW.hash) "
        "ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash; END",
        "CREATE TRIGGER audit_head_no_return BEFORE UPDATE ON audit_head WHEN NEW.entry_id <= OLD.entry_id "
        "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END",
        "CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head "
        "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_record_move_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO audit_head (id, entry_id, hash) SELECT 1, id, hash FROM fresh ORDER BY id DESC LIMIT 1 "
        "ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, hash = excluded.hash; RETURN NULL; END $$",
        "CREATE TRIGGER audit_record_moves_head AFTER INSERT ON audit_record REFERENCING NEW TABLE AS fresh "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_record_move_head()",
        "CREATE FUNCTION audit_head_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'UPDATE' AND NEW.entry_id > OLD.entry_id THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'the audit record is append-only'; END $$",
        "CREATE TRIGGER audit_head_no_return BEFORE UPDATE OR DELETE ON audit_head "
        "FOR EACH ROW EXECUTE FUNCTION audit_head_refuse()",
    ],
}
