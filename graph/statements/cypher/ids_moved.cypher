UNWIND $moves AS move
WITH move WHERE NOT EXISTS { MATCH (:Mention {city: move.old}) }
MATCH (old:CityId {key: move.old})
OPTIONAL MATCH (new:CityId {key: move.new})
RETURN move.old AS old_key, old.id AS old_id, move.new AS new_key, new IS NOT NULL AS known
