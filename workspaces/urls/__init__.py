"""Addresses of this app: `public` and `sign_in` stand at the root, `staff` below /w/<workspace>/."""
