"""Decision tables from elsewhere: read from DMN and sheets, decided, written as our policies, and written back.

`dmn` and `sheet` read and write, `deciding` decides a case, `exporting` turns a table of a policy into DMN.
"""
