"""Turns the collected facts (fixtures/facts) and our own texts (fixtures/own_texts) into fixtures.

One file a noun, in the order of the fixtures. The story: places.py draws the tree of each edition, rows.py knows what
a row of a fixture looks like, build.py puts the files together.
"""
