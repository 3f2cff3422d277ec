"""The organizational chart: a layout of our own, written as SVG.

text (how wide words are) → layout (where boxes stand) → lines (the lines beside the tree) → sheet (one page with its
title block) → svg (the drawing) → pdf.
"""
