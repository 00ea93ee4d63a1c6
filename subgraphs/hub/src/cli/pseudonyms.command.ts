import { resolve } from 'node:path';
import {
  lastPseudonymKey,
  makeNextPseudonymKey,
  pseudonymKeysIn,
  takeNextPseudonymKey,
} from '../agreed-keys/pseudonym-keys-agreed.js';
import { fingerprintOf } from '@hub/kit/service';
import {
  agreedKeyFiles,
  keyFileOptions,
  openTaken,
  organisationOfPeople,
  prepareEnvelope,
  withKeys,
} from './agreed-key-files.js';
import { type Command, parseCommand } from './command.js';
import { endpointOf, endpointOptions } from './endpoint-of.js';
import { UsageError } from './failure.js';
import { inRows } from './progress.js';

export const pseudonymsOptions = {
  to: { type: 'string' },
  out: { type: 'string' },
  again: { type: 'boolean', default: false },
  'from-key': { type: 'string' },
  ...keyFileOptions,
  ...endpointOptions,
} as const;

/**
 * `hub pseudonyms make|take|list|rotate <organisation>`: makes the key of the next version of pseudonyms and seals it
 * to the other organisations, takes another organisation's key, prints the version in use, or converts all pseudonyms
 * of a running subgraph to the next version.
 */
export const pseudonyms: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: pseudonymsOptions });
  const [action, code, ...more] = positionals;
  const organisation = organisationOfPeople(code);
  const files = agreedKeyFiles(organisation, values, surroundings);
  const at = (path: string) => resolve(surroundings.folder, path);
  const endpoint = () => endpointOf(organisation, values, surroundings);
  if (action !== 'take' && more.length > 0) throw new UsageError(`Expected nothing more, got ${more.join(' ')}.`);
  switch (action) {
    case 'make': {
      const { to, out, again } = values;
      if (to === undefined || out === undefined)
        throw new UsageError('Expected make <organisation> --to FOLDER --out FILE.');
      return withKeys(async () => {
        const write = prepareEnvelope(organisation, files, { to: at(to), out: at(out) });
        const next = (again ? lastPseudonymKey : makeNextPseudonymKey)(files.pseudonymKeys);
        const envelope = await write({ format: 1, kind: 'pseudonym key', from: organisation, ...next });
        console.log(`${versionsIn(files.pseudonymKeys)}\n${envelope}`);
        return 0;
      });
    }
    case 'take':
      return withKeys(async () => {
        const named = { more, fromKey: values['from-key'] };
        const content = await openTaken('pseudonym key', organisation, files, named, at);
        const isNew = takeNextPseudonymKey(files.pseudonymKeys, content);
        console.log(`The key of version ${content.version} ${isNew ? 'is new' : 'was there'}.`);
        console.log(versionsIn(files.pseudonymKeys));
        return 0;
      });
    case 'list': {
      const { version, keys } = await (await endpoint()).pseudonyms();
      console.log(`The pseudonyms of ${organisation} are of version ${version}.`);
      console.log(inLines(keys));
      return 0;
    }
    case 'rotate': {
      const { version, people, rows } = await (await endpoint()).rotatePseudonyms();
      const tables = Object.entries(rows).map(([table, count]) => `${inRows(count)} of ${table}`);
      console.log(
        `All ${people} pseudonyms of ${organisation} are of version ${version}: ${tables.join(', ') || 'no rows'}.`,
      );
      console.log(`Make a release, so that its sketches are of this version, too: pnpm hub release ${organisation}.`);
      return 0;
    }
    default:
      throw new UsageError(`Expected make, take, list or rotate, got ${action ?? 'nothing'}.`);
  }
};

function versionsIn(file: string): string {
  return `${file}:\n${inLines(pseudonymKeysIn(file).map(fingerprintOf))}`;
}

function inLines(fingerprints: readonly string[]): string {
  return fingerprints.map((fingerprint, index) => `  version ${index + 1}  ${fingerprint}`).join('\n');
}
