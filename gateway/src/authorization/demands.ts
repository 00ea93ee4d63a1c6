import type { GraphQLSchema } from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import type { Operation } from '../operation/operation.js';
import { demandedByOperation } from './demanded.js';
import { isMet, type Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import type { Rights } from '../request/rights.js';

/** The requirements of an operation that its caller does not meet. */
export interface RefusedBy {
  readonly requirements: readonly Requirement[];
  /** Equal for callers that fail the same requirements of one operation; empty if all are met. */
  readonly key: string;
}

const nothing: RefusedBy = { requirements: [], key: '' };

/** An operation and the rights to check against it. */
interface Asked {
  readonly operation: Operation;
  readonly rights: Rights;
}

/** Collects the requirements of operations; reads each operation once. */
export class Demands {
  readonly #demanded: (operation: Operation) => readonly Requirement[];

  /** @param schema the schema that callers see. */
  constructor(
    private readonly requirements: Requirements,
    schema: GraphQLSchema,
  ) {
    this.#demanded = onceForEach((operation) => demandedByOperation(requirements, operation, schema));
  }

  refusedBy({ operation, rights }: Asked): RefusedBy {
    if (this.requirements.isEmpty) return nothing;
    const demanded = this.#demanded(operation);
    const requirements = demanded.filter((requirement) => !isMet(requirement, rights));
    if (requirements.length === 0) return nothing;
    return { requirements, key: requirements.map((requirement) => demanded.indexOf(requirement)).join() };
  }

  /** Whether the rights meet every requirement of the operation. */
  areMet({ operation, rights }: Asked): boolean {
    return this.#demanded(operation).every((requirement) => isMet(requirement, rights));
  }
}
