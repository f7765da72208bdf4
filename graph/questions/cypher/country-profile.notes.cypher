// How many towns of the country are recorded at all.
MATCH (c:City {country: $country})
WITH count(c) AS count
RETURN 'towns-recorded' AS key, {count: count} AS values
