import { type Endpoints } from '@hub/kit';
import { readAgreements } from '@hub/protocol';
import { findAgreements } from '@hub/runtime';
import type { ComposedSubgraph } from '@hub/schema/compose';
import { consentsInForce } from '../organisation/consents-in-force.js';
import { readPublished } from '../organisation/published-organisations.js';
import type { OperatorsOrganisations } from '../organisation/operators-organisations.js';
import { withHub } from '../organisation/shipped-subgraphs.js';
import type { CheckDeps } from './check.endpoint.js';
import { shippedDocuments } from './shipped-documents.js';
import type { SchemaUsage, UsedDocument } from './usage.js';
import { recentOperations, registeredDocuments, type UsageSources, usageSources } from './usage-sources.js';

/** The parts of a registry that a check reads: its store, and the folder of the operator's agreements. */
export type CheckSources = Pick<Endpoints, 'em' | 'now'> & {
  readonly config: Pick<Endpoints['config'], 'agreementsFolder'>;
};

/**
 * The inputs of checks: the schemas of the hub's subgraphs, of the operator's folders and of live organisations at
 * the registry; all agreements; and the shipped documents.
 */
export function checkInputs(
  { em, now, config: { agreementsFolder } }: CheckSources,
  operators: () => OperatorsOrganisations,
  sources: UsageSources = usageSources(process.env),
): CheckDeps {
  const published = () => readPublished(em.fork());
  return {
    consents: () => consentsInForce(em.fork(), now()),
    former: async (code) =>
      (await published()).find((one) => one.code === code)?.schema ??
      withHub(operators().subgraphs).find(({ name }) => name === code)?.sdl,
    others: async (code) => {
      const live = (await published()).flatMap(({ code: name, state, endpoint, schema }): ComposedSubgraph[] =>
        state === 'LIVE' && endpoint !== null && schema !== null ? [{ name, url: endpoint, sdl: schema }] : [],
      );
      return [...withHub(operators().subgraphs), ...live].filter(({ name }) => name !== code);
    },
    usage: async () => {
      const texts = (await published()).flatMap(({ code, agreements }) =>
        agreements === null ? [] : [{ organisation: code, file: `${code}'s agreements`, text: agreements }],
      );
      const files = agreementsFolder === undefined ? [] : await findAgreements(agreementsFolder);
      const usage = await usageWith(
        [...files.filter((one) => !texts.some((text) => text.organisation === one.organisation)), ...texts],
        sources,
      );
      return { ...usage, documents: [...usage.documents, ...(await documentsOfApps(em.fork()))] };
    },
  };
}

/** The documents that apps have registered at the registry. */
async function documentsOfApps(em: Endpoints['em']): Promise<UsedDocument[]> {
  const rows = await em.execute<{ app: string; name: string; text: string }[]>(
    `select app, coalesce(operation, hash) as name, text from app_document order by app, hash`,
  );
  return rows.map(({ app, name, text }) => ({ kind: 'DOCUMENT', name: `${app} ${name}`, text }));
}

/** The users of the graph, with these files of agreements; sources that are not read are named. */
export async function usageWith(
  files: Awaited<ReturnType<typeof findAgreements>>,
  sources: UsageSources = {},
): Promise<SchemaUsage> {
  const [shipped, registered, operations] = await Promise.all([
    shippedDocuments(),
    registeredDocuments(sources),
    recentOperations(sources),
  ]);
  const notLookedAt = [registered.problem, operations.problem].filter((problem) => problem !== undefined);
  const agreements = files.flatMap((file) => {
    const read = 'text' in file ? readAgreements(file.text, file.file) : { problems: [file.problem] };
    if (!read.agreements) notLookedAt.push(`the agreements of ${file.organisation}: ${read.problems.join('; ')}`);
    return read.agreements ?? [];
  });
  return { documents: [...shipped, ...registered.found], operations: operations.found, agreements, notLookedAt };
}
