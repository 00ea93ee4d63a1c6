import { answerChecks } from './answer-checks.js';
import { type Finding, findings, type Group } from './check.js';
import { disclosureChecks } from './disclosure-checks.js';
import { erasureChecks } from './erasure-checks.js';
import { type ExaminedOptions, ExaminedSubgraph } from './examined.js';
import { federationChecks } from './federation-checks.js';
import { healthChecks } from './health-checks.js';
import { messageChecks } from './message-checks.js';
import { receiptChecks } from './receipt-checks.js';
import { Refusals } from './refusals.js';
import { leftOutGroup, releaseChecks } from './release-checks.js';
import { rightsChecks } from './rights-checks.js';
import { rotationChecks } from './rotation-checks.js';
import { sessionChecks } from './session-checks.js';
import { sketchChecks } from './sketch-checks.js';
import { timeChecks } from './time-checks.js';
import type { Trial } from './trial.js';

/** Groups of checks on an endpoint; the link `records` needs them. */
export const endpointGroups = [
  ...(['sessions', 'messages', 'answers', 'federation', 'rights', 'receipts', 'time', 'health'] as const),
] as const;

/** Groups of checks on the releases of a trial; both kinds of link need them. */
export const trialGroups = ['releases', 'disclosure', 'sketches', 'erasure', 'rotation'] as const;

/** All groups of checks, in their order. */
export const groupNames = [...endpointGroups, ...trialGroups] as const;

/** Name of a group of checks. */
export type GroupName = (typeof groupNames)[number];

/** Subject and scope of an examination. */
export interface Examination {
  /** Its endpoint; undefined for an organisation that links figures only. */
  readonly endpoint?: ExaminedOptions | undefined;
  /** Its trial; undefined without one. */
  readonly trial?: Trial | undefined;
  /** Why there is no trial. */
  readonly noTrial?: string;
  /** Groups that do not apply, with the reasons. */
  readonly leftOut?: Partial<Readonly<Record<GroupName, string>>>;
  /** The groups to check; all by default. */
  readonly only?: readonly GroupName[];
  /** Time limit in milliseconds; checks that have not run by then have failed. */
  readonly withinMs?: number;
}

const pages: Readonly<Record<GroupName, string>> = {
  sessions: 'docs/protocol/sessions.md',
  messages: 'docs/protocol/messages.md',
  answers: 'docs/protocol/messages.md#an-answer',
  federation: 'docs/protocol/messages.md',
  rights: 'docs/protocol/messages.md#who-asks-and-what-for',
  receipts: 'docs/protocol/receipts.md',
  time: 'docs/protocol/messages.md#how-long-the-gateway-waits',
  health: 'docs/protocol/messages.md#health',
  releases: 'docs/protocol/releases.md',
  disclosure: 'docs/protocol/disclosure.md',
  sketches: 'docs/protocol/sketches.md',
  erasure: 'docs/protocol/pseudonyms.md#erasing-a-person',
  rotation: 'docs/protocol/pseudonyms.md#what-the-keys-are-called',
};

/**
 * Checks an organisation against the protocol, group by group: its endpoint, and its releases in a trial. A group that
 * does not apply is reported with the reason.
 * @param onFound called after each group with its findings.
 */
export async function conform(
  { endpoint, trial, noTrial = 'no trial was made', leftOut = {}, only = groupNames, withinMs }: Examination,
  onFound: (found: readonly Finding[]) => void,
): Promise<Finding[]> {
  const ends = performance.now() + (withinMs ?? Number.POSITIVE_INFINITY);
  const refusals = new Refusals();
  const subgraph = endpoint && new ExaminedSubgraph(endpoint);
  const ofEndpoint = (name: GroupName, make: (asked: ExaminedSubgraph) => Group): Group =>
    subgraph ? make(subgraph) : leftOutGroup(name, pages[name], 'it is linked by figures: nothing of it is reachable');
  const ofTrial = (name: GroupName, make: (of: Trial) => Group): Group =>
    trial ? make(trial) : leftOutGroup(name, pages[name], noTrial);
  const groups: Readonly<Record<GroupName, () => Group>> = {
    sessions: () => ofEndpoint('sessions', (asked) => sessionChecks(asked, refusals)),
    messages: () => ofEndpoint('messages', (asked) => messageChecks(asked, refusals)),
    answers: () => ofEndpoint('answers', answerChecks),
    federation: () => ofEndpoint('federation', federationChecks),
    rights: () => ofEndpoint('rights', rightsChecks),
    receipts: () => ofEndpoint('receipts', (asked) => receiptChecks(asked, refusals)),
    time: () => ofEndpoint('time', timeChecks),
    health: () => ofEndpoint('health', healthChecks),
    releases: () => ofTrial('releases', releaseChecks),
    disclosure: () => ofTrial('disclosure', disclosureChecks),
    sketches: () => ofTrial('sketches', sketchChecks),
    erasure: () => ofTrial('erasure', erasureChecks),
    rotation: () => ofTrial('rotation', rotationChecks),
  };
  const all: Finding[] = [];
  for (const name of groupNames.filter((each) => only.includes(each))) {
    const reason = leftOut[name];
    const group = reason === undefined ? groups[name]() : leftOutGroup(name, pages[name], reason);
    const found = await findings(group, ends);
    onFound(found);
    all.push(...found);
  }
  return all;
}

/** A finding as text for people. */
export function formatFinding({ group, check, state, page, sent = '', came = '', expected = '' }: Finding): string {
  const indented = (text: string) => text.replaceAll('\n', '\n              ');
  if (state === 'PASSED') return `passed    ${group}: ${check}`;
  if (state === 'LEFT_OUT') return `left out  ${group}: ${check} (${expected})`;
  return [
    `FAILED    ${group}: ${check}`,
    `    sent      ${indented(sent)}`,
    `    came      ${indented(came)}`,
    `    expected  ${indented(expected)}`,
    `    see       ${page}`,
  ].join('\n');
}
