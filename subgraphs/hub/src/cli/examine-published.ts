import { existsSync } from 'node:fs';
import { dayInProvince, type Examined, personsFields, readAgreements } from '@hub/protocol';
import { publicFileOf, readPublicKeys, readSigningKey } from '@hub/runtime';
import { conform, formatFinding } from '../conform/conform.js';
import { everybody } from '../conform/everybody.js';
import { ExaminedSubgraph } from '../conform/examined.js';
import { FoundWrong } from './failure.js';

/** How long the whole run may take, in milliseconds. */
const withinMs = 60_000;

/** The endpoint to examine before its schema is published. */
export interface Publishing {
  readonly code: string;
  /** Null if it has none. */
  readonly endpoint: string | null;
  readonly signsAnswers: boolean;
  /** The organisation's signing key. */
  readonly keyFile: string;
  /** A key that its subgraph trusts as a gateway's. */
  readonly conformKeyFile: string;
  /** Its agreements, from its folder. */
  readonly agreements: string | null;
}

/** The result: a report for the hub with the failures in words, or why there is none. */
export type Examination =
  { readonly examined: Examined; readonly failures: readonly string[] } | { readonly notExamined: string };

/** Examines an organisation's endpoint against the protocol, before its schema is published or it joins. */
export async function examineEndpoint(publishing: Publishing): Promise<Examination> {
  const { code, endpoint, signsAnswers, keyFile, conformKeyFile, agreements } = publishing;
  if (endpoint === null) return { notExamined: 'it has no endpoint' };
  if (!signsAnswers) return { notExamined: 'it signs no answers' };
  if (!existsSync(conformKeyFile)) return { notExamined: `there is no key at ${conformKeyFile} that it trusts` };
  const asked = {
    ...{ url: new URL(endpoint), name: code, caller: everybody, purpose: 'steering' },
    ...{ key: readSigningKey(conformKeyFile), trusted: readPublicKeys(publicFileOf(keyFile)) },
    persons: personsIn(agreements ?? ''),
  };
  const reason = await new ExaminedSubgraph(asked).unreachable();
  if (reason !== undefined) return { notExamined: `${endpoint} is not reached (${reason})` };
  const found = await conform(
    { endpoint: asked, noTrial: 'what it hands over is examined by hub conform --trial', withinMs },
    () => undefined,
  );
  const failed = found.filter(({ state }) => state === 'FAILED');
  const passed = found.filter(({ state }) => state === 'PASSED').length;
  return {
    examined: {
      at: new Date().toISOString(),
      ...{ passed, leftOut: found.length - passed - failed.length },
      failed: failed.map(({ group, check }) => `${group}: ${check}`.slice(0, 200)),
    },
    failures: failed.map(formatFinding),
  };
}

/**
 * As `examineEndpoint`, before its schema is published: an endpoint that fails is not published.
 * @throws FoundWrong that names the failed checks.
 */
export async function examinePublished(publishing: Publishing): Promise<Examination> {
  const { code } = publishing;
  const examination = await examineEndpoint(publishing);
  if (!('examined' in examination) || examination.failures.length === 0) return examination;
  throw new FoundWrong(
    [
      ...examination.failures,
      `\n${code} is not published: ${examination.failures.length} checks failed. Those who run the hub can publish it all the same, with a reason: hub organisation override ${code} schema FILE --reason TEXT`,
    ].join('\n'),
  );
}

/** The fields that agreements allow to identify a person. */
function personsIn(agreements: string): string[] {
  const read = readAgreements(agreements, 'agreements.yaml').agreements?.agreements ?? [];
  return [...personsFields(read, dayInProvince(new Date())).keys()];
}
