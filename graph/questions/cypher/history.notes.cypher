// How many of what was counted have a known beginning.
CALL () {
  /*{things}*/
}
WITH what, sum(CASE WHEN since IS NULL THEN 0 ELSE number END) AS dated, sum(number) AS total
RETURN 'history-' + what AS key, {dated: dated, total: total, undated: total - dated} AS values
ORDER BY what
