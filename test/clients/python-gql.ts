import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { HubForApps } from './own-packages.js';
import { pythonOfGql, ratiosFromGraphqlRequest } from './programs.js';

/** Reads the schema, asks what is in it, and refuses by itself what is not. */
const asking = `
import asyncio, json, sys
from gql import Client, gql
from gql.transport.aiohttp import AIOHTTPTransport
from gql.transport.exceptions import TransportQueryError
from graphql import GraphQLError

url, day, authorization = sys.argv[1:4]
query = gql("""query ($day: Date!) { goal(code: "ADULTS_CONFIRMED") {
  progress { ratio } then: progress(asKnownOn: $day) { ratio } } }""")

async def main():
    headers = {"authorization": authorization, "x-hub-purpose": "statistics"} if authorization else {}
    client = Client(transport=AIOHTTPTransport(url=url, headers=headers), fetch_schema_from_transport=True)
    async with client as session:
        goal = (await session.execute(query, variable_values={"day": day}))["goal"]
        try:
            await session.execute(gql("{ goals { nothing } }"))
            refused = None
        except TransportQueryError:
            refused = "by the hub"
        except GraphQLError as error:
            refused = error.message
        me = (await session.execute(gql("{ me { app } }")))["me"] if authorization else None
        print(json.dumps({
            "ratios": [goal["progress"]["ratio"], goal["then"]["ratio"]], "refused": refused, "me": me,
            "types": sorted(name for name in client.schema.type_map if name in ("Goal", "GoalProgress", "LearningGroup")),
        }))

asyncio.run(main())
`;

/** Python’s `gql` with the `graphql-core` that Debian has, against a running hub. @param day when other figures were known. */
export function pythonGql(running: () => HubForApps, day: string): void {
  const inPython = pythonOfGql === undefined ? describe.skip : describe;
  inPython('gql for Python (skipped without Debian’s python3-gql, python3-aiohttp and python3-websockets)', () => {
    let authorization: string;
    let expected: unknown;
    const ask = async (...args: readonly string[]): Promise<any> => {
      const url = `${running().url}/graphql`;
      const env = { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1' };
      const { stdout } = await promisify(execFile)(String(pythonOfGql), ['-c', asking, url, day, ...args], { env });
      return JSON.parse(stdout);
    };

    beforeAll(async () => {
      const { url } = running();
      authorization = `Bearer ${running().app.secret}`;
      expected = await ratiosFromGraphqlRequest(`${url}/graphql`, day);
    });

    const refused = "Cannot query field 'nothing' on type 'Goal'.";

    test('reads the public schema, and shows the figures of now and of a day', async () => {
      expect(await ask('')).toEqual({ ratios: expected, refused, me: null, types: ['Goal', 'GoalProgress'] });
    });

    test('reads the schema of its token', async () => {
      const said = await ask(authorization);
      expect(said).toMatchObject({ ratios: expected, refused, me: { app: running().app.id } });
    });
  });
}
