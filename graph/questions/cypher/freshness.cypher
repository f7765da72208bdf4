// What was last confirmed when: for each thing the newest date of its sources, or when they were read.
CALL () {
  /*{things}*/
}
WITH what, thing, said_by
WHERE true /*{said}*/
// Few sets of sources stand behind many things: each is looked at once.
WITH said_by, collect({what: what, thing: thing}) AS things
CALL (said_by) {
  UNWIND said_by AS id
  MATCH (s:Source {id: id})
  CALL (s) {
    MATCH (l:Load {state: 'done'}) WHERE s.id IN l.sources
    RETURN substring(max(l.begun), 0, 10) AS day
  }
  WITH max(s.date) AS confirmed, max(day) AS read, collect({source: s, day: day}) AS every
  WITH confirmed, read, size(every) AS number, CASE WHEN confirmed IS NULL THEN [one IN every WHERE one.day = read | one.source]
    ELSE [one IN every WHERE one.source.date = confirmed | one.source] END AS newest
  RETURN confirmed, read, number, [one IN newest | one.id] AS newest
}
WITH *
WHERE true /*{filters}*/
UNWIND things AS one
// Counting lets go of the lists, which each row would carry on otherwise.
WITH one.what AS what, one.thing AS thing, newest AS said_by, confirmed, read, number, count(*) AS times
WITH *, CASE what WHEN 'link' THEN startNode(thing) WHEN 'membership' THEN startNode(thing) END AS a,
  CASE what WHEN 'link' THEN endNode(thing) WHEN 'membership' THEN endNode(thing) ELSE thing END AS b
WITH *, what = 'link' AND (a.name > b.name OR a.name = b.name AND a.id > b.id) AS turned,
  CASE WHEN what = 'event' THEN coalesce(b['title_' + $lang], b.title) ELSE b.name END AS named
WITH *, CASE WHEN a IS NULL THEN b.id WHEN turned THEN b.id + '|' + a.id ELSE a.id + '|' + b.id END AS id,
  CASE WHEN a IS NULL THEN named WHEN turned THEN b.name + ' – ' + a.name ELSE a.name + ' – ' + b.name END AS name,
  CASE what WHEN 'link' THEN thing.kind END AS kind
/*{order}*/
LIMIT $most + 1
/*{named_sources}*/
RETURN what, id, name, CASE what
    WHEN 'link' THEN CASE WHEN turned THEN [b {.id, .name, .country}, a {.id, .name, .country}]
      ELSE [a {.id, .name, .country}, b {.id, .name, .country}] END
    WHEN 'membership' THEN [a {.id, .name, .country}] WHEN 'town' THEN [b {.id, .name, .country}] ELSE [] END AS towns,
  CASE WHEN what IN ['ring', 'membership'] THEN b {.id, .name} END AS ring, kind,
  confirmed, read, CASE WHEN confirmed IS NULL THEN 'read' ELSE 'source' END AS basis, number, sources
/*{order}*/
