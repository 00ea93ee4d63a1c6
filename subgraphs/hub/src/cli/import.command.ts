import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { isHubService } from '@hub/protocol';
import { subgraphs } from '@hub/runtime';
import {
  audienceImport,
  goalImport,
  type ImportCatalogue,
  type Mapping,
  mapping as mappingSchema,
  placeImport,
} from '@hub/kit/service';
import { z } from 'zod';
import { bringFile } from './bring-file.js';
import { type Command, parseCommand, type Surroundings } from './command.js';
import { deskOf } from './desk-of.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { factsOf } from './file-facts.js';
import { codeOf } from './home.js';

/** The exit code for a file that is imported without some of its rows. */
const someRejected = 3;

/** Names every organisation, for a file that all of them import. */
const everyone = 'all';

const kindsOfEveryone: readonly string[] = [placeImport, audienceImport, goalImport].map(({ kind }) => kind);

/** `hub import <organisation> [<kind> <file>]`: hands a file to a running subgraph, or lists the kinds that it takes. */
export const importFile: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: {
      demonstration: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      'at-most': { type: 'string' },
      mapping: { type: 'string' },
      answer: { type: 'string', multiple: true },
      'save-mapping': { type: 'boolean', default: false },
      sheet: { type: 'string' },
      rejected: { type: 'string' },
      on: { type: 'string' },
      through: { type: 'string' },
      ...endpointOptions,
    },
  });
  const [organisation, kind, file, ...more] = positionals;
  if (organisation === undefined || (kind !== undefined && file === undefined) || more.length > 0) {
    throw new UsageError(`Expected <organisation> <kind> <file>, got ${positionals.join(' ') || 'nothing'}.`);
  }
  if (organisation === everyone && !kindsOfEveryone.includes(kind ?? ''))
    throw new UsageError(
      `Expected an organisation, or ${everyone} for ${kindsOfEveryone.join(', ')} alone, got ${positionals.join(' ')}.`,
    );
  const codes =
    organisation === everyone
      ? subgraphs.map(({ code }) => code).filter((code) => !isHubService(code))
      : [codeOf(organisation, surroundings)];
  if (kind === undefined || file === undefined) {
    for (const code of codes) {
      const endpoint = await endpointOf(code, values, surroundings, organisation !== everyone);
      console.log(describeKinds(code, await endpoint.catalogue()));
    }
    return 0;
  }
  const path = resolve(surroundings.folder, file);
  const { rows } = await factsOf(path);
  const wish = {
    ...{
      kind,
      path,
      rows,
      answers: values.answer ?? [],
      isCheck: values['dry-run'],
      saveMapping: values['save-mapping'],
    },
    ...{ mapping: await mappingIn(values, surroundings), replace: replacementIn(values) },
    ...{ demonstration: values.demonstration, on: values.on, through: values.through },
    rejectedFile: values.rejected === undefined ? besideFile(path) : resolve(surroundings.folder, values.rejected),
  };
  let rejected = 0;
  for (const code of codes) {
    const endpoint = await endpointOf(code, values, surroundings, organisation !== everyone);
    expectKind(endpoint.organisation, await endpoint.catalogue(), kind);
    const desk = await deskOf(code, values, surroundings, organisation !== everyone);
    rejected += await bringFile(desk, wish);
    if (rejected > 0) return someRejected;
  }
  return 0;
};

/** Reads a mapping's file, with the reading options of the command line. */
async function mappingIn(
  { mapping: name, sheet }: { readonly mapping?: string | undefined; readonly sheet?: string | undefined },
  { folder }: Surroundings,
): Promise<Mapping> {
  const beside = sheet === undefined ? {} : { sheet };
  if (name === undefined) return beside;
  let read: unknown;
  try {
    read = JSON.parse(await readFile(resolve(folder, name), 'utf8'));
  } catch (error) {
    throw new UsageError(`--mapping: expected a file of JSON, got ${name} (${systemReason(error)}).`);
  }
  const { data, error } = mappingSchema.safeParse(read);
  if (!data) throw new UsageError(`--mapping ${name}: ${z.prettifyError(error)}`);
  return { ...data, ...beside };
}

/** The largest share of existing rows that a file may remove: `--at-most 0.05`. */
function replacementIn({
  replace,
  'at-most': most,
}: {
  readonly replace: boolean;
  readonly 'at-most'?: string | undefined;
}) {
  if (most === undefined) return replace ? {} : undefined;
  const share = Number(most);
  if (!replace || !(share >= 0 && share <= 1))
    throw new UsageError(`--at-most: expected a share from 0 to 1 beside --replace, got ${most}.`);
  return { atMost: share };
}

function expectKind(organisation: string, catalogue: ImportCatalogue, kind: string): void {
  if (catalogue.views?.includes(kind)) {
    throw new Failure(
      `${organisation} reads ${kind} from a view of its database, and takes no file of it: change it there.`,
    );
  }
  if (!catalogue.kinds.some((one) => one.kind === kind)) {
    throw new UsageError(
      `Expected a kind that ${organisation} takes, got ${JSON.stringify(kind)}.\n${describeKinds(organisation, catalogue)}`,
    );
  }
}

/** The rejected rows of `members.xlsx` are in `members.rejected.xlsx`. */
function besideFile(path: string): string {
  const ending = extname(path) || '.csv';
  return join(dirname(path), `${basename(path, ending)}.rejected${ending}`);
}

function describeKinds(organisation: string, { kinds }: ImportCatalogue): string {
  const lines = kinds.flatMap(({ kind, description, columns }) => [
    `  ${kind}: ${description}`,
    ...columns.map(({ name, expected }) => `    ${name}: ${expected}`),
  ]);
  return [`${organisation} takes, in this order:`, ...lines].join('\n');
}
