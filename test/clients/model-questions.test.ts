import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchToken, findDemoCaller } from '@hub/issuer';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { choosePorts, localUrl } from '../../subgraphs/hub/src/cli/ports.js';
import { folderOfHub } from '../hub/support/hub-folders.js';
import { freePort, type RunningCommand, startCommand } from '../hub/support/hub.js';
import { askMcp } from './mcp-http.js';

/** A question to a model, and the calls of tools that answer it. Texts have `{…}` for a place in an earlier answer. */
interface Question {
  readonly question: string;
  readonly caller: 'app' | 'anonymous';
  readonly calls: readonly (readonly [tool: string, given: object])[];
  /** The value that an answer must have at a place: the graph's value at a path of fields, or null. */
  readonly facts: Readonly<Record<string, string | null>>;
  /** What must be in no answer. */
  readonly lacks?: readonly string[];
}

const [mostCalls, mostBytes] = [5, 20 * 1024];
const questions = readFileSync(new URL('model-questions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Question);

/** The segments of a path; a dot in brackets or in quotes parts none. */
const segments = (path: string): string[] => path.match(/(?:\([^)]*\)|[^.(])+/g) ?? [];

/** The value at a place of an answer: `code=PUPILS` is the item of a list with that code. */
const placeIn = (value: any, path: readonly string[]): unknown =>
  path.reduce((here, segment) => {
    const [key = '', wanted] = segment.replace(/\(.*/s, '').split('=');
    return wanted === undefined ? here?.[key] : here?.find((one: any) => one[key] === wanted);
  }, value) ?? null;

/** Texts with the places of earlier answers that they name. */
const filled = (text: string, answers: object): string =>
  text.replaceAll(/\{(\d+\.[^}{]+)\}/g, (_, path: string) => String(placeIn(answers, segments(path))));

describe('the recorded questions to a model', () => {
  let running: RunningCommand;
  let url: string;
  let token: string;
  const seen = { facts: 0, calls: 0, bytes: 0 };

  beforeAll(async () => {
    const [port, folder] = [await freePort(), await folderOfHub('demonstration')];
    running = startCommand(['start', '--port', String(port)], { folder });
    await running.untilItSays('Ctrl-C stops it.');
    url = `http://127.0.0.1:${String(port)}`;
    const secret = readFileSync(join(folder, '.data', 'issuer', 'client-secret'), 'utf8').trim();
    const app = findDemoCaller('app');
    if (!app) throw new Error('Expected an app in the demonstration.');
    token = await fetchToken(localUrl(choosePorts(String(port), {}), 'issuer'), app, secret);
  });
  afterAll(async () => {
    console.info(
      `${questions.length} questions: ${seen.facts} facts, ${seen.calls} calls, ${Math.round(seen.bytes / 1024)} KB`,
    );
    running.child.kill('SIGINT');
    await running.ended;
  });

  /** The graph's value at a path of fields. */
  const inGraph = async (path: string, caller: object): Promise<unknown> => {
    const all = segments(path);
    const fields = all.filter((segment) => !/^\d+$/.test(segment));
    const query = `{ ${fields.join(' { ')} ${'}'.repeat(fields.length)}`;
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...caller },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
    expect([query, errors]).toEqual([query, undefined]);
    return placeIn(data, all);
  };

  test('are forty, in two languages', () => {
    expect(new Set(questions.map(({ question }) => question)).size).toBe(40);
    expect(questions.filter(({ question }) => /[ạ-ỹđ]/i.test(question)).length).toBeGreaterThanOrEqual(18);
  });

  test.each(questions)('$question', async ({ caller, calls, facts, lacks = [] }) => {
    const asked = { purpose: 'statistics', ...(caller === 'app' && { token }) };
    const answers: Record<number, unknown> = {};
    const texts: string[] = [];
    for (const [index, [name, given]] of calls.entries()) {
      const parameters = { name, arguments: JSON.parse(filled(JSON.stringify(given), answers)) };
      const { result, error } = (await askMcp(`${url}/mcp`, 'tools/call', parameters, asked)).body;
      const text: string = result?.content[0].text ?? JSON.stringify(error);
      const answer = text.startsWith('{') ? JSON.parse(text) : text;
      answers[index + 1] = answer.data ?? answer;
      texts.push(text);
      const nodes: { ratio: number | null }[] = answer.data?.goal?.progressByCommune?.nodes ?? [];
      const ratios = nodes.flatMap(({ ratio }) => ratio ?? []);
      expect(ratios).toEqual(ratios.toSorted((one, other) => one - other));
    }
    const headers = {
      'x-hub-purpose': 'statistics',
      ...(caller === 'app' && { authorization: `Bearer ${token}` }),
    };
    const found: unknown[] = [];
    for (const [place, path] of Object.entries(facts)) {
      const expected = path === null ? null : await inGraph(filled(path, answers), headers);
      found.push(expected);
      expect([place, placeIn(answers, segments(filled(place, answers)))]).toEqual([place, expected]);
    }
    expect(found.filter((one) => one !== null)).not.toEqual([]);
    for (const word of lacks) expect(texts.join('\n')).not.toContain(word);
    const bytes = Buffer.byteLength(texts.join(''));
    expect(calls.length).toBeLessThanOrEqual(mostCalls);
    expect(bytes).toBeLessThanOrEqual(mostBytes);
    seen.facts += found.length;
    seen.calls += calls.length;
    seen.bytes += bytes;
  });
});
