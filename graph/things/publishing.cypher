//: towns
MATCH (c:City)
RETURN c.id AS id, c.name AS name, c.country AS country, c.region AS region, c.names_folded AS names,
  COUNT { (c)-[:TWINNED_WITH|MEMBER_OF]-() } AS ties
ORDER BY ties DESC, name, id
//: things
MATCH (n:Ring|Event|Organisation|Person|Programme|Topic|Source)
RETURN toLower(head(labels(n))) AS type, n.id AS id, coalesce(n.title_de, n.name_de, n.title, n.name) AS name_de,
  coalesce(n.title_en, n.name_en, n.title, n.name) AS name_en, n.begin AS begin, n.town AS town,
  n.names_folded AS names, COUNT { (n)--(:City) } AS ties
ORDER BY ties DESC, name_en, id
