import type { GuessedRecord } from './guess-record.js';
import { asTypeScript, asYaml } from './written.js';

/** Facts about a new organisation. */
export interface NewOrganisation {
  readonly code: string;
  /** English name for use inside a sentence, followed by the full names. */
  readonly shortName: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly contact: string;
  readonly port: number;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly records: readonly GuessedRecord[];
}

/** Contents of files by name in the organisation's folder. */
export type NewFiles = Readonly<Record<string, string>>;

const keepsPeople = ({ records }: NewOrganisation) => records.some(({ columns }) => 'person' in columns);

/**
 * Files of every organisation: its record and its agreements.
 * @param isOperators whether the folder is the operator's, whose settings contain the address.
 */
export function commonFiles(organisation: NewOrganisation, isOperators: boolean): NewFiles {
  const { code, shortName, nameVi, nameEn, contact, port } = organisation;
  const record = {
    format: 1,
    code,
    shortName,
    keepsPeople: keepsPeople(organisation),
    port,
    publishes: {
      nameVi,
      nameEn,
      dataKind: 'REAL',
      linkedBy: 'records',
      ...(!isOperators && { endpoint: `http://127.0.0.1:${String(port)}/graphql`, signsAnswers: true }),
      contact,
    },
  };
  return {
    'organisation.yaml': `# The organisation's record, which the hub gets; its endpoint, where there is one, is where a gateway reaches the subgraph.\n${asYaml(record)}\n`,
    'agreements.yaml': agreementsOf(organisation),
    '.gitignore': '.data/\nsigning.key\nconform.key\nsecrets/\nnode_modules/\ndist/\n',
  };
}

/** Agreements that share figures, as the other organisations' agreements do, and no records. */
function agreementsOf({ code, nameVi, nameEn, today, records }: NewOrganisation): string {
  const year = Number(today.slice(0, 4));
  const listed = records.flatMap(({ name, lists }) =>
    lists === undefined
      ? []
      : [name, ...(lists as { on: string; field: string }[]).map((one) => `${one.on}.${one.field}`)],
  );
  const agreement = (number: number, vi: string, en: string, shares: string) => `
  - id: ${code.toUpperCase()}-${String(year)}-0${String(number)}
    version: 1
    title:
      vi: ${JSON.stringify(`${vi}: ${nameVi}`)}
      en: ${JSON.stringify(`${en}: ${nameEn}`)}
    ${shares}
    legalBasis: To be named (cần ghi căn cứ pháp lý)
    from: ${today}
    until: ${String(year + 1)}-12-31
`;
  return `# What the organisation shares, the recipients and the purposes: docs/organisations.md of the hub says how to read this.
# A field without an agreement is hidden. Name the legal basis before you publish.
# Records are shared with nobody. To share them, add this line to an agreement:
#    shares: [${listed.length === 0 ? 'Type, Query.field' : listed.join(', ')}]
format: 1
organisation: ${code}

agreements:${agreement(
    1,
    'Tổng hợp vào tiến độ chung của toàn tỉnh',
    'Combined with others’ figures to the province’s progress',
    `combined: ['*']
    with: anyone
    purposes: any
    granularity: province`,
  )}${agreement(
    2,
    'Tổng hợp vào tiến độ chung của từng xã phường',
    'Combined with others’ figures to each commune’s progress',
    `combined: ['*']
    with:
      - role: analyst
      - role: staff
      - role: organisation-service
      - role: app
      - role: auditor
    purposes: [steering, statistics, coordination, research, audit]
    granularity: commune`,
  )}${agreement(
    3,
    'Số liệu',
    'Figures',
    `figures: ['*']
    with:
      - role: analyst
      - organisation: ${code}
    purposes: [steering, statistics]
    granularity: commune`,
  )}`;
}

/** Further files of an organisation without code. */
export function yamlFiles(organisation: NewOrganisation): NewFiles {
  const { records } = organisation;
  const files = records.map((record): [string, string] => [`records/${record.file}.yaml`, `${asYaml(record)}\n`]);
  return { ...Object.fromEntries(files), 'README.md': readmeOf(organisation, false) };
}

/**
 * Further files of an organisation with code: a package.
 * @param migration source of the class that makes its tables.
 * @param ending of imported modules: `ts` if Node runs the sources, `js` if a build comes first.
 */
