import type { DescribedEndpoint, PlacedEndpoint } from '../../http/described-endpoint.js';

/** An OpenAPI document, with the members that are read here. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

const tags = [
  { name: 'figures', description: 'Tables of figures and records as files (số liệu).' },
  { name: 'events', description: 'What became known, as a feed and as a stream (tin).' },
  { name: 'schema', description: 'The schema of the graph, and what changes of it (lược đồ).' },
  {
    name: 'organisations',
    description:
      "What organisations' programs and staff hand over and bring (dành cho tổ chức): docs/protocol, docs/imports.md.",
  },
  { name: 'models', description: 'Tools for language models (công cụ cho mô hình ngôn ngữ).' },
  { name: 'health', description: 'Whether the hub answers (tình trạng).' },
] as const;

const security = [{}, { token: [] }, { key: [] }];

/**
 * Writes the document of all addresses except the operations', whose schema describes their answers.
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument(endpoints: Iterable<PlacedEndpoint>): OpenApiDocument {
  const paths: Record<string, Record<string, object>> = {};
  for (const { path, method, described } of endpoints) {
    paths[path] = { ...paths[path], [method]: operationOf(path, method, described) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Digital Education for All: the hub (Bình dân học vụ số)',
      version: '1',
      description:
        'The addresses that answer by plain HTTP. The graph is at `/graphql`; its schema is at `/schema.graphql`. Refusals have codes, which docs/apps.md explains.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An access token, or a key for programs.' },
        key: { type: 'http', scheme: 'basic', description: 'A key for programs as the password.' },
      },
    },
  };
}

function operationOf(path: string, method: string, described: DescribedEndpoint): object {
  const { summary, description, tag, parameters = [], body, answers, takesToken = false } = described;
  return {
    operationId: operationId(method, path),
    summary,
    ...(description !== undefined && { description }),
    tags: [tag],
    ...(takesToken && { security }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: Object.fromEntries(Object.entries(answers).sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** A name for programs that generate code: `getExportLeagueTableCsv`. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
