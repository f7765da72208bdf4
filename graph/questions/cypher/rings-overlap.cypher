// Pairs of rings with towns that belong to both.
/*{pairs}*/
  AND /*{member_m}*/ AND /*{member_n}*/ /*{members}*/
WITH r, o, p, m.sources + n.sources AS cited
ORDER BY p.name, p.id
WITH r, o, collect(p {.id, .name, .country}) AS towns, reduce(all = [], one IN collect(cited) | all + one) AS said_by
WITH *, size(towns) AS count
WHERE true /*{filters}*/
/*{named_sources}*/
RETURN r.id AS id, r.name AS name, r.kind AS kind, o {.id, .name} AS other, o.kind AS other_kind, count, towns, sources
/*{order}*/
