import { type SchemaUser, shares } from '@hub/protocol';
import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { ApiChange } from './api-changes.js';
import { coordinatesOf, inputsWithin } from './document-coordinates.js';
import type { SchemaUsage, UsedDocument } from './usage.js';

interface ReadDocument extends UsedDocument {
  readonly document: DocumentNode;
  readonly coordinates: ReadonlySet<string>;
}

/** A document that is valid today and would not be with the candidate. */
export interface BrokenDocument {
  readonly user: SchemaUser;
  /** The first reason. */
  readonly reason: string;
  readonly coordinates: ReadonlySet<string>;
}

/** The users of a schema, read once for many changes. */
export class SchemaUsers {
  readonly #usage: SchemaUsage;
  readonly #former: GraphQLSchema;
  readonly #documents: readonly ReadDocument[];

  /** @param former the schema that clients see today: documents that are invalid against it are left out. */
  constructor(usage: SchemaUsage, former: GraphQLSchema) {
    this.#usage = usage;
    this.#former = former;
    this.#documents = usage.documents.flatMap((one) => {
      const document = parsed(one.text);
      if (!document || validate(former, document).length > 0) return [];
      return [{ ...one, document, coordinates: coordinatesOf(document, former) }];
    });
  }

  /** The users of the parts that a change touches: documents, recent operations, and agreements that name them. */
  of(change: ApiChange): SchemaUser[] {
    return [...this.#documentsOf(change), ...this.#operationsOf(change), ...this.#agreementsOf(change)];
  }

  /** The documents that would become invalid. */
  brokenBy(api: GraphQLSchema): BrokenDocument[] {
    return this.#documents.flatMap(({ kind, name, document, coordinates }) => {
      const [error] = validate(api, document, undefined, { maxErrors: 1 });
      return error ? [{ user: { kind, name }, reason: error.message, coordinates }] : [];
    });
  }

  #documentsOf({ touches }: ApiChange): SchemaUser[] {
    const using = this.#documents.filter(({ coordinates }) => touches.some((one) => coordinates.has(one)));
    // A page with several documents is named once.
    return [...new Map(using.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }])).values()];
  }

  #operationsOf(change: ApiChange): SchemaUser[] {
    const touched = this.#fieldsTouching(change);
    const byClient = new Map<string, { count: number; names: Set<string>; lastAt: string }>();
    for (const { client, operation, fields, count, lastAt = '' } of this.#usage.operations) {
      if (!fields.some((field) => touched(field))) continue;
      const found = byClient.get(client) ?? { count: 0, names: new Set(), lastAt: '' };
      found.count += count;
      if (operation !== undefined) found.names.add(operation);
      if (lastAt > found.lastAt) found.lastAt = lastAt;
      byClient.set(client, found);
    }
    return [...byClient].map(([name, { count, names, lastAt }]) => ({
      kind: 'OPERATION',
      name,
      detail: [
        `${count} of late`,
        ...(names.size > 0 ? [[...names].join(', ')] : []),
        ...(lastAt === '' ? [] : [`last at ${lastAt}`]),
      ].join('; '),
    }));
  }

  /** The log has fields alone: for an argument, a value or an input, every client of a field that takes it may have used it. */
  #fieldsTouching({ coordinate }: ApiChange): (field: string) => boolean {
    const [place = ''] = coordinate.split('(');
    const [name = '', member] = place.split('.');
    const type = this.#former.getType(name);
    if (isObjectType(type) || isInterfaceType(type)) {
      return member === undefined ? (field) => field.startsWith(`${name}.`) : (field) => field === place;
    }
    const fields = new Set<string>();
    for (const own of Object.values(this.#former.getTypeMap())) {
      if (!isObjectType(own) && !isInterfaceType(own)) continue;
      for (const field of Object.values(own.getFields())) {
        const takes = field.args.some((one) => inputsWithin(this.#former, getNamedType(one.type).name).has(name));
        const gives = !isInputObjectType(type) && getNamedType(field.type).name === name;
        if (takes || gives) fields.add(`${own.name}.${field.name}`);
      }
    }
    return (field) => fields.has(field);
  }

  #agreementsOf({ coordinate }: ApiChange): SchemaUser[] {
    const [place = ''] = coordinate.split('(');
    const [type = '', member] = place.split('.');
    const isOutput = this.#former.getType(type);
    if (!isObjectType(isOutput) && !isInterfaceType(isOutput)) return [];
    return this.#usage.agreements.flatMap(({ organisation, agreements, communeLevel }): SchemaUser[] => {
      const named = agreements.flatMap((agreement): SchemaUser[] => {
        const patterns = agreement.shares.filter((pattern) => names(pattern, type, member));
        return patterns.length === 0
          ? []
          : [{ kind: 'AGREEMENT', name: `${organisation} ${agreement.id}`, detail: `shares ${patterns.join(', ')}` }];
      });
      const levels = communeLevel.filter((one) => one === coordinate || one.startsWith(`${coordinate}(`));
      return levels.length === 0
        ? named
        : [...named, { kind: 'AGREEMENT', name: organisation, detail: `communeLevel ${levels.join(', ')}` }];
    });
  }
}

/** Whether a pattern of an agreement names a type or field, and not everything. */
function names(pattern: string, type: string, member: string | undefined): boolean {
  const [ofType = ''] = pattern.split('.');
  if (/^\*+$/.test(ofType)) return false;
  return shares({ shares: [member === undefined ? ofType : pattern] }, `${type}.${member ?? ''}`);
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch {
    // A text that is no document has no user: the gateway answers it with an error.
    return undefined;
  }
}
