"""Who wrote what, when and from where: rows that are only added. Neither texts nor secrets stand in them."""
