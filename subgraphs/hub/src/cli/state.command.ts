import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { canonicalText, signHeader } from '@hub/protocol';
import { createKeyPairIfMissing, publicFileOf, readSigningKey } from '@hub/runtime';
import { type Command, parseCommand } from './command.js';
import { UsageError } from './failure.js';
import { askHub, readFolder } from './join.command.js';
import { type MadeStatement, saidOf, statementOf, statementOptions, statementWords } from './statements.js';

/** The options of `hub state`. */
export const stateOptions = { hub: { type: 'string' }, key: { type: 'string' }, ...statementOptions } as const;

/**
 * `hub state FOLDER consent|end-consent|token|end-token|add-key|end-key … --hub ADDRESS`: sends a signed statement of
 * an organisation that has joined. Its subject is a field that another organisation may take over, a token for programs
 * that check and publish, or a further signing key.
 */
export const state: Command = async (args, surroundings) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: stateOptions });
  const [given, word = '', ...rest] = positionals;
  if (given === undefined || values.hub === undefined) {
    const words = [...Object.keys(statementWords), 'add-key'].join(', ');
    throw new UsageError(`Expected FOLDER, one of ${words}, and --hub ADDRESS.`);
  }
  if (word === 'add-key' && rest[0] === undefined) {
    throw new UsageError(
      'Expected add-key FILE: the private key (PEM, Ed25519) with which the organisation signs, too; made if FILE is missing.',
    );
  }
  const { code, keyFile } = readFolder(resolve(surroundings.folder, given), values.key);
  const made =
    word === 'add-key' ? addedKey(resolve(surroundings.folder, rest[0] ?? '')) : statementOf(word, rest, values);
  const message = canonicalText({
    ...{ format: 1, organisation: code, at: new Date().toISOString() },
    statement: made.statement,
  });
  const signature = await signHeader(message, readSigningKey(keyFile));
  await askHub(values.hub, (client, signal) => client.state({ message, signature }, signal));
  console.log(saidOf(made, code));
  return 0;
};

/** A statement that adds a key of the organisation; makes the key's file if it is missing. */
function addedKey(file: string): MadeStatement {
  createKeyPairIfMissing(file);
  const publicKey = readFileSync(publicFileOf(file), 'utf8');
  return { statement: { kind: 'KEY', publicKey, from: new Date().toISOString(), until: null } };
}
