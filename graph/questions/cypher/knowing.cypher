//: city
AND EXISTS { MATCH (c:City {id: $city}) MATCH (m:Mention {city: c.key}) WHERE m.source = s.id }
//: before
AND s.date < toString($before)
//: type
AND any(one IN counts WHERE one.type IN $type)
//: of-type
AND x.type IN $type
//: names-town
AND any(one IN towns WHERE one.id = $city)
//: region
p.region
//: no-region
null
//: inside
AND coalesce(o.region, '') = coalesce(region, '')
//: kind
AND t.kind IN $kind
//: source
AND $source IN t.sources
//: status
AND t.status IN $status
//: silent
AND size(silent) > 0
//: unheard
AND size(silent) = 0
