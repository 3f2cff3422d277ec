"""The organizational chart: a layout of our own, written as SVG.

text (in which font words are drawn, and how wide) → layout (where boxes stand) → lines (the lines beside the tree) →
sheet (one page with its title block) → fonts (what a drawing brings along) → svg (the drawing) → pdf.
"""
