"""The administrator's pages, the operator's command, and where people land."""

import pytest

from talent.accounts.models import Person
from talent.accounts.queries import person_by_email
from talent.audit.queries import records
from talent.database import db
from talent.web.access import Role


@pytest.fixture
def administrator(client, people):
    people("admin@example.org", Role.ADMINISTRATOR)
    client.sign_in("admin@example.org")
    client.get("/language/en")
    return client


def again(person):
    db.session.rollback()
    return db.session.get(Person, person.id)


def test_roles_are_given_and_taken_and_both_are_recorded(administrator, people):
    someone = people("someone@example.org", Role.APPLICANT, Role.CLERK)
    answer = administrator.post(f"/people/{someone.id}", data={"roles": ["applicant", "auditor"]})
    assert answer.status_code == 302
    assert {grant.name for grant in again(someone).roles} == {Role.APPLICANT, Role.AUDITOR}
    told = [(entry.action, entry.details.get("role")) for entry in records(about=f"person:{someone.id}")]
    assert ("role given", "auditor") in told and ("role taken", "clerk") in told


def test_an_administrator_cannot_lock_themselves_out(administrator):
    me = person_by_email("admin@example.org")
    answer = administrator.post(f"/people/{me.id}", data={"roles": ["clerk"]})
    assert answer.status_code == 409
    assert "You cannot take the administrator role from yourself" in answer.text
    assert {grant.name for grant in again(me).roles} == {Role.ADMINISTRATOR}


def test_a_role_that_does_not_exist_is_refused(administrator, people):
    someone = people("someone@example.org", Role.APPLICANT)
    assert administrator.post(f"/people/{someone.id}", data={"roles": ["emperor"]}).status_code == 200
    assert {grant.name for grant in again(someone).roles} == {Role.APPLICANT}


def test_people_are_found_by_name_or_address_and_shown_in_pages(administrator, people):
    for number in range(25):
        people(f"p{number:02}@example.org", Role.APPLICANT, name=f"人物{number:02}")
    assert "page 1 of 2" in administrator.get("/people").text
    found = administrator.get("/people?search=人物07").text
    assert "p07@example.org" in found and "p08@example.org" not in found
    assert "Nobody was found" in administrator.get("/people?search=%25").text


def test_the_pages_are_the_administrators_alone(client, people):
    someone = people("clerk@example.org", Role.CLERK)
    client.sign_in("clerk@example.org")
    for address in ("/people", f"/people/{someone.id}"):
        assert client.get(address).status_code == 403
    assert client.post(f"/people/{someone.id}/second-step").status_code == 403


def test_nobody_with_that_number_is_not_found(administrator):
    assert administrator.get("/people/999999").status_code == 404


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.MENTOR])
def test_who_has_no_work_here_yet_is_told_so(client, people, role):
    people("guest@example.org", role)
    client.sign_in("guest@example.org")
    client.get("/language/en")
    assert "Nothing waits for you yet" in client.get("/welcome").text


def test_the_operator_makes_the_first_administrator(app):
    runner = app.test_cli_runner()
    command = ["accounts", "create", "First@Example.org", "--name", "郑管理", "--role", "administrator"]
    secret = "four words well kept\n"
    made = runner.invoke(args=command, input=secret * 2)
    assert made.exit_code == 0, made.output
    assert "four words" not in made.output
    person = person_by_email("first@example.org")
    assert person.has(Role.ADMINISTRATOR) and person.confirmed_at is not None
    assert runner.invoke(args=command, input=secret * 2).exit_code == 2
    assert runner.invoke(args=[*command[:2], "b@example.org", *command[3:]], input="short\nshort\n").exit_code == 2
    assert runner.invoke(args=[*command[:2], "no address", *command[3:]], input=secret * 2).exit_code == 2
