//: country
AND (p.country = $country OR o.country = $country)
