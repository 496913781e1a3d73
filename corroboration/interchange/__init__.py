"""What other fact-checking and intelligence programs read and write: ClaimReview, claims:search, STIX, MISP's tags."""
