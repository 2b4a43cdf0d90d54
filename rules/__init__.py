"""Policies as data: read them, decide people under them, explain every line.

Knows nothing of the web, the database or the bureau: plain facts in, a `Decision` out.
"""
