import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { knownOrganisations } from '@hub/runtime';
import { expect, test } from '@jest/globals';
import { format } from 'prettier';

/** After a change of the packages' dependencies: `WRITE_PAGES=1 node test/run.mjs test/documentation/architecture.test.ts`. */
const root = new URL('../../', import.meta.url);
const page = fileURLToPath(new URL('docs/architecture.md', root));
const text = readFileSync(page, 'utf8');

const folders: Readonly<Record<string, string>> = {
  ...{ gateway: 'gateway', client: 'gateway/client', mcp: 'subgraphs/mcp', schema: 'schema' },
  ...Object.fromEntries(
    ['protocol', 'runtime', 'kit', 'hub', 'movement', 'audit', 'registry', 'connector', 'issuer', 'demo'].map(
      (name) => [name, `subgraphs/${name}`],
    ),
  ),
};

/** The packages of the hub that a folder's package needs at run time. */
function needs(folder: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8')) as {
    dependencies?: Readonly<Record<string, string>>;
  };
  return Object.keys(dependencies)
    .filter((name) => name.startsWith('@hub/'))
    .map((name) => name.slice('@hub/'.length));
}

/** The packages and their imports as a picture; organisations are one box. */
function picture(): string {
  const organisations = knownOrganisations
    .map(({ code }) => code)
    .filter((code) => !(code in folders) && existsSync(new URL(`subgraphs/${code}/package.json`, root)));
  const edges = [
    ...Object.entries(folders).map(([name, folder]) => [name, needs(folder)] as const),
    ['organisations', [...new Set(organisations.flatMap((code) => needs(`subgraphs/${code}`)))]] as const,
  ];
  const lines = edges.flatMap(([from, to]) => to.toSorted().map((name) => `  ${from} --> ${name}`));
  return `\`\`\`mermaid\ngraph TD\n${lines.toSorted().join('\n')}\n\`\`\``;
}

test('the picture has the packages and their imports', async () => {
  const written = text.replace(
    /(<!-- generated: packages -->\n)[^]*?(<!-- end -->)/,
    (_, begin: string, end: string) => `${begin}\n${picture()}\n\n${end}`,
  );
  const expected = await format(written, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' });
  if (process.env['WRITE_PAGES']) writeFileSync(page, expected);
  else expect(text).toBe(expected);
  expect(picture()).toContain('kit --> protocol');
});

const [, answers = ''] = text.split('## Ten questions');
const rows = [...answers.matchAll(/^\| ([^|]+?) +\| `([^`]+)` +\| `(\w+)` +\|$/gm)];

test('each of the ten questions is answered by a file that has the symbol', () => {
  expect(rows.length).toBe(10);
  for (const [, question = '', file = '', symbol = ''] of rows) {
    const source = existsSync(new URL(file, root)) ? readFileSync(new URL(file, root), 'utf8') : '';
    expect([question, new RegExp(`^export .*\\b${symbol}\\b`, 'm').test(source)]).toEqual([question, true]);
  }
});
