import json
import urllib.request

url = "@@url"
with urllib.request.urlopen(url) as answer:
    found = json.load(answer)
print(found["@@first"], found["@@second"])
