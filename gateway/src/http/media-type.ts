import { MIMEType } from 'node:util';

/** The media types of responses; without a word from the caller, the first. */
export const responseTypes = ['application/json', 'application/graphql-response+json'] as const;

export type ResponseType = (typeof responseTypes)[number];

/** The media type that says by itself that a response is GraphQL's, whatever the status. */
export const graphqlResponse = 'application/graphql-response+json' satisfies ResponseType;

/** Whether a request's body is said to be what the gateway reads: JSON in UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  // As nearly all callers say it.
  if (contentType === 'application/json') return true;
  const type = parseMediaType(contentType ?? '');
  return type?.essence === 'application/json' && isUtf8(type);
}

/** Reads a media type; undefined where the text is none. */
export function parseMediaType(text: string): MIMEType | undefined {
  try {
    return new MIMEType(text.trim());
  } catch {
    return undefined;
  }
}

/** Whether a media type is of text in UTF-8. */
export function isUtf8(type: MIMEType): boolean {
  return /^utf-?8$/i.test(type.params.get('charset') ?? 'utf-8');
}
