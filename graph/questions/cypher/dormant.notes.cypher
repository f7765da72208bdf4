// What it means that no sign is recorded.
RETURN 'dormant' AS key, {years: $years} AS values
