"""Addresses of surveys: those of the staff below /w/<workspace>/, and the links in mails, without a sign-in."""
