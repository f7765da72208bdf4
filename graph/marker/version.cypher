MATCH (n:CityNet) RETURN n.data_version, n.seq
