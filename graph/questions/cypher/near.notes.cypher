// Whether the town has a place to measure from.
MATCH (c:City {id: $city})
WHERE c.location IS NULL
RETURN 'no-place' AS key, {town: c.name} AS values
