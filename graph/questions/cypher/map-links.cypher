// The pairs of partner towns of a map, in short: for drawing.
/*{pairs}*/
RETURN c.id AS a, p.id AS b, kind, status, since, bilateral, [ring IN rings | ring.id] AS rings, said_by AS sources
/*{order}*/
