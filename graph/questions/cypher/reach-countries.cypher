// The countries that a town reaches in some steps: how many towns there, and the fewest steps to one of them.
/*{reached}*/
WITH p.country AS country, count(p) AS count, min(steps) AS steps
RETURN country, count, steps
/*{order}*/
