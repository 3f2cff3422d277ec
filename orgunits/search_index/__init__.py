"""The index that searches read, made of what the public may see.

words (a text → the terms that find it) → documents (what a document is) ← units, people, places, acts, records, pages
(a record of each kind → its document) → writing (documents and their terms into the tables; what is due; drift) →
middleware (what is due, after each request that may write). Beside them noted (which columns are in which documents) →
noting: triggers of the database note which documents are due, whatever way a row is written.
"""
