// Of how many it is not recorded when.
CALL () {
  /*{things}*/
}
WITH t, CASE WHEN t.until_year < $this_year THEN 'ended' ELSE t.status END AS status
WHERE t.until_year IS NULL /*{filters}*/
WITH count(t) AS count
WHERE count > 0
RETURN 'ended-undated-' + $undated AS key, {count: count} AS values
