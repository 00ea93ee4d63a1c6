import { resolve } from 'node:path';
import { createKeyPairIfMissing, publicFileOf, readPublicKeys, readSigningKey } from '@hub/runtime';
import type { Finding } from '../conform/check.js';
import { conform as conformTo, formatFinding, type GroupName, groupNames } from '../conform/conform.js';
import { everybody } from '../conform/everybody.js';
import { ExaminedSubgraph } from '../conform/examined.js';
import { granted } from '../conform/session-checks.js';
import { stepProgram } from '../conform/step-program.js';
import { Trial } from '../conform/trial.js';
import { prepareTrial, type TrialFiles } from '../conform/trial-files.js';
import { type Command, parseCommand } from './command.js';
import { examining, NotAsked, UsageError } from './failure.js';

/** The options of `hub conform`. */
export const conformOptions = {
  name: { type: 'string' },
  key: { type: 'string' },
  'public-key': { type: 'string' },
  purpose: { type: 'string', default: 'steering' },
  trial: { type: 'string' },
  step: { type: 'string' },
  goal: { type: 'string', default: 'ADULTS_BASIC' },
  listen: { type: 'string', default: '4400' },
  within: { type: 'string', default: '600' },
  only: { type: 'string', multiple: true },
  json: { type: 'boolean', default: false },
} as const;

/** How long a trial waits for an expected effect, in milliseconds. */
const patienceMs = 60_000;

/**
 * `hub conform [ADDRESS]`: checks an organisation's endpoint, in any language, against the protocol (docs/protocol),
 * and with `--trial FOLDER` also its releases. The exit code is 0 if all checks passed, 1 if one failed, and 2 if the
 * endpoint could not be asked.
 */
export const conform: Command = examining(async (args, { folder }) => {
  const { values, positionals } = parseCommand({ args: [...args], allowPositionals: true, options: conformOptions });
  const [address, ...more] = positionals;
  const isAddress = address === undefined || URL.canParse(address);
  if (!isAddress || more.length > 0) {
    throw new UsageError(`Expected the address of a GraphQL endpoint, got ${positionals.join(' ')}.`);
  }
  const { name, 'public-key': publicKey, purpose } = values;
  const only = (values.only ?? groupNames).map((group) => {
    const known = groupNames.find((one) => one === group);
    if (!known) throw new UsageError(`Expected --only ${groupNames.join('|')}, got ${group}.`);
    return known;
  }) satisfies GroupName[];
  const prepared = values.trial === undefined ? undefined : prepareTrialIn(resolve(folder, values.trial));
  if (prepared && values.step === undefined && address === undefined) {
    console.log(whatToSet(prepared.files, values.listen));
    return 0;
  }
  if (name === undefined || publicKey === undefined || (address !== undefined && values.key === undefined)) {
    throw new UsageError('Expected --name CODE, --public-key FILE, and of an ADDRESS --key FILE.');
  }
  if (address === undefined && values.step === undefined) {
    throw new UsageError('Expected the ADDRESS of an endpoint, or --trial FOLDER and --step COMMAND.');
  }
  const trusted = readPublicKeys(resolve(folder, publicKey));
  const keyFile = resolve(folder, values.key ?? '');
  if (address !== undefined) createKeyPairIfMissing(keyFile);
  const endpoint =
    address === undefined
      ? undefined
      : { url: new URL(address), name, caller: everybody, purpose, key: readSigningKey(keyFile), trusted };
  const reason = endpoint && (await new ExaminedSubgraph(endpoint).unreachable());
  if (reason !== undefined) throw new NotAsked(`Expected an answer of ${address ?? ''}, but got none: ${reason}.`);
  const trial =
    prepared && values.step !== undefined
      ? new Trial({
          ...{ ...prepared.trial, organisation: name, goal: values.goal, patienceMs },
          keys: new Map(trusted.map(({ id, key }) => [id, key])),
          port: wholeNumber('--listen', values.listen, 65_535),
          perform: stepProgram(values.step, prepared.files, folder),
        })
      : undefined;
  const tell = (some: readonly Finding[]) => {
    if (!values.json) for (const finding of some) console.log(formatFinding(finding));
  };
  try {
    await trial?.start();
    const noTrial = 'no --trial FOLDER and --step COMMAND were given';
    const withinMs = wholeNumber('--within', values.within, 86_400) * 1000;
    const found = await conformTo({ endpoint, trial, noTrial, only, withinMs }, tell);
    if (values.json) console.log(JSON.stringify(found));
    else tellSum(found, keyFile);
    return found.some(({ state }) => state === 'FAILED') ? 1 : 0;
  } finally {
    await trial?.stop();
  }
});

function prepareTrialIn(folder: string) {
  try {
    return prepareTrial(folder, new Date());
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function tellSum(found: readonly Finding[], keyFile: string): void {
  const count = (state: Finding['state']) => found.filter((one) => one.state === state).length;
  console.log(`\n${count('PASSED')} passed, ${count('FAILED')} failed, ${count('LEFT_OUT')} left out.`);
  if (found.some(({ check, state }) => check === granted && state === 'FAILED')) {
    console.log(`Without a session little can be told. Does it trust ${publicFileOf(keyFile)} as a gateway's key?`);
  }
}

/** The settings for the organisation's program in a trial. */
function whatToSet(files: TrialFiles, port: string): string {
  return [
    'Run the organisation’s program on an empty database, with these settings of the kit or what is the same of yours:\n',
    `  HUB_URL=http://127.0.0.1:${port}/`,
    `  PSEUDONYM_KEY_FILE=${files.pseudonymKey}`,
    `  PERIOD_KEYS_FILE=${files.periodKeys}`,
    `  SKETCHES_SEALED_TO=${files.sealingKey}`,
    '\nThen run hub conform with --step COMMAND, which does these steps (docs/protocol/README.md#a-trial):\n',
    `  take FILE                  takes in ${files.people.join(', then ')}`,
    '  release DAY                makes a release of what is complete through that day',
    '  withdraw NUMBER            withdraws a release',
    '  erase                      erases the person whose number it reads from standard input',
    '  rotate-pseudonyms FILE     goes to the next version of the pseudonyms, by the keys in the file',
    '  rotate-signing-key         signs with another key, which it has told at link/v1/statements',
  ].join('\n');
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new UsageError(`${option}: expected a whole number up to ${most}, got ${JSON.stringify(text)}.`);
}
