"""Files of many formats in, records with the row numbers of their file out. Nothing here knows about towns."""
