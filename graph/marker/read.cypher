MATCH (n:CityNet) RETURN n.schema AS schema, n.laid AS laid
