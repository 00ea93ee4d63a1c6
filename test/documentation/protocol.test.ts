import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { subgraphFaultCodes } from '../../gateway/src/errors/subgraph-fault.js';

const root = new URL('../../', import.meta.url);
const folder = new URL('docs/protocol/', root);
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
const textOf = (page: string) => readFileSync(new URL(page, folder), 'utf8');
const vector = (file: string): unknown => JSON.parse(readFileSync(new URL(`schema/vectors/${file}`, root), 'utf8'));

/** A value and the values within it. */
function within(value: unknown): unknown[] {
  return [value, ...(typeof value === 'object' && value !== null ? Object.values(value).flatMap(within) : [])];
}

/** The examples of a page from a vector: `text` word for word, `json` as a value. */
function examplesOf(page: string): { kind: string; file: string; text: string }[] {
  const found = textOf(page).matchAll(/^( *)```(text|json) vector=(\S+)\n([^]*?)\n\1```$/gm);
  return [...found].map(([, indent = '', kind = '', file = '', text = '']) => ({
    ...{ kind, file },
    text: text
      .split('\n')
      .map((line) => line.slice(indent.length))
      .join('\n'),
  }));
}

describe('the pages of the protocol', () => {
  test('show examples of vectors', () => {
    expect(pages.flatMap(examplesOf).length).toBeGreaterThan(18);
  });

  test.each(pages.flatMap((page) => examplesOf(page).map((example) => [page, example.file, example] as const)))(
    '%s shows what %s has',
    (_page, file, { kind, text }) => {
      const shown: unknown = kind === 'text' ? text : JSON.parse(text);
      expect(within(vector(file))).toContainEqual(shown);
    },
  );

  test.each(pages)('%s leads to pages that are there', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[\w-]+)?\)/g)].map(([, to = '']) => to);
    expect(links.filter((to) => !existsSync(new URL(to, folder)))).toEqual([]);
  });

  test('name each code of releases and of subgraphs', () => {
    const source = readFileSync(new URL('subgraphs/protocol/src/release/release-format.ts', root), 'utf8');
    const [, faults = ''] = /class ReleaseFault[^]*?readonly code:([^]*?),\n/.exec(source) ?? [];
    const codes = [...faults.matchAll(/'([A-Z_]+)'/g)].map(([, code = '']) => code);
    const ofTheGateway = ['GATEWAY_TIMEOUT', 'REQUEST_CANCELLED', 'SUBSCRIPTION_OVERFLOW'];
    const told = subgraphFaultCodes.filter((code) => !ofTheGateway.includes(code));
    expect(codes.length).toBeGreaterThan(20);
    expect([...codes, ...told].filter((code) => !textOf('errors.md').includes(`\`${code}\``))).toEqual([]);
  });
});
