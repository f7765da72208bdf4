MERGE (n:Hold {name: $name}) SET n.held = true
