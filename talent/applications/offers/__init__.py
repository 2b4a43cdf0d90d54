"""Offer without application (免申即享): people whose known facts already qualify are told, and begin with a touch.

Only with their consent to that purpose. What is offered is decided by the rules on what is certain of them; the bureau
decides once they have handed in.
"""
