"""What people choose on the way of a file."""
