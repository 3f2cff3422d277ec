"""The whole site in one folder, database and documents, and back from it into either kind of database.

tables (what is in a backup, column by column) and values (each in a form that both databases take back exactly) → rows
(a table read, and written) → archive (the folder: files with their digests, the manifest last). making reads it all in
one snapshot, restoring writes it all in one transaction and reads it again; beside them keys (the last one each table
gave away) and documents.
"""
