MATCH (n:CityNet) SET n.laid = $laid
