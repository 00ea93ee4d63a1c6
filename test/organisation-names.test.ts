import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { knownOrganisations } from '@hub/runtime';
import { describe, expect, test } from '@jest/globals';
import { namingLines, organisationNames } from './support/organisation-names.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const schemas = new Map(
  globSync('schema/subgraphs/*.graphql', { cwd: root }).map((file): [string, URL] => [
    basename(file, '.graphql'),
    pathToFileURL(join(root, file)),
  ]),
);
const codes = knownOrganisations.map(({ code }) => code);
const organisations = organisationNames(schemas, codes);

/** What programs of the hub are made of: they know no organisation. */
const sources = [
  ...['gateway/src', 'gateway/portal/src', 'gateway/tables', 'schema/src'],
  ...['protocol', 'runtime', 'hub', 'kit', 'connector', 'movement', 'audit', 'registry'].map(
    (name) => `subgraphs/${name}/src`,
  ),
];

/** Sources that name organisations, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'gateway/portal/src/pages/explorer/examples.ts': 'the queries of README.md and docs/analysts.md, word for word',
  'gateway/src/connection/content-coding.ts': 'a content coding of HTTP is called identity',
  'subgraphs/kit/src/graphql/digital-skills.ts':
    'the national framework of digital skills: two organisations use its levels, of which one shows them in the graph',
  'subgraphs/kit/src/index.ts': 'exports that framework',
  'subgraphs/movement/src/organisation-names.migration.ts': 'a migration of names stays as it was run',
};

/** Files outside an organisation's folder that are named after one, each with the reason. */
const namedFiles: Readonly<Record<string, string>> = {
  'docs/education.md': 'what that organisation’s team is told',
  'docs/identity.md': 'what that organisation’s team is told',
  'subgraphs/kit/src/database/identity.migration.ts': 'whose a database is: its identity',
  'subgraphs/kit/src/database/identity.ts': 'whose a database is: its identity',
};

test('organisations are read from their records and schemas', () => {
  expect(codes.length).toBeGreaterThan(3);
  for (const { types, fields } of organisations) expect(types.length + fields.length).toBeGreaterThan(3);
});

describe('outside its folder', () => {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root })
    .toString()
    .trim()
    .split('\n');

  test('no file is named after an organisation', () => {
    const own = new RegExp(`^(subgraphs|schema/subgraphs)/(${codes.join('|')})(/|\\.graphql$)`);
    const named = files.filter((file) => {
      // Tests and the demonstration name the shipped organisations.
      if (own.test(file) || /^test\/|\.test\.ts$|\/fixtures\/|^subgraphs\/demo\//.test(file)) return false;
      return codes.some((code) => new RegExp(`^${code}\\b`).test(basename(file)));
    });
    expect(named).toEqual(Object.keys(namedFiles));
  });

  test('no line of the hub’s own sources names an organisation, its types or its fields', () => {
    const read = files.filter(
      (file) =>
        sources.some((folder) => file.startsWith(`${folder}/`)) &&
        !/\.test\.ts$|\/fixtures\/|\.(svg|woff2)$/.test(file),
    );
    const linesIn = namingLines(organisations);
    const found = read.flatMap((file) =>
      linesIn(readFileSync(join(root, file), 'utf8')).map(({ line, name }) => `${file}:${line} ${name}`),
    );
    const unexpected = found.filter((one) => exceptions[one.replace(/:.*/, '')] === undefined);
    expect(unexpected).toEqual([]);
    // An exception that nothing needs any more is none.
    const needed = new Set(found.map((one) => one.replace(/:.*/, '')));
    expect(Object.keys(exceptions).filter((file) => !needed.has(file))).toEqual([]);
  });
});
