MERGE (n:CityNet {one: 1}) ON CREATE SET n.schema = $schema, n.data_version = "0", n.seq = 0
