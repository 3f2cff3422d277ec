"""The index that searches read, made of what the public may see.

words (a text → the terms that find it) → documents (what a document is) ← units, people, places, acts, records, pages
(a record of each kind → its document) → writing (documents and their terms into the tables; what is due; drift).
Beside them noting: triggers of the database note which documents are due, whoever writes whatever way.
"""
