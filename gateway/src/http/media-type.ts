import { MIMEType } from 'node:util';

/** The media types of responses; the first is the default. */
export const responseTypes = ['application/json', 'application/graphql-response+json'] as const;

export type ResponseType = (typeof responseTypes)[number];

/** The media type that marks a response as GraphQL's, whatever the status. */
export const graphqlResponse = 'application/graphql-response+json' satisfies ResponseType;

/** Whether a request's body is declared as JSON in UTF-8. */
export function isJson(contentType: string | undefined): boolean {
  // The form that nearly all callers send.
  if (contentType === 'application/json') return true;
  const type = parseMediaType(contentType ?? '');
  return type?.essence === 'application/json' && isUtf8(type);
}

/** Parses a media type; undefined if the text is malformed. */
export function parseMediaType(text: string): MIMEType | undefined {
  try {
    return new MIMEType(text.trim());
  } catch {
    return undefined;
  }
}

/** Whether a media type's charset is UTF-8. */
export function isUtf8(type: MIMEType): boolean {
  return /^utf-?8$/i.test(type.params.get('charset') ?? 'utf-8');
}
