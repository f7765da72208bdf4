MATCH (n:CityNet) RETURN n.data_version
