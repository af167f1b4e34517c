import csv
import io
import urllib.request

url = "@@site/api/v1/evidence.csv?declaration=@@declaration"
with urllib.request.urlopen(url) as answer:
    promised = int(answer.headers["Govkb-Row-Count"])
    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8", newline="")))
if len(rows) != promised:
    raise SystemExit(f"Incomplete: {len(rows)} of {promised} rows.")
print(len(rows), "rows")
