import { MIMEType } from 'node:util';

/** The media types of responses; without a word from the client, the first. */
const responseTypes = ['application/json', 'application/graphql-response+json'] as const;

export type ResponseType = (typeof responseTypes)[number];

/** The media type that says by itself that a response is GraphQL's, whatever the status. */
export const graphqlResponse = 'application/graphql-response+json' satisfies ResponseType;

/**
 * The media type of responses that a client prefers, by the quality that it gives and then by its order; undefined
 * when it takes neither.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Body
 */
export function preferredResponse(accept = '*/*'): ResponseType | undefined {
  const ranges = accept.split(',').map(parse);
  const preferences = responseTypes.map((type) => {
    const position = [type, 'application/*', '*/*']
      .map((pattern) => ranges.findIndex((range) => range?.essence === pattern && isUtf8(range)))
      .find((index) => index >= 0);
    if (position === undefined) return { type, position: 0, quality: 0 };
    return { type, position, quality: Number(ranges[position]?.params.get('q') ?? 1) };
  });
  return preferences
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality || one.position - other.position)[0]?.type;
}

/** Whether a request's body is said to be what the gateway reads: JSON in UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  const type = parse(contentType ?? '');
  return type?.essence === 'application/json' && isUtf8(type);
}

function parse(text: string): MIMEType | undefined {
  try {
    return new MIMEType(text.trim());
  } catch {
    return undefined;
  }
}

function isUtf8(type: MIMEType): boolean {
  return /^utf-?8$/i.test(type.params.get('charset') ?? 'utf-8');
}
