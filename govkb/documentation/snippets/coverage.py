import json
import urllib.request

words = {
    "not_reported": "was read, and does not report it",
    "not_checked": "has not been checked for it",
}
url = "@@site/api/v1/coverage/?declaration=@@declaration"
while url:
    with urllib.request.urlopen(url) as answer:
        page = json.load(answer)
    for row in page["results"]:
        for cell in row["sources"]:
            said = words.get(cell["status"], "reports it")
            print(f"{row['clause']}: {cell['source']['slug']} {said}")
    url = page["next"]
