# The headline of a goal, without a token: needs Python 3, and no package. Run: python3 first.py
import json
import os
import urllib.request

hub = os.environ.get("HUB", "http://127.0.0.1:4000")
query = '{ goal(code: "ADULTS_BASIC") { title progress { period ratio people { lower upper } } } }'

request = urllib.request.Request(
    hub + "/graphql",
    data=json.dumps({"query": query}).encode(),
    headers={"content-type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    print(response.read().decode())
