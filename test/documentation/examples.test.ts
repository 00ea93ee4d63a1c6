import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SubgraphDefinition } from '@hub/kit';
import { allImports } from '@hub/kit/service';
import { isTakenWhole } from '../../subgraphs/kit/src/file/import-kind.js';
import { education } from '@hub/education';
import { identity } from '@hub/identity';
import { movement } from '@hub/movement';
import { publicSector } from '@hub/public-sector';
import { readAgreements } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import { university } from '@hub/university';
import { womensUnion } from '@hub/womens-union';
import { youthUnion } from '@hub/youth-union';
import { expect, test } from '@jest/globals';
import { readSubgraphsFile } from '../../gateway/src/directory/subgraphs-file.js';
import { goalImport } from '../../subgraphs/kit/src/import/goal.import.js';
import { placeImport } from '../../subgraphs/kit/src/import/place.import.js';
import {
  organisationFile,
  organisationPublished,
} from '../../subgraphs/protocol/src/organisations/organisation-record.js';
import { readYaml } from '../../subgraphs/protocol/src/organisations/read-yaml.js';
import { documentedBlocks, indentedBlocks } from '../support/documented-blocks.js';
import { documentedPages } from '../support/documented-operations.js';
import { faultsIn } from '../support/typescript-faults.js';

const organisations = 'docs/organisations.md';
const root = fileURLToPath(new URL('../../', import.meta.url));
const [definition = ''] = documentedBlocks(organisations, 'ts');
/** Of an organisation that joins a running hub, and of one whose folder is the operator's. */
const [joining = '', record = ''] = documentedBlocks(organisations, 'yaml');
const [, adapter = ''] = documentedBlocks('gateway/README.md', 'js');

/** The shown code of the packages' pages, and its context. */
const packages = [
  [
    'protocol',
    "declare const text: string, header: string, signature: string; declare const keys: import('@hub/protocol').ReleaseKeys;",
  ],
  ['runtime', ''],
  ['issuer', 'declare const secret: string;'],
  ['demo', "declare const readers: Parameters<typeof import('@hub/demo').writeDemoFile>[1];"],
  ['hub', ''],
] as const;
const shownOf = (name: string) => {
  const shown = documentedBlocks(`subgraphs/${name}/README.md`, 'ts').join('');
  return `${shown}\n${[...shown.matchAll(/^const (\w+)/gm)].map(([, made = '']) => `void ${made};`).join('\n')}`;
};

test('what is shown of an organisation, of the packages and of an Apollo Server of one’s own is TypeScript', () => {
  expect([definition, adapter].every((text) => text.length > 80)).toBe(true);
  const faults = faultsIn({
    organisation: `
      import type { SubgraphDefinition } from '@hub/kit';
      declare const MemberEntity: SubgraphDefinition['entities'][number];
      declare const Migration20261125000000_farmersUnion: SubgraphDefinition['migrations'][number];
      declare const MemberResolver: SubgraphDefinition['resolvers'][number];
      declare const memberImport: SubgraphDefinition['imports'][number];
      ${definition}`,
    adapter: `
      type Options = Parameters<typeof import('../../gateway/src/engine/hub-engine.js').openHubEngine>[0];
      declare const supergraphSdl: string;
      declare const log: Options['log'];
      ${adapter}
      export { server };`.replace('@hub/gateway/apollo', '../../gateway/src/apollo.js'),
    ...Object.fromEntries(packages.map(([name, declared]) => [name, `${declared}\n${shownOf(name)}\nexport {};`])),
    wrong: 'export const known: string = 1;',
  });
  // The last one only shows that the compiler judges at all.
  expect(faults).toEqual(["Type 'number' is not assignable to type 'string'."]);
});

