"""The specification's own examples decide as it says (DMN 1.3, section 8.2.8 for hit policies, chapter 11 for loans).

The tables stand in hit-policies.dmn and loan.dmn, written for these tests from the figures of the specification.
"""

from pathlib import Path

import pytest

from rules.interchange.deciding import decide_table, decide_tables
from rules.interchange.dmn import read_dmn_file

HERE = Path(__file__).parent
TABLES = {table.name: table for table in read_dmn_file(HERE / "hit-policies.dmn")}
LOAN = read_dmn_file(HERE / "loan.dmn")


def decided(name, **inputs):
    """Decide one case of a table; words joined by _ stand for the inputs."""
    labels = {
        each.label.replace(" ", "_").replace("'", "").replace("-", "_"): each.label for each in TABLES[name].inputs
    }
    return decide_table(TABLES[name], {labels[key]: value for key, value in inputs.items()})


@pytest.mark.parametrize(
    ("age", "history", "rating", "rule"),
    [
        (61, "good", "Medium", 1),
        (65, "bad", "High", 2),
        (60, "good", "Medium", 3),
        (25, "bad", "Medium", 3),
        (24, "good", "Low", 4),
        (24.99, "bad", "Medium", 5),
    ],
)
def test_unique_gives_the_one_rule_that_matches(age, history, rating, rule):
    came = decided("Applicant Risk Rating", Applicant_Age=age, Medical_History=history)
    assert came["outputs"] == {"Applicant Risk Rating": rating}
    assert came["rules"] == [rule]


@pytest.mark.parametrize(
    ("grade", "card", "education", "said"),
    [
        ("A", 5_000, 10_000, "Compliant"),
        ("A", 9_999, 49_999, "Compliant"),
        ("B", 10_000, 50_000, "Not Compliant"),
        ("A", 10_000, 0, "Not Compliant"),
        ("A", 0, 50_000, "Not Compliant"),
        ("C", 0, 0, "Not Compliant"),
    ],
)
def test_any_gives_what_all_matching_rules_give(grade, card, education, said):
    came = decided(
        "Person Loan Compliance",
        Persons_Credit_Rating_from_Bureau=grade,
        Persons_Credit_Card_Balance=card,
        Persons_Education_Loan_Balance=education,
    )
    assert came["outputs"] == {"Person Loan Compliance": said}


@pytest.mark.parametrize(
    ("age", "history", "rating"),
    [(70, "bad", "High"), (60, "bad", "Medium"), (70, "good", "Medium"), (20, "bad", "Medium"), (20, "good", "Low")],
)
def test_priority_gives_the_output_listed_first(age, history, rating):
    came = decided("Applicant Risk Rating by Priority", Applicant_Age=age, Medical_History=history)
    assert came["outputs"] == {"Applicant Risk Rating": rating}


@pytest.mark.parametrize(
    ("order", "place", "customer", "discount", "rules"),
    [
        ("Web", "US", "Wholesaler", 10, [1]),
        ("Phone", "US", "Retailer", 0, [2]),
        ("Web", "Non-US", "Retailer", 0, [3]),
        ("Web", "US", "Retailer", 5, [4]),
        ("Fax", "US", "Wholesaler", 0, []),
    ],
)
def test_first_gives_the_first_rule_by_its_place_and_else_the_default(order, place, customer, discount, rules):
    came = decided("Special Discount", Type_of_Order=order, Customer_Location=place, Type_of_Customer=customer)
    assert came["outputs"] == {"Special Discount %": discount}
    assert came["rules"] == rules


@pytest.mark.parametrize(
    ("gpa", "activities", "member", "listed"),
    [
        (3.6, 4, "Yes", ["20% Scholarship", "30% Loan"]),
        (3.6, 4, "No", ["20% Work-On-Campus"]),
        (3.5, 4, "Yes", ["30% Loan"]),
        (3.0, 4, "Yes", ["5% Work-On-Campus"]),
        (3.6, 1, "No", []),
    ],
)
def test_rule_order_lists_every_match_in_the_order_of_the_rules(gpa, activities, member, listed):
    came = decided(
        "Student Financial Package Eligibility",
        Student_GPA=gpa,
        Student_Extra_Curricular_Activities_Count=activities,
        Student_National_Honor_Society_Membership=member,
    )
    assert came["outputs"] == [{"Student Financial Package Eligibility List": each} for each in listed]


def test_output_order_lists_every_match_by_the_priority_of_all_outputs():
    """The specification: 17, HIGH and under debt review returns all four rules, in the order 2, 4, 3, 1."""
    came = decided("Routing Rules", Age=17, Risk_Category="HIGH", Debt_Review=True)
    assert came["rules"] == [2, 4, 3, 1]
    assert [each["Review Level"] for each in came["outputs"]] == ["NONE", "LEVEL 2", "LEVEL 1", "NONE"]
    assert came["outputs"][0] == {"Routing": "DECLINE", "Review Level": "NONE", "Reason": "Applicant too young"}
    assert decided("Routing Rules", Age=18, Risk_Category="LOW", Debt_Review=False)["rules"] == [1]


@pytest.mark.parametrize(
    ("age", "service", "days"),
    [
        (25, 2, [22]),
        (16, 1, [22, 5]),
        (40, 19, [22, 2]),
        (46, 19, [22, 2, 2]),
        (58, 31, [22, 3, 5]),
        (60, 31, [22, 3, 3, 5, 5]),
    ],
)
def test_collect_lists_what_its_operators_add_compare_and_count(age, service, days):
    case = {"Age": age, "Years_of_Service": service}
    assert [each["Holidays"] for each in decided("Holidays, each", **case)["outputs"]] == days
    assert decided("Holidays", **case)["outputs"] == {"Holidays": sum(days)}
    assert decided("Fewest Holidays", **case)["outputs"] == {"Holidays": min(days)}
    assert decided("Most Holidays", **case)["outputs"] == {"Holidays": max(days)}
    assert decided("Kinds of Holidays", **case)["outputs"] == {"Holidays": len(days)}


def test_the_loan_of_chapter_11_is_decided_from_table_to_table():
    case = {
        "Age": 35,
        "Marital Status": "M",
        "Employment Status": "EMPLOYED",
        "Existing Customer": True,
        "Pre-bureau Affordability": True,
        "Post-bureau Affordability": True,
        "Bankrupt": False,
        "Credit Score": 649,
    }
    came = [next(iter(table["outputs"].values())) for table in decide_tables(LOAN, case)]
    assert came == [130, "LOW", "MINI", "ELIGIBLE", "BUREAU", "LOW", 0.8, "ACCEPT"]
    came = [next(iter(table["outputs"].values())) for table in decide_tables(LOAN, {**case, "Credit Score": 579})]
    assert came[-3:] == ["HIGH", 0.8, "REFER"]
    came = [next(iter(table["outputs"].values())) for table in decide_tables(LOAN, {**case, "Bankrupt": True})]
    assert came[-1] == "DECLINE"


def test_a_loan_is_decided_as_far_as_what_is_known_carries():
    came = {table["table"]: table for table in decide_tables(LOAN, {"Pre-bureau Affordability": False, "Age": 35})}
    assert came["Strategy"]["outputs"] == {"Strategy": "DECLINE"}
    assert came["Routing"]["outputs"] == {"Routing": None}
    assert came["Routing"]["rules"] == []