export function codeFiles(organisation: NewOrganisation, ending: 'ts' | 'js', migration: string): NewFiles {
  const { code, records } = organisation;
  const camel = code.replaceAll(/-([a-z\d])/g, (_whole, letter: string) => letter.toUpperCase());
  const title = (record: GuessedRecord) => record.name;
  const migrationName = /class (\w+)/.exec(migration)?.[1] ?? '';
  const ordered = records.toSorted((one, other) => Number(refersTo(one, other)) - Number(refersTo(other, one)));
  const kit = ending === 'js' ? 'workspace:*' : '0.1.0';
  const manifest = {
    name: ending === 'js' ? `@hub/${code}` : code,
    version: '0.1.0',
    private: true,
    ...(ending === 'js' && { license: 'Apache-2.0' }),
    type: 'module',
    ...(ending === 'js' && { exports: { '.': { types: './src/subgraph.ts', default: './src/subgraph.ts' } } }),
    ...(ending === 'ts' && {
      scripts: { start: 'node src/main.ts', sdl: 'node src/main.ts sdl', test: 'node --test "src/*.test.ts"' },
    }),
    dependencies: { '@hub/kit': kit },
  };
  return {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    ...Object.fromEntries(
      records.map((record) => [
        `src/records/${record.file}.ts`,
        `import { defineRecord } from '@hub/kit';\n\nexport const ${title(record)} = defineRecord(${asTypeScript(record)});\n`,
      ]),
    ),
    'src/migrations/tables.migration.ts': migration,
    'src/subgraph.ts': `import { defineSubgraph } from '@hub/kit';
import { ${migrationName} } from './migrations/tables.migration.${ending}';
${ordered.map((record) => `import { ${title(record)} } from './records/${record.file}.${ending}';`).join('\n')}

/** ${organisation.nameEn} (${organisation.nameVi}). */
export const ${camel} = defineSubgraph([${ordered.map(title).join(', ')}], {
  organisation: '${code}',
  folder: new URL('..', ${ownAddress}),
  migrations: [${migrationName}],
});
`,
    'src/main.ts': `import { runSubgraph } from '@hub/kit';
import { ${camel} } from './subgraph.${ending}';

await runSubgraph(${camel});
`,
    [`src/${code}.test.ts`]: testText(organisation, camel, ending),
    'README.md': readmeOf(organisation, true),
  };
}

/** In parts, because the build replaces the whole expression by another. */
const ownAddress = ['import', 'meta', 'url'].join('.');

/** Whether one record refers to another. */
const refersTo = (record: GuessedRecord, other: GuessedRecord) =>
  Object.values(record.columns).some(({ kind, to }) => kind === 'reference' && to === other.name);

/** First lines of the hub's tests; in parts, because no program may import them. */
const testImport = ['import { expect, test } from', "'@jest/globals';"].join(' ');

function testText({ records }: NewOrganisation, camel: string, ending: 'ts' | 'js'): string {
  const names = `[${records.map(({ name }) => `'${name}'`).join(', ')}]`;
  if (ending === 'js')
    return `import { buildSubgraph } from '@hub/kit/service';
${testImport}
import { ${camel} } from './subgraph.js';

test('is a schema with all that its records show', async () => {
  expect(${camel}.records?.map(({ declaration }) => declaration.name).toSorted()).toEqual(${names}.toSorted());
  const { sdl } = await buildSubgraph(${camel});
  for (const { field } of ${camel}.records?.flatMap(({ declaration }) => declaration.lists ?? []) ?? [])
    expect(sdl).toContain(field);
});
`;
  return `import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { ${camel} } from './subgraph.ts';

test('is a schema with all that its records show', () => {
  assert.deepEqual(${camel}.records?.map(({ declaration }) => declaration.name).toSorted(), ${names}.toSorted());
  const sdl = execFileSync(process.execPath, ['src/main.ts', 'sdl'], { encoding: 'utf8' });
  for (const { field } of ${camel}.records?.flatMap(({ declaration }) => declaration.lists ?? []) ?? [])
    assert.match(sdl, new RegExp(field));
});
`;
}

function readmeOf({ nameEn, nameVi, records, code }: NewOrganisation, hasCode: boolean): string {
  const [first] = records;
  const where = hasCode ? '`src/records`' : '`records`';
  return `# ${nameEn} (${nameVi})

${where} says what its records are: the tables, the files that are imported, the fields of the graph and the published counts follow from that. Read the descriptions first: they were guessed from a header line.

| what | command, from this folder |
| --- | --- |
| run it while you change it, with a hub around it | \`pnpm hub dev .\` |
| run it | \`pnpm hub serve .\` |
| import a file | \`pnpm hub import . ${first?.file ?? 'FILE'} ${first?.file ?? 'FILE'}.csv\` |
| publish figures | \`pnpm hub release .\` |
| write the next migration after a change of the records | \`pnpm hub migrate draft .\` |
${hasCode ? '| test it | `npm test` |\n' : ''}| join a hub that invited ${code} | \`pnpm hub join . --hub ADDRESS --secret FILE\` |
| publish a changed schema, agreement or page | \`pnpm hub publish . --hub ADDRESS\` |

Linked to a hub, it is told by the environment whom it answers, and where its figures go: \`TRUSTED_GATEWAY_KEYS\` and \`TRUSTED_REGISTRY_KEYS\` (files with the public keys that the hub's operator gives you) and \`HUB_URL\`. While the hub cannot ask it yet, a schema that is published waits.

\`agreements.yaml\` says who may see what; name the legal basis. \`signing.key\` and \`.data\` are secret: keep them out of version control.
`;
}
