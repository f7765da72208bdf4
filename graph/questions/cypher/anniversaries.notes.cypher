// How many of what was asked about have no beginning, so that they have no anniversary.
CALL () {
  /*{things}*/
}
WITH sum(undated) AS count
WHERE count > 0
RETURN 'anniversaries-undated' AS key, {count: count} AS values
