"""What the pages show, read in a constant number of queries: one module for each page."""
