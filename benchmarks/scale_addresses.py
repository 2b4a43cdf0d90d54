"""What is visited with many cases: each box and filter of the list, searches, a case, the record.

A feature that adds a box or a filter adds its address here; `scale.py` says what the words in braces stand for.
"""

#: Who signs in, what it is called, the address.
Address = tuple[str, str, str]

LISTS: tuple[Address, ...] = (
    ("clerk", "all cases", "/cases/"),
    ("clerk", "arrived", "/cases/?show=arrived"),
    ("clerk", "waiting", "/cases/?show=waiting"),
    ("clerk", "recommended", "/cases/?show=recommended"),
    ("clerk", "decided", "/cases/?show=decided"),
    ("clerk", "withdrawn", "/cases/?show=withdrawn"),
    ("clerk", "overdue", "/cases/?show=overdue"),
    ("clerk", "newest first", "/cases/?order=newest"),
    ("clerk", "search: reference", "/cases/?search={reference}"),
    ("clerk", "search: whole name", "/cases/?search={name}"),
    ("clerk", "search: no such name", "/cases/?search=欧阳无名"),
    ("clerk", "mine", "/cases/?show=mine"),
    ("clerk", "unassigned", "/cases/?show=unassigned"),
    ("clerk", "green channel", "/cases/?show=green"),
    ("clerk", "written", "/cases/?show=written"),
    ("clerk", "stage", "/cases/?stage=recommended"),
    ("clerk", "pilot", "/cases/?pilot={pilot}"),
    ("clerk", "policy", "/cases/?policy={policy}"),
    ("clerk", "category", "/cases/?category={category}"),
    ("clerk", "clerk", "/cases/?clerk={clerk}"),
    ("clerk", "amount", "/cases/?amount_from=100000&amount_to=300000"),
    ("clerk", "amount, rare", "/cases/?amount_from=9000000"),
    ("clerk", "days", "/cases/?date_from={first}&date_to={last}"),
    ("clerk", "days, newest first", "/cases/?date_from={first}&date_to={last}&order=newest"),
    (
        "clerk",
        "all of it at once",
        "/cases/?show=arrived&pilot={pilot}&policy={policy}&amount_from=1&date_from={first}",
    ),
    ("clerk", "a page in the middle", "/cases/?after={after}"),
    ("clerk", "search: beginning of a name", "/cases/?search=王"),
    ("clerk", "search: telephone", "/cases/?search={phone}"),
    ("clerk", "search in a box", "/cases/?show=arrived&search=王"),
    ("approver", "workload", "/cases/workload"),
)
REST: tuple[Address, ...] = (
    ("clerk", "case, arrived", "/cases/{arrived}"),
    ("clerk", "case, decided", "/cases/{decided}"),
    ("auditor", "audit record", "/audit/"),
    ("auditor", "audit: of a case", "/audit/?about={reference}"),
    ("auditor", "audit: by a clerk", "/audit/?who=clerk@demo.example"),
    ("auditor", "audit: by a clerk, an action", "/audit/?who=clerk@demo.example&what=case+recommended"),
    ("auditor", "audit: an action, some days", "/audit/?what=case+approved&first={first}&last={last}"),
    ("auditor", "audit: in the middle", "/audit/?before={middle}"),
)


#: All that is visited.
ADDRESSES = (*LISTS, *REST)
