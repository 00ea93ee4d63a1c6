"""A subgraph in Python's standard library, from docs/protocol alone: python3 serve.py CONFIGURATION.

The configuration is JSON: name, private (the signing key's 32 bytes, base64url) and gateways (public keys, base64url).
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import crypto
import messages
from operation import GraphQLError, Parser

SDL = """extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes"])

type Query {
  groups: [Group!]
  minutes: String @requiresScopes(scopes: [["records:read"]])
}

type Group @key(fields: "code") {
  code: ID!
  name: String
}
"""
GROUPS = {"B": "Chi hội Bắc", "A": "Chi hội Nam", "C": "Chi hội Đông"}
TYPES = {
    "Query": {"groups", "minutes", "_service", "_entities", "__typename"},
    "Group": {"code", "name", "__typename"},
    "_Service": {"sdl", "__typename"},
}


def check(selections, type_name):
    """Refuses a field that the schema does not have, before anything is asked for."""
    for one in selections:
        if one[0] == "on":
            if one[1] not in TYPES:
                raise GraphQLError(f'Unknown type "{one[1]}".')
            check(one[2], one[1])
        else:
            if one[2] not in TYPES.get(type_name, {"__typename"}):
                raise GraphQLError(f'Cannot query field "{one[2]}" on type "{type_name}".')
            check(one[4], {"groups": "Group", "_service": "_Service", "_entities": "_Entity"}.get(one[2], ""))


def select(selections, value, type_name):
    if value is None:
        return None
    result = {}
    for one in selections:
        if one[0] == "on":
            result.update(select(one[2], value, type_name) if one[1] == type_name else {})
        else:
            result[one[1]] = type_name if one[2] == "__typename" else value[one[2]]
    return result


def execute(asked, caller):
    """The answer to an operation, and its HTTP status."""
    try:
        selections, required = Parser(asked["query"]).operation()
        check(selections, "Query")
        variables = asked.get("variables") or {}
        for name in required:
            if variables.get(name) is None:
                raise GraphQLError(f'Variable "${name}" of a required type was not provided.')
    except (GraphQLError, KeyError, TypeError, AttributeError) as found:
        return 400, {"errors": [{"message": str(found)}]}
    data, errors = {}, []
    group = lambda code: {"code": code, "name": GROUPS[code]} if code in GROUPS else None
    for _, alias, name, given, below in selections:
        if name == "__typename":
            data[alias] = "Query"
        elif name == "groups":
            data[alias] = [select(below, group(code), "Group") for code in GROUPS]
        elif name == "_service":
            data[alias] = select(below, {"sdl": SDL}, "_Service")
        elif name == "_entities":
            kind, argument = given["representations"]
            wanted = variables.get(argument) if kind == "variable" else argument
            data[alias] = [select(below, group(one["code"]), "Group") for one in wanted]
        elif "records:read" in caller.get("scopes", []):
            data[alias] = "Biên bản"
        else:
            data[alias] = None
            errors.append({"message": "Not authorised.", "path": [alias], "extensions": {"code": "UNAUTHORIZED_FIELD_OR_TYPE"}})
    return 200, {"data": data, **({"errors": errors} if errors else {})}


class LiveSubgraph(messages.Subgraph):
    """Draws at random what the vectors lay down."""

    def session(self, request, now):
        private = os.urandom(32)
        public = crypto.x25519(private, (9).to_bytes(32, "little"))
        self.drawn = (crypto.b64url(os.urandom(16)), private, public)
        return super().session(request, now)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length).decode("utf-8", "surrogateescape")
        headers = {}
        for name, value in self.headers.items():
            former = headers.get(name.lower())
            headers[name.lower()] = value if former is None else f"{former}, {value}"
        request = {"method": self.command, "target": self.path, "headers": headers, "body": body}
        now = int(time.time())
        try:
            with self.server.lock:
                answer = self.answered(request, now)
        except (messages.Refused, ValueError) as found:
            print("refused", found, file=sys.stderr)
            text = '{"code":"UNAUTHENTICATED","message":"Expected a request that is signed by a trusted gateway."}'
            answer = {"status": 401, "headers": {"content-type": "application/json"}, "body": text}
        data = answer["body"].encode()
        self.send_response(answer["status"])
        for name, value in answer["headers"].items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_PUT = do_POST

    def do_GET(self):
        found = self.path in ("/healthz", "/readyz")
        data = b'{"status":"ready"}' if found else b'{"status":"not found"}'
        self.send_response(200 if found else 404)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def answered(self, request, now):
        subgraph = self.server.subgraph
        if request["target"] == "/trust/session":
            return subgraph.session(request, now)[1]
        if request["target"] == "/trust/receipt":
            return subgraph.receipt(request, now)[1]
        return subgraph.ask(request, now, lambda: self.executed(request))[1]

    @staticmethod
    def executed(request):
        told = request["headers"].get("hub-caller")
        caller = json.loads(crypto.unb64url(told)) if told else {}
        try:
            asked = json.loads(request["body"])
        except ValueError:
            return 400, '{"errors":[{"message":"Expected JSON."}]}'
        status, answer = execute(asked, caller)
        return status, json.dumps(answer, ensure_ascii=False)

    def log_message(self, *_):
        pass


def main():
    configuration = json.load(open(sys.argv[1], encoding="utf-8"))
    private = crypto.unb64url(configuration["private"])
    public = crypto.compress(crypto.times(crypto.expand(private)[0], crypto.BASE))
    trusted = {messages.key_id(key): key for key in map(crypto.unb64url, configuration["gateways"])}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.lock = threading.Lock()
    server.subgraph = LiveSubgraph(configuration["name"], trusted, private, public, None, 600)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
