MATCH (n:CityNet) RETURN n.schema AS schema, n.laid AS laid, coalesce(n.importing, false) AS importing
