import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  auditLog,
  keepsPeople,
  movement,
  type OperatorScope,
  operatorTokenFor,
  ordinaryScopes,
  registry,
} from '@hub/protocol';
import {
  createKeyIfMissing,
  createKeyPairIfMissing,
  createOperatorTokensIfMissing,
  createPeriodKeysIfMissing,
  createSealingPairIfMissing,
  createTokenFileIfMissing,
  knownOrganisations,
} from '@hub/runtime';
import { type Command, parseCommand } from './command.js';
import { Failure, systemReason, UsageError } from './failure.js';
import { rotatedKeyIn, rotationStep, takeRotationStep } from './rotate-key.js';

/** A file that the containers in production need. */
interface Secret {
  readonly file: string;
  readonly make: () => void;
}

/**
 * `hub secrets FOLDER`: makes the missing secrets of all parts, as docker-compose.yml mounts them; `--check` makes
 * none, and names every missing secret, and every missing setting of the gateway. `--rotate` takes one step in
 * replacing a part's signing key.
 */
export const secrets: Command = (args, { folder: standing, environment }) => {
  const { values, positionals } = parseCommand({
    args: [...args],
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, rotate: { type: 'string' }, step: { type: 'string' } },
  });
  const [given, ...others] = positionals;
  if (given === undefined || others.length > 0) {
    throw new UsageError(`Expected one folder for secrets, got ${positionals.join(' ') || 'none'}.`);
  }
  const folder = resolve(standing, given);
  if (values.rotate !== undefined) {
    const part = parts.find((one) => one === values.rotate);
    if (!part) throw new UsageError(`--rotate: expected one of ${parts.join(', ')}, got ${values.rotate}.`);
    console.log(takeRotationStep(rotationStep(values.step), part, rotatedKeyIn(folder, part)));
    return Promise.resolve(0);
  }
  const missing = secretsIn(folder).filter(({ file }) => !existsSync(file));
  return Promise.resolve(values.check ? check(missing, environment) : make(missing, folder));
};

/** The parts with a signing key. */
const parts = [...[movement, ...knownOrganisations, auditLog, registry].map(({ code }) => code), 'gateway'];

/** Every secret, in an order in which each comes after the ones that it needs. */
function secretsIn(folder: string): Secret[] {
  const at = (...names: string[]) => join(folder, ...names);
  const key = (...names: string[]): Secret => ({
    file: at(...names),
    make: () => {
      createKeyIfMissing(at(...names));
    },
  });
  const operatorTokens = (part: string, scopes: readonly OperatorScope[] = ordinaryScopes): Secret => ({
    file: at(part, 'operator-token'),
    make: () => {
      createOperatorTokensIfMissing(at(part, 'operator-token'), scopes);
    },
  });
  const pair = (part: string): Secret => ({
    file: at(part, 'signing.key'),
    make: () => {
      createKeyPairIfMissing(at(part, 'signing.key'), publicKeyIn(folder, part));
    },
  });
  /** A token with the scope `audit` alone, for operators who verify receipts and anchors of a part. */
  const readerToken = (code: string): Secret => ({
    file: at('reader-tokens', code),
    make: () => {
      const from = at(code, 'operator-token');
      const token = operatorTokenFor(readFileSync(from, 'utf8'), 'audit');
      if (token === undefined) throw new Failure(`Expected a token with the scope audit in ${from}.`);
      createTokenFileIfMissing(at('reader-tokens', code), 'audit', token);
    },
  });
  const organisations = [movement, ...knownOrganisations].map(({ code }) => code);
  const services = [auditLog.code, registry.code];
  return [
    key('pseudonym-key', 'key'),
    {
      file: at('pseudonym-key', 'period-keys.json'),
      make: () => {
        createPeriodKeysIfMissing(at('pseudonym-key', 'period-keys.json'));
      },
    },
    ...[movement.code, ...knownOrganisations.map(({ code }) => code).filter(keepsPeople)].flatMap((code) =>
      [at(code, 'sealing.key'), sealingKeyIn(folder, code)].map((file) => ({
        file,
        make: () => {
          createSealingPairIfMissing(at(code, 'sealing.key'), sealingKeyIn(folder, code));
        },
      })),
    ),
    ...organisations.flatMap((code) => [operatorTokens(code), key(code, 'database-password'), pair(code)]),
    key(auditLog.code, 'anchor.key'),
    // The gateway has this token too, because it writes to the log.
    operatorTokens('audit-token'),
    // The gateway does not have it: it is for operators alone.
    operatorTokens('restore-token', ['restore']),
    operatorTokens(registry.code),
    // For the registry: the operators' tokens, to create keys for programs, and the gateway's, to follow them.
    operatorTokens('keys-token', ['keys']),
    operatorTokens('follow-token', ['follow']),
    ...[...organisations, registry.code].map(readerToken),
    ...services.flatMap((code) => [key(code, 'database-password'), pair(code)]),
    // The servers do not have these: they belong to the databases' owners.
    ...[...organisations, ...services].map((code) => key(`${code}-owner`, 'owner-password')),
    pair('gateway'),
    ...[...organisations, ...services, 'gateway'].map((part) => ({ ...pair(part), file: publicKeyIn(folder, part) })),
  ];
}

