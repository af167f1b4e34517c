import json
import urllib.request

url = "@@site/api/v1/evidence/?declaration=@@declaration&clause=@@clause"
while url:
    with urllib.request.urlopen(url) as answer:
        page = json.load(answer)
    for row in page["results"]:
        if row["quote"]:  # null while the text is not held
            print(row["stance"], row["source"]["kind"], row["quote"]["exact"], sep=" | ")
    url = page["next"]
