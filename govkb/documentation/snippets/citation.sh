curl "@@site/api/v1/declarations/@@declaration/clauses/@@clause.bib"
curl "@@site/api/v1/declarations/@@declaration/clauses/@@clause.csl.json"
