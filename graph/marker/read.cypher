MATCH (n:CityNet) RETURN n.schema AS schema
