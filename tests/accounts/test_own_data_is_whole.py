"""Own data is whole: every table of the database that holds something of a person is shown and handed over."""

from talent.database import db

#: Tables that lead to a person, by the part of the download that tells them.
TOLD = {
    "account": {"person", "role_grant"},
    "begun_for_others": {"on_behalf"},
    "appeals": {"appeal"},
    "applications": {"application", "answer"},
    "bank_details": {"bank_account", "former_account"},
    "cases": {"case_file", "case_incentive"},
    "consents": {"consent"},
    "correspondence": {"case_message"},
    "decisions_taken_back": {"case_undoing"},
    "green_channel": {"inbox_entry"},
    "saved_filters": {"saved_filter"},
    "deletion_wishes": {"deletion_wish"},
    "documents": {"evidence", "former_evidence"},
    "interests": {"interest", "conflict_declaration", "step_back"},
    "letters": {"letter"},
    "holds": {"case_hold"},
    "household": {"spouse_link", "spouse_member"},
    "mandates": {"mandate"},
    "messages": {"outbox_message"},
    "offers": {"offer", "offer_look"},
    "objections": {"objection"},
    "payments": {"award", "instalment", "commitment", "payment", "payment_run"},
    "public_notices": {"public_notice"},
    "reported_changes": {"reported_change"},
    "representatives": {"representative", "employer"},
    "recoveries": {"recovery", "repayment", "recovery_part"},
    "registry_extracts": {"registry_row", "registry_extract"},
    "requests": {"case_request", "request_item", "request_document"},
    "reviews": {"review", "review_decision"},
    "spot_checks": {"spot_check"},
    "sign_ins": {"audit_record"},
}

#: Tables that lead to a person and are not theirs to be told: what a clerk noted for colleagues, and files of results,
#: of which each person is told what they report of their own payments; and the calendar, which an officer
#: only enters; and that approvers were reminded of a case.
WITHHELD = {"verification", "payment_result_file", "calendar_day", "case_escalation"}


def leads_to_a_person() -> set[str]:
    """Return every table from which references lead to a person."""
    found = {"person"}
    while True:
        more = {
            table.name
            for table in db.metadata.tables.values()
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def test_every_table_about_people_is_told_or_withheld_on_purpose(app):
    assert leads_to_a_person() == set().union(*TOLD.values()) | WITHHELD
