"""Putting a case on hold until a day, with a reason: nobody decides it meanwhile, and its time runs on."""
