UNWIND $keys AS key
MATCH (m:Mention {city: key})
RETURN key, m.name AS name, m.country_code AS country, m.region AS region, m.lat AS lat, m.lon AS lon,
  m.kind AS kind, m.geonames AS geonames, m.wikidata AS wikidata, m.source AS source, m.flags AS flags
