import { type DirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** A linked specification. */
export interface Link {
  /** As the supergraph writes it. */
  readonly url: string;
  /** The last part of the URL before its version, such as `join`. */
  readonly name: string;
  /** The prefix of the specification's element names in this supergraph. */
  readonly prefix: string;
  /** `SECURITY` or `EXECUTION` if a gateway without the specification must not serve the supergraph. */
  readonly purpose: string | undefined;
  /** Local names of imported elements by their original names; directives start with `@`. */
  readonly imports: ReadonlyMap<string, string>;
}

/**
 * Reads the linked specifications, by `@link` or by the older `@core`.
 * @see https://specs.apollo.dev/link/v1.0/
 */
export function readLinks(supergraph: DocumentNode): Link[] {
  return supergraph.definitions
    .flatMap((definition): readonly DirectiveNode[] =>
      definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
        ? (definition.directives ?? [])
        : [],
    )
    .filter(({ name }) => name.value === 'link' || name.value === 'core')
    .map(readLink);
}

/**
 * The local names, without `@`, of the directive with the same name as its specification: the imported name, or the
 * specification's prefix. Without a link, as in some handwritten supergraphs, the original name.
 */
export function namesakeDirective(links: readonly Link[], specification: string): ReadonlySet<string> {
  return directiveNames(links, specification, specification);
}

/**
 * The local names, without `@`, of a directive of an Apollo specification: the imported name, or the name with the
 * specification's prefix. Without a link, the original name.
 */
export function directiveNames(links: readonly Link[], specification: string, directive: string): ReadonlySet<string> {
  const own = links.filter(({ url }) => url.startsWith(`https://specs.apollo.dev/${specification}/`));
  if (own.length === 0) return new Set(isTaken(links, directive) ? [] : [directive]);
  return new Set(
    own.flatMap(({ prefix, imports }) => {
      const prefixed = `${prefix}__${directive}`;
      const imported = imports.get(`@${directive}`)?.slice(1);
      return [imported ?? (directive === specification ? prefix : prefixed), prefixed];
    }),
  );
}

/** Whether a linked specification already uses a directive's name. */
function isTaken(links: readonly Link[], directive: string): boolean {
  return links.some(({ prefix, imports }) => prefix === directive || [...imports.values()].includes(`@${directive}`));
}

function readLink(directive: DirectiveNode): Link {
  const given = Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
  const url = String(given['url'] ?? given['feature']);
  const name = /([^/]+)(?:\/v\d+\.\d+)?\/?$/.exec(url)?.[1] ?? '';
  return {
    url,
    name,
    prefix: typeof given['as'] === 'string' ? given['as'] : name,
    purpose: typeof given['for'] === 'string' ? given['for'] : undefined,
    imports: new Map(Array.isArray(given['import']) ? given['import'].map(readImport) : []),
  };
}

function readImport(item: unknown): [name: string, here: string] {
  const { name, as = name } = typeof item === 'string' ? { name: item } : (item as Record<string, unknown>);
  return [String(name), String(as)];
}
