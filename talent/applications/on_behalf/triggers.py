"""The triggers by which nothing is begun for somebody who has not agreed: run by the migration too."""

_SAYS = "an application is begun only for who agreed to it"
_AGREED = (
    "SELECT 1 FROM mandate JOIN application ON application.applicant_id = mandate.person_id "
    "WHERE mandate.id = NEW.mandate_id AND mandate.state = 'agreed' AND application.id = NEW.application_id"
)

#: Statements, by database.
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER on_behalf_is_agreed BEFORE INSERT ON on_behalf WHEN NOT EXISTS ({_AGREED}) "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
        "CREATE TRIGGER on_behalf_stays BEFORE UPDATE OF application_id, mandate_id, begun_by_id ON on_behalf "
        f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION on_behalf_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'INSERT' AND EXISTS ({_AGREED}) THEN RETURN NEW; END IF; "
        f"RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER on_behalf_is_agreed BEFORE INSERT ON on_behalf "
        "FOR EACH ROW EXECUTE FUNCTION on_behalf_refuse()",
        "CREATE TRIGGER on_behalf_stays BEFORE UPDATE OF application_id, mandate_id, begun_by_id ON on_behalf "
        "FOR EACH ROW EXECUTE FUNCTION on_behalf_refuse()",
    ],
}
