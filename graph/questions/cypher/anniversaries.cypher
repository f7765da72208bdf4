// Links, rings and memberships that come to a year of theirs in a span of years.
CALL () {
  /*{things}*/
}
WITH * WHERE true /*{filters}*/
UNWIND range($from_year, $to_year) AS year
WITH *, year - begun AS years
WHERE years > 0 AND (until_year IS NULL OR until_year >= year /*{past}*/) /*{rounds}*/
WITH *, substring(since, 4) AS rest, years = 5 OR years % 10 = 0 OR years % 25 = 0 AS round
WITH *, toString(year) + CASE
    // Who began on 29 February celebrates on the 28th where there is none.
    WHEN rest = '-02-29' AND NOT (year % 4 = 0 AND year % 100 <> 0 OR year % 400 = 0) THEN '-02-28'
    ELSE rest END AS day
/*{named_sources}*/
WITH *, CASE what WHEN 'link' THEN towns[0].id + '|' + towns[1].id WHEN 'ring' THEN ring.id ELSE towns[0].id + '|' + ring.id END AS id,
  CASE what WHEN 'link' THEN towns[0].name + ' – ' + towns[1].name WHEN 'ring' THEN ring.name ELSE towns[0].name + ' – ' + ring.name END AS name
RETURN what, id, name, towns, ring, kind, since, day AS `on`, years, round, status, inferred, sources
/*{order}*/
