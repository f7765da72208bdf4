// How the two are partners, or that they are not.
MATCH (a:City {id: $city[0]})
MATCH (b:City {id: $city[1]})
CALL (a, b) {
  WITH b, a AS c
  CALL (c) {
    /*{ties}*/
  }
  RETURN collect(CASE WHEN p = b THEN tie END) AS direct
}
RETURN CASE WHEN size(direct) = 0 THEN 'no-partners' WHEN direct[0].bilateral THEN 'bilateral-partners'
    ELSE 'ring-partners' END AS key,
  {a: a.name, b: b.name, rings: reduce(names = '', ring IN coalesce(direct[0].rings, []) |
    names + CASE names WHEN '' THEN '' ELSE ', ' END + ring.name)} AS values
