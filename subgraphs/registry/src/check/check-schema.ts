import {
  agreementsGraph,
  type CheckReport,
  dayInProvince,
  type Finding,
  readCandidate,
  readSubgraph,
} from '@hub/protocol';
import { type GraphQLSchema, parse } from 'graphql';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { agreementFindings } from './agreement-fields.js';
import { type ApiChange, changesOf } from './api-changes.js';
import { weakerAuthorisation } from './authorisation.js';
import { isNoticeOver, unclearDeprecations } from './deprecations.js';
import { undescribed } from './descriptions.js';
import { ownerlessEntities } from './entity-owners.js';
import { unconsentedOverrides } from './overrides.js';
import { personalFields } from './personal-fields.js';
import { SchemaUsers } from './schema-users.js';
import type { OverrideConsent, SchemaUsage } from './usage.js';

/** The inputs of a check. */
export interface CheckInput {
  readonly organisation: string;
  /** The schema that the organisation would publish. */
  readonly candidate: string;
  /** Its published schema; undefined if it has none. */
  readonly former?: string | undefined;
  /** The schemas of all other live subgraphs, including the gateway's. */
  readonly others: readonly ComposedSubgraph[];
  readonly usage: SchemaUsage;
  /** The fields that organisations allow others to take over. */
  readonly consents?: readonly OverrideConsent[];
  /** The day in the province (default: today). */
  readonly today?: string;
  /** The organisation's endpoint, for the supergraph; absent in a mere check. */
  readonly url?: string;
}

/** The report of a check, and the supergraph that would be in force, if it composes. */
export interface CheckedSchema {
  readonly report: CheckReport;
  readonly supergraph?: string;
}

/** Checks a schema that an organisation would publish, against today's graph and its users. */
export async function checkSchema(input: CheckInput): Promise<CheckedSchema> {
  const { organisation, candidate, former, others, usage, consents = [], url = '' } = input;
  const { today = dayInProvince(new Date()) } = input;
  const report = (findings: readonly Finding[]): CheckReport => ({
    organisation,
    verdict: findings.some(({ severity }) => severity === 'ERROR') ? 'REFUSED' : 'PASSED',
    findings: [...findings],
    notLookedAt: [...usage.notLookedAt],
  });
  const read = readCandidate(candidate);
  if ('fault' in read) return { report: report([read.fault]) };
  // Imported here since the module is large, and the rest of the registry does not need it.
  const { apiSchema, compose, ownersIn } = await import('@hub/schema/compose');
  const schema = readSubgraph(read.document);
  const formerSchema = former === undefined ? undefined : readSubgraph(parse(former));
  const othersSchemas = others.map(({ name, sdl }) => [name, readSubgraph(parse(sdl))] as const);
  const own = [
    ...unclearDeprecations(schema),
    ...personalFields(organisation, schema, usage.agreements, today),
    ...undescribed(schema, new Map(othersSchemas).values()),
    ...(formerSchema ? weakerAuthorisation(formerSchema, schema) : []),
    ...unconsentedOverrides(organisation, schema, consents),
    ...ownerlessEntities(organisation, new Map([...othersSchemas, [organisation, schema]])),
  ];
  const composition = compose([...others, { name: organisation, url, sdl: candidate }]);
  if (composition.errors) {
    const faults = composition.faults.map(({ code, message, subgraphs, at }): Finding => {
      const { line, column } = at.find(({ subgraph }) => subgraph === organisation) ?? {};
      return {
        ...{ code: 'COMPOSITION_ERROR', severity: 'ERROR', message, rule: code, line, column },
        organisations: [...subgraphs],
      };
    });
    return { report: report([...faults, ...own]) };
  }
  const { supergraph, warnings } = composition;
  const hints = warnings.map((message): Finding => ({ code: 'COMPOSITION_WARNING', severity: 'WARNING', message }));
  const before =
    former === candidate
      ? composition
      : compose(former === undefined ? others : [...others, { name: organisation, url, sdl: former }]);
  // If the others do not compose without this one, there is no graph today that could break.
  const formerly = before.errors ? undefined : before.supergraph;
  const changes =
    formerly === undefined || formerly === supergraph
      ? []
      : apiFindings(apiSchema(formerly), apiSchema(supergraph), usage, ownersIn(formerly), today);
  const graph = (sdl: string) => agreementsGraph(parse(sdl, { noLocation: true }));
  const ofAgreements = agreementFindings(organisation, usage.agreements, {
    before: formerly === undefined ? undefined : graph(formerly),
    after: graph(supergraph),
  });
  return { report: report([...hints, ...changes, ...ofAgreements, ...own]), supergraph };
}

const severityOf = { BREAKING: 'ERROR', DANGEROUS: 'WARNING', SAFE: 'NOTICE' } as const;

function apiFindings(
  former: GraphQLSchema,
  api: GraphQLSchema,
  usage: SchemaUsage,
  owners: ReadonlyMap<string, readonly string[]>,
  today: string,
): Finding[] {
  const changes = changesOf(former, api);
  const users = new SchemaUsers(usage, former);
  const broken = users.brokenBy(api);
  const breaking = changes.filter(({ kind }) => kind === 'BREAKING');
  const unexplained = broken.filter(
    ({ coordinates }) => !breaking.some(({ touches }) => touches.some((one) => coordinates.has(one))),
  );
  return [
    ...changes.map((change) => {
      const using = change.kind === 'SAFE' ? [] : users.of(change);
      const finding = findingOf(change, using, owners);
      // Recent clients got the deprecation with each answer. Registered documents and agreements may not have been
      // used meanwhile.
      const isAnnounced = isNoticeOver(former, change.coordinate, today) && /_REMOVED/.test(change.rule);
      if (!isAnnounced || using.some(({ kind: user }) => user !== 'OPERATION')) return finding;
      return { ...finding, code: 'REMOVED_AFTER_NOTICE' as const, severity: 'WARNING' as const };
    }),
    ...unexplained.map(({ user, reason }): Finding => {
      const message = `${user.name} would not be allowed any more: ${reason}`;
      return { code: 'DOCUMENT_BROKEN', severity: 'ERROR', message, users: [user] };
    }),
  ];
}

function findingOf(
  { kind, rule, coordinate, description }: ApiChange,
  users: NonNullable<Finding['users']>,
  owners: ReadonlyMap<string, readonly string[]>,
): Finding {
  const [type = ''] = coordinate.split('.');
  const [field = ''] = coordinate.split('(');
  const organisations = kind === 'SAFE' ? [] : [...(owners.get(field) ?? owners.get(type) ?? [])];
  return {
    ...{ code: `${kind}_CHANGE`, severity: severityOf[kind], message: description, coordinate, rule },
    ...(organisations.length > 0 && { organisations }),
    ...(users.length > 0 && { users }),
  };
}