test('a new organisation’s record is one, its port the next, and its file of expectations names a goal and a day', () => {
  expect(readYaml(organisationFile, record, 'organisation.yaml').value).toMatchObject({
    ...{ format: 1, code: 'farmers-union', shortName: "the Farmers' Union", keepsPeople: true },
    port: Math.max(...subgraphs.map(({ port }) => port)) + 1,
    publishes: {
      ...{ nameVi: 'Hội Nông dân tỉnh Thanh Hóa', nameEn: "Thanh Hóa Provincial Farmers' Union" },
      ...{ dataKind: 'REAL', linkedBy: 'records' },
    },
  });
  const [expectations = ''] = documentedBlocks(organisations, 'csv');
  const shipped = readFileSync(`${root}subgraphs/movement/data/goal-expectations.csv`, 'utf8').split('\n');
  const [header, row = ''] = expectations.split('\n');
  expect(header).toBe(shipped[0]);
  expect(shipped.some((line) => line.split(',')[0] === row.split(',')[0])).toBe(true);
  expect(row).toMatch(/^[A-Z_]+,farmers-union,\d{4}-\d\d-\d\d,,$/);
});

test('an organisation that joins has a record that the registry takes', () => {
  const { value, problems } = readYaml(organisationPublished, joining, 'organisation.yaml');
  expect(problems).toBeUndefined();
  expect(value).toMatchObject({ code: 'farmers-union', publishes: { linkedBy: 'records', signsAnswers: true } });
});

test('the audit log’s own agreement is with each linked organisation, so that a new one adds nothing there', () => {
  const file = readFileSync(`${root}subgraphs/audit/agreements.yaml`, 'utf8');
  const { agreements, problems } = readAgreements(file, 'agreements.yaml');
  expect(problems).toBeUndefined();
  const shared = agreements?.agreements.filter(({ shares }) => shares.includes('Organisation.audit'));
  expect(shared?.map((one) => one.with)).toEqual([expect.arrayContaining([{ group: 'linked-organisations' }])]);
});

