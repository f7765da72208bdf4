// The network by year or decade: what was founded, what ended, what stood at its end.
CALL () {
  /*{things}*/
}
WITH what, collect({since: since, until: until, over: over, number: number}) AS groups,
  CASE $by WHEN 'decade' THEN 10 ELSE 1 END AS span
CALL (groups, span) {
  UNWIND groups AS one
  UNWIND [one.since, one.until, $this_year] AS year
  WITH year WHERE year IS NOT NULL
  RETURN DISTINCT year - year % span AS begin
  UNION
  RETURN null AS begin
}
WITH what, groups, span, begin,
  CASE WHEN begin <= $this_year AND $this_year < begin + span THEN $this_year ELSE begin + span - 1 END AS end
WHERE (true /*{filters}*/) /*{undated}*/
WITH what, begin, end,
  reduce(sum = 0, one IN groups | sum + CASE WHEN begin IS NULL AND one.since IS NULL OR begin <= one.since AND one.since <= end
    THEN one.number ELSE 0 END) AS founded,
  reduce(sum = 0, one IN groups | sum + CASE WHEN begin IS NULL AND one.over AND one.until IS NULL
      OR begin <= one.until AND one.until <= end THEN one.number ELSE 0 END) AS ended,
  CASE WHEN begin IS NOT NULL THEN reduce(sum = 0, one IN groups | sum + CASE
    WHEN one.since <= end AND (NOT one.over OR one.until > end) THEN one.number ELSE 0 END) END AS standing
RETURN what, toString(begin) AS year, toString(end) AS last, founded, ended, standing
/*{order}*/
