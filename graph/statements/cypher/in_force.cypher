reduce(last = -1, seq IN s.carried | CASE WHEN seq > last AND NOT seq IN $undone THEN seq ELSE last END)
  > reduce(last = -1, seq IN coalesce(s.withdrawn, []) | CASE WHEN seq > last AND NOT seq IN $undone THEN seq ELSE last END)
