"""Nothing lost: copies of the database while it is written to, their way back, and a look for what doesn't add up."""
