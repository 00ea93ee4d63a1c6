import { type DirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** A specification that a supergraph links to. */
export interface Link {
  /** As the supergraph writes it. */
  readonly url: string;
  /** The last part of the URL before its version, such as `join`. */
  readonly name: string;
  /** What the names of the specification's elements begin with here. */
  readonly prefix: string;
  /** `SECURITY` or `EXECUTION` where it must not be served without the specification. */
  readonly purpose: string | undefined;
  /** What imported elements are called here, by the specification's own names for them; directives begin with `@`. */
  readonly imports: ReadonlyMap<string, string>;
}

/**
 * The specifications that a supergraph links to, by `@link` or by `@core`, which came before it.
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
 * The names, without `@`, that a supergraph has for the directive of Apollo's specification of the same name: what it
 * is imported as, else the specification's prefix. Without a link, as some supergraphs written by hand are, its own.
 */
export function namesakeDirective(links: readonly Link[], specification: string): ReadonlySet<string> {
  return directiveNames(links, specification, specification);
}

/**
 * The names, without `@`, that a supergraph has for a directive of one of Apollo's specifications: what it is imported
 * as, else its name behind the specification's prefix. Without a link its own.
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

/** Whether a directive's name is that of some linked specification's. */
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
