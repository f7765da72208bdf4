// The load since which a statement is in force: what is loaded again says nothing newer.
reduce(first = -1, seq IN [seq IN s.carried WHERE NOT seq IN undone
    AND all(left IN coalesce(s.withdrawn, []) WHERE left IN undone OR left < seq)]
  | CASE WHEN first = -1 OR seq < first THEN seq ELSE first END)
