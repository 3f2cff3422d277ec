"""The names of units as pages show them: as the shown edition has them, else where they last were.

units (of any record that names units) and changes (of recorded changes: as the edition that the change leads to).
"""
