import json
import urllib.request

url = "@@url"
with urllib.request.urlopen(url) as answer:
    page = json.load(answer)
for row in page["results"]:
    print(row["@@first"], row["@@second"])
