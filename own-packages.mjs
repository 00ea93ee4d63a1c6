/** The packages of this repository that others import, by the names that they are imported by, and their code. */
export const ownPackages = {
  '@hub/protocol': 'subgraphs/protocol/src/index.ts',
  '@hub/runtime': 'subgraphs/runtime/src/index.ts',
  '@hub/kit/service': 'subgraphs/kit/src/service.ts',
  '@hub/kit': 'subgraphs/kit/src/index.ts',
  '@hub/demo': 'subgraphs/demo/src/index.ts',
  '@hub/issuer': 'subgraphs/issuer/src/index.ts',
  '@hub/connector': 'subgraphs/connector/src/index.ts',
  '@hub/client': 'gateway/client/src/index.ts',
  '@hub/mcp': 'subgraphs/mcp/src/index.ts',
  '@hub/schema/compose': 'schema/src/compose.ts',
  '@hub/schema': 'schema/src/index.ts',
};

/** The folders of the packages that others install. */
export const packedPackages = [
  ...['protocol', 'runtime', 'kit', 'connector', 'demo', 'issuer', 'mcp', 'hub'].map((name) => `subgraphs/${name}`),
  ...['schema', 'gateway', 'gateway/client'],
];

/** Programs of the packed packages, beside their code: by where they stand, what they are made of. */
export const installedPrograms = {
  'subgraphs/hub/dist/installed/folder': 'subgraphs/hub/src/folder.ts',
  'subgraphs/connector/dist/installed/connector': 'subgraphs/connector/src/connector.ts',
  'subgraphs/issuer/dist/installed/issuer': 'subgraphs/issuer/src/issuer.ts',
  'gateway/dist/installed/main': 'gateway/src/main.ts',
  'gateway/dist/installed/planning-thread': 'gateway/src/planning-thread.ts',
  'gateway/dist/installed/graphql-of-plugins': 'gateway/src/graphql-of-plugins.ts',
};
