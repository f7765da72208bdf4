// Links and memberships that were suspended or have ended.
CALL () {
  /*{things}*/
}
WITH *, CASE WHEN t.until_year < $this_year THEN 'ended' ELSE t.status END AS status, t.sources AS said_by
WHERE true /*{filters}*/
/*{named_sources}*/
WITH *, CASE what WHEN 'link' THEN towns[0].id + '|' + towns[1].id ELSE towns[0].id + '|' + ring.id END AS id,
  CASE what WHEN 'link' THEN towns[0].name + ' – ' + towns[1].name ELSE towns[0].name + ' – ' + ring.name END AS name
RETURN what, id, name, towns, ring, kind, status, t.since AS since, t.until AS until, coalesce(t.inferred, []) AS inferred,
  head([one IN [$lang, 'und', 'de', 'en'] WHERE t['note_' + one] IS NOT NULL | t['note_' + one]]) AS note, sources
/*{order}*/
