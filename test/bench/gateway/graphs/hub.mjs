/** The hub's own graph: its subgraphs' checked-in schemas, answered with plausible values. */
import { readFileSync } from 'node:fs';
import { parse, print, visit } from 'graphql';
import { entitySchema } from './entity-schema.mjs';
import { entity, plausibleField } from './plausible.mjs';

/** A schema without what it demands of callers: not every gateway here can see to that, and nobody signs in. */
const schema = (file) =>
  readFileSync(new URL(`../../../../schema/${file}`, import.meta.url), 'utf8').replaceAll(
    /\s*@requiresScopes\(scopes: \[\["[^)]*\)/g,
    '',
  );

/** A provincial analyst's question: how far every commune is from one goal, by organisation, and the teachers there. */
const large = `
query Large {
  goal(code: "ADULTS_BASIC") {
    code title target deadline
    progressByCommune(period: "2026-10", first: 500) {
      nodes {
        ratio gapPeople status
        people { lower upper }
        denominator { value asOf }
        contributions { organisation { code } share { people occurrences } }
        missing { code name }
        commune { code name learningGroups(first: 1) { totalCount nodes { name supportedBy { name } } } }
      }
    }
  }
}`;

/** One commune's page. */
const small = `
query Small {
  commune(code: "16531") {
    code name type
    learningGroups(first: 5) { totalCount nodes { code name foundedOn members { people atMost } } }
  }
}`;

/** @type {import('./graph.mjs').Graph} */
export const hub = {
  name: 'hub',
  subgraphs: [...schema('supergraph.graphql').matchAll(/@join__graph\(name: "([^"]+)"/g)].map(([, name]) => {
    const sdl = schema(`subgraphs/${name}.graphql`);
    return {
      ...{ name, sdl, schema: entitySchema(sdl), fieldResolver: plausibleField },
      rootValue: { seed: 'Query', resolveReference: ({ __typename, ...fields }) => entity(__typename, fields) },
    };
  }),
  supergraph: (url) =>
    openToAll(schema('supergraph.graphql')).replaceAll(
      /@join__graph\(name: "([^"]+)", url: "[^"]*"\)/g,
      (_, name) => `@join__graph(name: "${name}", url: "${url(name)}")`,
    ),
  queries: { small: { query: small }, large: { query: large } },
};

/** A supergraph without what it demands of callers, which Apollo Gateway refuses to serve. */
function openToAll(sdl) {
  const demands = new Set(['authenticated', 'requiresScopes', 'policy']);
  const isDemand = ({ name, arguments: [url] = [] }) =>
    demands.has(name.value) ||
    (name.value === 'link' && [...demands].some((demand) => url.value.value.includes(demand)));
  return print(visit(parse(sdl), { Directive: (node) => (isDemand(node) ? null : undefined) }));
}
