import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { OperationRequest } from '../engine/engine.js';
import { findOperation } from '../operation/operation.js';
import { demandedByOperation } from './demanded.js';
import { isMet, type Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** Of what an operation demands, all that its caller does not meet. */
export interface Unmet {
  readonly requirements: readonly Requirement[];
  /** Tells apart what callers of one operation do not meet; empty where they meet all. */
  readonly key: string;
}

const nothing: Unmet = { requirements: [], key: '' };

/** What operations demand of their callers; read from each once. */
export class Demands {
  readonly #known = new WeakMap<DocumentNode, Map<string | undefined, readonly Requirement[]>>();

  /** @param schema the one that clients see. */
  constructor(
    private readonly requirements: Requirements,
    private readonly schema: GraphQLSchema,
  ) {}

  unmet(request: OperationRequest): Unmet {
    if (this.requirements.isEmpty) return nothing;
    const demanded = this.#demanded(request);
    const requirements = demanded.filter((requirement) => !isMet(requirement, request.rights));
    if (requirements.length === 0) return nothing;
    return { requirements, key: requirements.map((requirement) => demanded.indexOf(requirement)).join() };
  }

  /** Whether rights suffice for all that an operation asks for. */
  areMet(request: OperationRequest): boolean {
    return this.#demanded(request).every((requirement) => isMet(requirement, request.rights));
  }

  #demanded({ document, operationName }: OperationRequest): readonly Requirement[] {
    const ofDocument = this.#known.get(document) ?? new Map<string | undefined, readonly Requirement[]>();
    this.#known.set(document, ofDocument);
    let demanded = ofDocument.get(operationName);
    if (!demanded) {
      const operation = findOperation(document, operationName);
      demanded = operation ? demandedByOperation(this.requirements, operation, this.schema) : [];
      ofDocument.set(operationName, demanded);
    }
    return demanded;
  }
}
