import { isIP } from 'node:net';
import { type SubgraphContext } from '@hub/kit';
import { badUserInput, daysLater, dayInProvince } from '@hub/protocol';
import { type AddressList, isInward } from '@hub/runtime';
import type { EventKind } from '../events/event-kind.js';
import { allGoalVersions } from '../goal/goal.loader.js';
import { loadCommune } from '../commune/commune.loader.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';

/** A checked request for a webhook. */
export interface WebhookRequest {
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly EventKind[] | null;
  readonly goals: readonly string[] | null;
  readonly organisations: readonly string[] | null;
  readonly communes: readonly string[] | null;
  readonly until: string;
}

/** A request for a webhook, unchecked. */
export interface AskedWebhook extends Omit<WebhookRequest, 'until'> {
  readonly until: string | null;
}

/** Default and longest lifetime of a webhook, in days. */
const [usualDays, mostDays] = [365, 400];

/** How many goals, organisations or communes may be chosen. */
const mostChosen = 200;

/**
 * Checks a request for a webhook.
 * @param allowed networks that are accepted though they point inward, and without TLS.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export async function readWebhook(
  asked: AskedWebhook,
  context: SubgraphContext,
  allowed: AddressList | undefined,
): Promise<WebhookRequest> {
  const name = asked.name.trim();
  if (!/^\P{Cc}{1,200}$/u.test(name)) throw badUserInput('name: expected a line of 1 to 200 characters.');
  const today = dayInProvince(context.now());
  const [until, last] = [asked.until ?? daysLater(today, usualDays), daysLater(today, mostDays)];
  if (until < today || until > last)
    throw badUserInput(`until: expected a day from ${today} to ${last}, got ${until}.`);
  const isGoal = await knownGoals(context);
  const isOrganisation = async (code: string) => (await organisationLoader(context).load(code)) !== null;
  const isCommune = (code: string) => isKnownCommune(code, context);
  return {
    ...{ name, url: readUrl(asked.url, allowed), until, kinds: chosen(asked.kinds, 'kinds') },
    goals: await allKnown(chosen(asked.goals, 'goals'), 'goals', isGoal),
    organisations: await allKnown(chosen(asked.organisations, 'organisations'), 'organisations', isOrganisation),
    communes: await allKnown(chosen(asked.communes, 'communes'), 'communes', isCommune),
  };
}

/** Returns whether a code is a goal's, present or former. */
export async function knownGoals(context: SubgraphContext): Promise<(code: string) => Promise<boolean>> {
  const goals = new Set((await allGoalVersions(context)).map(({ code }) => code));
  return (code) => Promise.resolve(goals.has(code));
}

/** Whether a code is a commune's. */
export async function isKnownCommune(code: string, context: SubgraphContext): Promise<boolean> {
  return (await loadCommune(code, context)) !== null;
}

/** @throws GraphQLError `BAD_USER_INPUT` if too many are chosen, or none. */
export function chosen<T>(list: readonly T[] | null, argument: string): readonly T[] | null {
  if (list === null) return null;
  if (list.length === 0 || list.length > mostChosen)
    throw badUserInput(`${argument}: expected 1 to ${mostChosen}, or none named for all, got ${list.length}.`);
  return [...new Set(list)];
}

/** @throws GraphQLError `BAD_USER_INPUT` naming the first that is unknown. */
export async function allKnown(
  codes: readonly string[] | null,
  argument: string,
  isKnown: (code: string) => Promise<boolean>,
): Promise<readonly string[] | null> {
  const known = await Promise.all((codes ?? []).map(isKnown));
  const unknown = codes?.find((_code, index) => known[index] !== true);
  if (unknown !== undefined)
    throw badUserInput(`${argument}: expected codes that there are, got ${JSON.stringify(unknown)}.`);
  return codes;
}

/** The host name is looked up when a message is sent, since it may point elsewhere then. */
function readUrl(text: string, allowed: AddressList | undefined): string {
  const url = text.length <= 1000 ? URL.parse(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.hash !== '') {
    throw badUserInput('url: expected an https address of at most 1,000 characters, without a user and a fragment.');
  }
  if (url.protocol === 'http:' && !allowed) {
    throw badUserInput('url: expected https: nobody on the way may read or change what is told.');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isNamedInward = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(host) || !/[.:]/.test(host);
  if ((isIP(host) !== 0 && isInward(host, allowed)) || (isIP(host) === 0 && isNamedInward && !allowed)) {
    throw badUserInput('url: expected an address of the public internet, got one that points inward.');
  }
  return url.href;
}
