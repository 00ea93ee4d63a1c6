import { addEndpoint, type Endpoints, lookPrice, messagePrice, type SubgraphContext } from '@hub/kit';
import {
  dayInProvince,
  dueEndings,
  endingsPath,
  type GivenEnding,
  endOfDayInProvince,
  readAgreements,
  reportedEndings,
  type RegistrySnapshot,
} from '@hub/protocol';
import { openOrganisations } from '../organisation/open-organisations.js';
import { readAsked, refusing } from '../refusing.js';
import { keepReport, reportsKnown } from './reported-endings.js';

const end = (day: string) => new Date(endOfDayInProvince(day)).toISOString();

/**
 * The keys of programs and of accepted apps that are not revoked: the contact of another app may not be its own. An app's name
 * is a text of the application, which no mail repeats.
 */
const keysThatEnd = `
  select k.id, k.name, k.until::text as until, k.app, k.owner, a.contact from program_key k
  left join app a on a.id = k.app
  where k.revoked_at is null and (k.app is null or a.state = 'ACCEPTED') and k.until between ?::date - 40 and ?::date + 100 order by k.until limit 2000`;

/** The last key of each organisation: one that has a successor ends without a loss. */
const organisationKeysThatEnd = `
  select k.id, k.code, k.valid_until as until, o.said->>'contact' as contact from organisation_key k
  join linked_organisation o using (code)
  where o.state <> 'LEFT' and k.valid_until is not null and not exists (
    select from organisation_key l where l.code = k.code and coalesce(l.valid_until, 'infinity') > k.valid_until)`;

const newestOrganisations = `
  select content::json->'organisations' as organisations from registry_snapshot order by number desc limit 1`;

const invitationsThatEnd = `select code, until, invited_by as "invitedBy" from invitation where used_at is null`;

type Row<Key extends string> = Readonly<Record<Key, string>>;
type KeyRow = Row<'id' | 'name' | 'until'> & Readonly<Record<'app' | 'owner' | 'contact', string | null>>;
type OrganisationKeyRow = Row<'id' | 'code'> & { readonly until: string | Date; readonly contact: string | null };
type InvitationRow = Row<'code' | 'invitedBy'> & { readonly until: string | Date };

/** The registry's one list of things that end: readiness, metrics, mails and operators have it. */
export async function registryEndings({
  em,
  now,
}: Pick<SubgraphContext, 'em' | 'now'>): Promise<readonly GivenEnding[]> {
  const one = em.fork();
  const day = dayInProvince(now());
  const [keys, own, invitations, snapshots, reports] = await Promise.all([
    one.execute<KeyRow[]>(keysThatEnd, [day, day]),
    em.fork().execute<OrganisationKeyRow[]>(organisationKeysThatEnd),
    em.fork().execute<InvitationRow[]>(invitationsThatEnd),
    em.fork().execute<Pick<RegistrySnapshot, 'organisations'>[]>(newestOrganisations),
    reportsKnown(em, now),
  ]);
  const [snapshot] = snapshots;
  const organisations = snapshot?.organisations ?? [];
  return [
    ...keys.map(ofKey),
    ...own.map(({ id, code, until, contact }) => ({
      ...{ kind: 'SIGNING_KEY' as const, name: `${id} of ${code}`, endsAt: new Date(until).toISOString(), contact },
      renewedBy: `${code}: hub state names another key of its own`,
    })),
    ...invitations.map(({ code, until, invitedBy }) => ({
      ...{ kind: 'INVITATION' as const, name: code, endsAt: new Date(until).toISOString() },
      renewedBy: `the hub's operator (${invitedBy} invited it): hub organisation invite ${code}`,
    })),
    ...organisations.flatMap(agreementsOf),
    ...reports.map(({ organisation, ...one }) => ({
      ...one,
      contact: organisations.find(({ code }) => code === organisation)?.contact ?? null,
    })),
  ];
}

function ofKey({ id, name, until, app, owner, contact }: KeyRow): GivenEnding {
  const endsAt = end(until);
  if (app !== null)
    return {
      ...{ kind: 'APP_SECRET', name: `${id} of ${app}`, endsAt, contact },
      renewedBy: `the contact of the app ${app}, with another secret`,
    };
  return {
    ...{ kind: 'PROGRAM_KEY', name: id, endsAt, owner },
    renewedBy: owner === null ? `the hub's operator, for ${name}: hub key create` : 'its owner, on the page of keys',
  };
}

function agreementsOf({
  code,
  state,
  agreements: text,
  contact,
}: RegistrySnapshot['organisations'][number]): GivenEnding[] {
  if (text === null || state === 'LEFT') return [];
  const read = readAgreements(text, `${code}/agreements.yaml`);
  return (read.agreements?.agreements ?? []).flatMap(({ id, until }) => {
    if (until === undefined) return [];
    const renewedBy = `${code}, which publishes its agreements with a later day`;
    return [{ kind: 'AGREEMENT' as const, name: `${id} of ${code}`, endsAt: end(until), contact, renewedBy }];
  });
}

/**
 * `GET /operator/registry/endings`, for programs that follow the registry (a token with the scope `follow`): the things that
 * end within ninety days, or have ended lately. `POST` takes the ends of certificates that such a program uses.
 */
export function endingsEndpoint(endpoints: Endpoints): void {
  openOrganisations(endpoints);
  addEndpoint(endpoints.operator, {
    ...{ method: 'GET', url: endingsPath, price: lookPrice },
    handler: async () => ({ endings: dueEndings(await registryEndings(endpoints), endpoints.now()) }),
  });
  addEndpoint(endpoints.operator, {
    ...{ method: 'POST', url: endingsPath, price: messagePrice(256 * 1024) },
    handler: (request, reply) =>
      refusing(request, reply, async () => {
        const report = readAsked(reportedEndings, request.body);
        await keepReport(endpoints.em, report, endpoints.now());
        return { taken: report.endings.length };
      }),
  });
}
