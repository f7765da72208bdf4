(o.source = 'geonames' OR all(seq IN o.carried WHERE seq IN $lineage OR seq IN $undone))
