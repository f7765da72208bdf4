UNWIND $keys AS key
MATCH (m:Mention {city: key})
USING INDEX m:Mention(city)
RETURN collect([key, m.name, m.country_code, m.region, m.lat, m.lon, m.kind, m.geonames, m.wikidata, m.source,
  m.flags]) AS rows
