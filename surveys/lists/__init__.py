"""The lists of surveys: campaigns, and answers."""
