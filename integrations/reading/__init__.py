"""Files from other systems as typed rows: what a file is, what its columns hold, what each cell says.

Nothing here writes or knows the database. The way through is `open_table`, `profile`, `guess_mapping`,
`RowParser`.
"""
