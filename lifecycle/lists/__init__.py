"""What this app puts into lists: the list of renewals, and columns of the account list."""
