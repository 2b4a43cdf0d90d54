"""The triggers by which nobody is in two links that stand, and what is over stays over: run by the migration too."""

_SAYS = "a link between spouses is kept as it was agreed to"
_FROZEN = "inviter_id, invited_at, policies"
_AGREED_TWICE = "OLD.spouse_id IS NOT NULL"
_OVER = "OLD.ended_at IS NOT NULL"
_AGREES = "NEW.spouse_id IS NOT NULL AND OLD.spouse_id IS NULL AND NEW.ended_at IS NULL"

#: Statements, by database. `spouse_member` holds one row for each person in a link that stands; its key is the person.
TRIGGERS = {
    "sqlite": [
        "CREATE TRIGGER spouse_link_begins AFTER INSERT ON spouse_link WHEN NEW.ended_at IS NULL BEGIN "
        "INSERT INTO spouse_member (person_id, link_id) VALUES (NEW.inviter_id, NEW.id); "
        "INSERT INTO spouse_member (person_id, link_id) SELECT NEW.spouse_id, NEW.id WHERE NEW.spouse_id IS NOT NULL; "
        "END",
        f"CREATE TRIGGER spouse_link_agrees AFTER UPDATE OF spouse_id ON spouse_link WHEN {_AGREES} BEGIN "  # noqa: S608
        "INSERT INTO spouse_member (person_id, link_id) VALUES (NEW.spouse_id, NEW.id); END",
        "CREATE TRIGGER spouse_link_ends AFTER UPDATE OF ended_at ON spouse_link WHEN NEW.ended_at IS NOT NULL BEGIN "
        "DELETE FROM spouse_member WHERE link_id = NEW.id; END",
        f"CREATE TRIGGER spouse_link_stays BEFORE UPDATE OF {_FROZEN} ON spouse_link "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        "CREATE TRIGGER spouse_link_agreed_once BEFORE UPDATE OF spouse_id, agreed_at ON spouse_link "
        f"WHEN {_AGREED_TWICE} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        f"CREATE TRIGGER spouse_link_ended_once BEFORE UPDATE ON spouse_link WHEN {_OVER} "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION spouse_link_keep_members() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "DELETE FROM spouse_member WHERE link_id = NEW.id AND NEW.ended_at IS NOT NULL; "
        "IF NEW.ended_at IS NULL AND TG_OP = 'INSERT' THEN "
        "INSERT INTO spouse_member (person_id, link_id) VALUES (NEW.inviter_id, NEW.id); END IF; "
        "IF NEW.ended_at IS NULL AND NEW.spouse_id IS NOT NULL "
        "AND (TG_OP = 'INSERT' OR OLD.spouse_id IS NULL) THEN "
        "INSERT INTO spouse_member (person_id, link_id) VALUES (NEW.spouse_id, NEW.id); END IF; "
        "RETURN NULL; END $$",
        "CREATE TRIGGER spouse_link_has_members AFTER INSERT OR UPDATE ON spouse_link "
        "FOR EACH ROW EXECUTE FUNCTION spouse_link_keep_members()",
        "CREATE FUNCTION spouse_link_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER spouse_link_stays BEFORE UPDATE OF {_FROZEN} ON spouse_link "
        "FOR EACH ROW EXECUTE FUNCTION spouse_link_refuse()",
        "CREATE TRIGGER spouse_link_agreed_once BEFORE UPDATE OF spouse_id, agreed_at ON spouse_link "
        f"FOR EACH ROW WHEN ({_AGREED_TWICE}) EXECUTE FUNCTION spouse_link_refuse()",
        "CREATE TRIGGER spouse_link_ended_once BEFORE UPDATE ON spouse_link "
        f"FOR EACH ROW WHEN ({_OVER}) EXECUTE FUNCTION spouse_link_refuse()",
    ],
}