test('the kinds that come in whole are those that are named so', () => {
  const definitions: readonly SubgraphDefinition[] = [
    ...[movement, womensUnion, youthUnion, university, publicSector, education, identity],
  ];
  const [sentence = ''] =
    /^- A kind that comes in whole .*$/m.exec(readFileSync(`${root}${organisations}`, 'utf8')) ?? [];
  const named = [...sentence.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
  const ofAll = ['places', 'goals', 'audiences'];
  const whole = definitions.flatMap((one) =>
    allImports(one)
      .filter((kind) => isTakenWhole(kind) && !ofAll.includes(kind.kind))
      .map(({ kind }) => `${one.organisation}: ${kind}`),
  );
  const kindsOf = (of: SubgraphDefinition, but: readonly string[] = ofAll) =>
    allImports(of)
      .map(({ kind }) => kind)
      .filter((kind) => !but.includes(kind))
      .map((kind) => `${of.organisation}: ${kind}`);
  const ofMovement = named.filter((name) => ![...ofAll, 'counted-indicators'].includes(name));
  expect(named).toEqual([...ofAll, ...ofMovement, 'counted-indicators']);
  expect(whole.toSorted()).toEqual(
    [
      ...ofMovement.map((kind) => `movement: ${kind}`),
      ...kindsOf(identity, [...ofAll, 'counted-indicators']),
      ...kindsOf(education),
    ].toSorted(),
  );
});

test('files of places and goals have the columns that the manual shows', () => {
  const headers = indentedBlocks('docs/daily-work.md').map((block) => block.trim());
  for (const { columns } of [placeImport, goalImport]) expect(headers).toContain(Object.keys(columns).join(','));
});

test('the file of subgraphs is one that the gateway takes', () => {
  const [text = ''] = documentedBlocks('gateway/README.md', 'json');
  const means = { tls: () => undefined, trust: { signingKeyFile: 'gateway.key', mayBeUnsigned: true } };
  const { entries, wrong } = readSubgraphsFile(text, means);
  expect(wrong).toEqual(new Map());
  expect([...entries.keys()]).toEqual(['womens-union', 'youth-union']);
});

const linking = 'test/operations/linking.test.ts';

/** The test that reads a page's blocks in a language, and their number; blocks of GraphQL are read on every page. */
const read: Readonly<Record<string, readonly [number, string]>> = {
  'README.md sh': [4, 'test/hub/start.test.ts, test/packages.test.ts'],
  'README.md json': [1, 'test/support/readme.ts'],
  'docs/analysts.md sh': [1, 'test/hub/support/files.ts'],
  'docs/analysts.md python': [1, 'test/hub/support/files.ts'],
  'docs/architecture.md mermaid': [1, 'test/documentation/architecture.test.ts'],
  'docs/connector.md text': [1, 'test/connector/fixtures have it'],
  'docs/connector.md yaml': [5, 'subgraphs/connector/connector.test.ts, by their members'],
  'docs/daily-work.md yaml': [1, 'test/gateway/documented-metrics.test.ts'],
  'docs/education.md sql': [1, 'subgraphs/education/pupils.test.ts'],
  'docs/install.md yaml': [1, 'test/compose-files.test.ts'],
  'docs/linking.md csv file=courses.csv': [1, linking],
  'docs/linking.md csv file=expected-clubs.csv': [1, linking],
  'docs/linking.md csv file=expected-courses.csv': [1, linking],
  'docs/linking.md csv file=expected.csv': [1, linking],
  'docs/linking.md csv file=learners.csv': [1, linking],
  'docs/linking.md csv file=members.csv': [1, linking],
  'docs/linking.md graphql ask=clubs': [1, linking],
  'docs/linking.md graphql ask=counted': [1, linking],
  'docs/linking.md graphql ask=courses': [1, linking],
  'docs/linking.md sh serve=connector': [1, linking],
  'docs/linking.md sh serve=courses': [1, linking],
  'docs/linking.md sh serve=serve': [1, linking],
  'docs/linking.md sh serve=system': [1, linking],
  'docs/linking.md text output=accept': [1, linking],
  'docs/linking.md text output=accept-clubs': [1, linking],
  'docs/linking.md text output=accept-courses': [1, linking],
  'docs/linking.md text output=code': [1, linking],
  'docs/linking.md text output=conform': [1, linking],
  'docs/linking.md text output=connector': [1, linking],
  'docs/linking.md text output=courses': [1, linking],
  'docs/linking.md text output=folder': [1, linking],
  'docs/linking.md text output=import': [1, linking],
  'docs/linking.md text output=import-courses': [1, linking],
  'docs/linking.md text output=invite': [1, linking],
  'docs/linking.md text output=join': [1, linking],
  'docs/linking.md text output=join-clubs': [1, linking],
  'docs/linking.md text output=join-courses': [1, linking],
  'docs/linking.md text output=kit': [1, linking],
  'docs/linking.md text output=new': [1, linking],
  'docs/linking.md text output=post': [1, linking],
  'docs/linking.md text output=serve': [1, linking],
  'docs/linking.md yaml file=farmers-clubs/connector.yaml': [1, linking],
  'docs/organisations.md ts': [1, 'this file'],
  'docs/organisations.md csv': [1, 'this file'],
  'docs/organisations.md yaml': [2, 'this file'],
  'docs/records.md yaml': [1, 'test/documentation/records.test.ts'],
  'gateway/README.md json': [1, 'this file'],
  'gateway/README.md js': [2, 'test/gateway/apollo-plugins.test.ts, this file'],
};

test('a test reads every block of a page', () => {
  const found = new Map<string, number>();
  for (const page of documentedPages) {
    const text = readFileSync(`${root}${page}`, 'utf8');
    for (const [, info = ''] of text.matchAll(/^ *```(\S.*)$/gm)) {
      // test/documented-commands.test.ts has these, by their names.
      if (/^(?:sh (?:run|by-hand)|ini unit)=/.test(info) || info === 'graphql') continue;
      found.set(`${page} ${info}`, (found.get(`${page} ${info}`) ?? 0) + 1);
    }
  }
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(Object.entries(read).map(([block, [count]]) => [block, count])),
  );
});

test('no SQL is in a block without a fence', () => {
  for (const page of documentedPages) {
    const unfenced = readFileSync(`${root}${page}`, 'utf8').replaceAll(/^( *)```\w[^]*?^\1```$/gm, '');
    expect([page, unfenced.match(/^ {4,}(?:select|insert into|update|delete from|alter|create|drop) .*$/gim)]).toEqual([
      page,
      null,
    ]);
  }
});
