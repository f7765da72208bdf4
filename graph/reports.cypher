//: create
MATCH (n:CityNet)
CREATE (r:Report) SET r = $fields, r.state = 'open', r.made = toString(datetime({timezone: 'UTC'}))
RETURN r {.*} AS report
//: listed
MATCH (r:Report {state: $state})
RETURN r {.*} AS report ORDER BY r.made DESC, r.id SKIP $offset LIMIT $limit
//: counts
MATCH (r:Report) RETURN r.state AS state, count(*) AS count ORDER BY state
//: close
MATCH (r:Report {id: $id})
SET r.state = $state, r.reply = CASE $reply WHEN '' THEN null ELSE $reply END,
  r.closed = CASE $state WHEN 'open' THEN null ELSE toString(datetime({timezone: 'UTC'})) END
RETURN r {.*} AS report
//: about
CALL () {
  MATCH (n:City {id: $a}) WHERE $of IN ['city', 'link', 'membership']
  RETURN n.name AS name, 'a' AS side
  UNION ALL
  MATCH (n:City {id: $b}) WHERE $of = 'link'
  RETURN n.name AS name, 'b' AS side
  UNION ALL
  MATCH (n:Ring {id: $b}) WHERE $of = 'membership'
  RETURN n.name AS name, 'b' AS side
  UNION ALL
  MATCH (n:Ring {id: $a}) WHERE $of = 'ring'
  RETURN n.name AS name, 'a' AS side
  UNION ALL
  MATCH (n:Event {id: $a}) WHERE $of = 'event'
  RETURN n.title AS name, 'a' AS side
  UNION ALL
  MATCH (n:Source {id: $a}) WHERE $of = 'source'
  RETURN n.title AS name, 'a' AS side
}
RETURN name, side ORDER BY side
