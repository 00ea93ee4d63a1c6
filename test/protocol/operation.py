"""Reads what a gateway asks: operations with fields, aliases, arguments, variables and inline fragments."""

import json
import re

TOKEN = re.compile(r'\s*(?:#[^\n]*\s*|,\s*)*(\.\.\.|[{}()\[\]:!$=@|&]|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|\w+)')


class GraphQLError(Exception):
    pass


class Parser:
    """Reads one operation."""

    def __init__(self, text):
        self.tokens, at = [], 0
        while text[at:].strip(" \t\r\n,"):
            match = TOKEN.match(text, at)
            if not match:
                raise GraphQLError(f"Syntax Error: unexpected character at {at}.")
            self.tokens.append(match.group(1))
            at = match.end()

    def peek(self):
        return self.tokens[0] if self.tokens else None

    def take(self, expected=None):
        if not self.tokens or expected is not None and self.tokens[0] != expected:
            raise GraphQLError(f"Syntax Error: expected {expected or 'more'}, found {self.peek() or 'the end'}.")
        return self.tokens.pop(0)

    def operation(self):
        required = []
        if self.peek() == "query":
            self.take()
            if self.peek() not in ("(", "{"):
                self.take()
            if self.peek() == "(":
                self.take()
                while self.peek() != ")":
                    self.take("$")
                    name = self.take()
                    self.take(":")
                    last = ""
                    while self.peek() not in ("$", ")", "=", None):
                        last = self.take()
                    if self.peek() == "=":
                        self.take(), self.value()
                    elif last == "!":
                        required.append(name)
                self.take(")")
        selections = self.selections()
        if self.tokens:
            raise GraphQLError(f"Syntax Error: unexpected {self.peek()}.")
        return selections, required

    def selections(self):
        self.take("{")
        found = []
        while self.peek() != "}":
            if self.peek() == "...":
                self.take()
                self.take("on")
                found.append(("on", self.take(), self.selections()))
            else:
                found.append(self.field())
        self.take("}")
        return found

    def field(self):
        name = alias = self.take()
        if self.peek() == ":":
            self.take()
            name = self.take()
        given = {}
        if self.peek() == "(":
            self.take()
            while self.peek() != ")":
                argument = self.take()
                self.take(":")
                given[argument] = self.value()
            self.take(")")
        return ("field", alias, name, given, self.selections() if self.peek() == "{" else [])

    def value(self):
        token = self.take()
        if token == "$":
            return ("variable", self.take())
        return ("value", json.loads(token) if token[0] in '"-0123456789' else token)
