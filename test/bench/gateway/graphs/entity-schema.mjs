import { buildASTSchema, parse } from 'graphql';

/**
 * A subgraph's schema as graphql-js executes it: its own SDL and `_entities`, whose references the root value resolves.
 * @param {string} sdl Federation SDL
 * @returns {import('graphql').GraphQLSchema}
 */
export function entitySchema(sdl) {
  const document = parse(sdl);
  const entities = document.definitions
    .filter(({ directives }) => directives?.some(({ name }) => name.value === 'key'))
    .map(({ name }) => name.value);
  const hasQuery = document.definitions.some(
    ({ kind, name }) => kind === 'ObjectTypeDefinition' && name.value === 'Query',
  );
  const federation = parse(`
    ${entities.length > 0 ? `scalar _Any  union _Entity = ${entities.join(' | ')}` : ''}
    type _Service { sdl: String }
    ${hasQuery ? 'extend' : ''} type Query { ${entities.length > 0 ? '_entities(representations: [_Any!]!): [_Entity]!' : ''}  _service: _Service! }`);
  return buildASTSchema(
    { ...document, definitions: [...document.definitions, ...federation.definitions] },
    { assumeValidSDL: true },
  );
}
