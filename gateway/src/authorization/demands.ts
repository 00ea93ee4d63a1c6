import type { GraphQLSchema } from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import type { Operation } from '../operation/operation.js';
import { demandedByOperation } from './demanded.js';
import { isMet, type Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';
import type { Rights } from '../request/rights.js';

/** Of what an operation demands, all that its caller does not meet. */
export interface RefusedBy {
  readonly requirements: readonly Requirement[];
  /** Tells apart what callers of one operation do not meet; empty where they meet all. */
  readonly key: string;
}

const nothing: RefusedBy = { requirements: [], key: '' };

/** Whose rights are to suffice for which operation. */
interface Asked {
  readonly operation: Operation;
  readonly rights: Rights;
}

/** What operations demand of their callers; read from each once. */
export class Demands {
  readonly #demanded: (operation: Operation) => readonly Requirement[];

  /** @param schema the one that callers see. */
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

  /** Whether rights suffice for all that an operation asks for. */
  areMet({ operation, rights }: Asked): boolean {
    return this.#demanded(operation).every((requirement) => isMet(requirement, rights));
  }
}
