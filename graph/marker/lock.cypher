MATCH (n:CityNet) SET n.lock = 1
