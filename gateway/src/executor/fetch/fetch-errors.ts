import { GraphQLError } from 'graphql';
import { SubgraphFault } from '../../errors/subgraph-fault.js';
import type { Subgraph } from '../../connection/subgraph.js';
import type { SubgraphError } from '../../subgraph/subgraph-response.js';
import type { RequestContext } from '../../request/context.js';
import type { PathKey } from '../../base/json.js';

type Path = readonly PathKey[];

/** The errors of the fetches of one operation, each of which names its subgraph as `extensions.serviceName`. */
export class FetchErrors {
  readonly all: GraphQLError[] = [];

  /** @param context its logger is made on first use. */
  constructor(private readonly context: Pick<RequestContext, 'log'>) {}

  /** A subgraph's own error, at each path in the response that it concerns, or without a path. */
  add({ name }: Subgraph, { message, extensions }: Omit<SubgraphError, 'path'>, paths: readonly Path[]): void {
    const named = { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: name };
    for (const path of paths.length > 0 ? paths : [undefined]) {
      this.all.push(new GraphQLError(message, { path: path?.length ? path : undefined, extensions: named }));
    }
  }

  /**
   * A subgraph's failure to answer; only the log has its cause.
   * @param told the earlier failures of the same fetch: the same message at the same paths is reported once.
   */
  addFault(subgraph: Subgraph, fault: unknown, paths: readonly Path[], told?: Set<string>): void {
    if (!(fault instanceof SubgraphFault)) throw fault;
    const { message, code, executed } = fault;
    if (code === 'REQUEST_CANCELLED') return;
    const key = told && JSON.stringify([message, paths]);
    if (key !== undefined && told?.has(key)) return;
    if (key !== undefined) told?.add(key);
    this.context.log.warn({ err: fault, subgraph: subgraph.name, url: subgraph.url, code }, 'subgraph failed');
    this.add(subgraph, { message, extensions: { code, ...(executed === false && { executed }) } }, paths);
  }
}