/** All public keys are in one folder, since each part reads the others'. */
function publicKeyIn(folder: string, part: string): string {
  return join(folder, 'public-keys', `${part}.pub`);
}

/** The key that opens messages sealed to a part: sketches of people to movement, keys to an organisation. */
function sealingKeyIn(folder: string, part: string): string {
  return join(folder, 'public-keys', `${part}-sealing.pub`);
}

function check(missing: readonly Secret[], environment: NodeJS.ProcessEnv): number {
  const { TOKEN_ISSUER: issuer, TOKEN_AUDIENCE: audience, TRUSTED_PROXIES: proxies } = environment;
  const lines = missing.map(({ file }) => `${file}: expected this secret`);
  if (!issuer) lines.push('TOKEN_ISSUER: expected the https URL of the issuer of tokens (none: nobody is known)');
  if (!audience && issuer !== 'none') lines.push('TOKEN_AUDIENCE: expected what tokens are made out to');
  if (!proxies)
    lines.push('TRUSTED_PROXIES: expected how many proxies stand before the gateway; 0 where there are none');
  if (lines.length === 0) {
    console.log('Every secret and setting is there.');
    return 0;
  }
  console.error(['The hub is not started. What is missing:', ...lines.map((line) => `  ${line}`)].join('\n'));
  if (missing.length > 0) console.error('`docker compose run --rm secrets` makes the secrets that are missing.');
  return 1;
}

/** @throws Failure if a missing key was used for existing data: see `createSecrets`. */
function make(missing: readonly Secret[], folder: string): number {
  const isMissing = (...names: string[]) => missing.some(({ file }) => file === join(folder, ...names));
  const tokensOf = (code: string) => (code === auditLog.code ? 'audit-token' : code);
  const refuseToReplace = (names: readonly string[], codes: readonly string[]) => {
    const keyed = codes.find((code) => existsSync(join(folder, tokensOf(code), 'operator-token')));
    if (!keyed || !isMissing(...names)) return;
    throw new Failure(
      `${join(folder, ...names)} is gone, but the secrets of ${keyed} are there, which may hold data made with it. Put the key back, or remove ${folder} and the databases to begin anew.`,
    );
  };
  refuseToReplace(['pseudonym-key', 'key'], knownOrganisations.map(({ code }) => code).filter(keepsPeople));
  refuseToReplace([auditLog.code, 'anchor.key'], [auditLog.code]);
  try {
    for (const secret of missing) secret.make();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Cannot make secrets in ${folder}: ${systemReason(error)}.`);
  }
  console.log(missing.length === 0 ? 'Every secret is there.' : `Made ${missing.length} secrets in ${folder}.`);
  return 0;
}
