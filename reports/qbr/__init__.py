"""A review as its template draws it: finished words, tables and charts, made from frozen facts alone."""
