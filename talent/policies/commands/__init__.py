"""The command line of policies: read, check, decide, explain and certify by them, with no database at hand."""

from flask.cli import AppGroup

from talent.policies.commands import certificates, files, people, shown, tables

policy = AppGroup("policy", help="Read, check, decide, explain and certify by policies written as data.")

for _command in (
    files.list_policies,
    shown.show,
    files.check,
    files.test,
    files.print_schema,
    people.decide,
    people.explain,
    tables.import_table,
    tables.export_table,
    certificates.make_key,
    certificates.certificate,
    certificates.check_certificate,
):
    policy.add_command(_command)
