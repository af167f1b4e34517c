import hashlib
import json
import urllib.request

url = "@@snapshot"
with urllib.request.urlopen(url) as answer:
    snapshot = json.load(answer)
with urllib.request.urlopen(snapshot["raw_url"]) as answer:
    text = answer.read()
print(hashlib.sha256(text).hexdigest() == snapshot["text_sha256"])
