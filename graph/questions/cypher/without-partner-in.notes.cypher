// How many towns are left out because nobody says how large they are.
MATCH (c:City {country: $country})
WHERE $at_least_people > 0 AND c.population IS NULL
  AND ($in_region = '' OR toLower($in_region) IN [toLower(coalesce(c.region, '')), toLower(coalesce(c.region_code, ''))])
WITH count(c) AS count
WHERE count > 0
RETURN 'population-unknown' AS key, {count: count} AS values
