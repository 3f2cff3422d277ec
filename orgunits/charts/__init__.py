"""The organizational chart: a layout of our own, written as SVG.

text (in which font words are drawn, and how wide) → boxes (as large as their words) → blocks (a box with what hangs
below it) → layout (where all of them stand) → lines (relations between units; maze: their paths around boxes) → sheet
(one page with its title block) → fonts (what a drawing brings along) → svg (the drawing) → pdf.
"""
