/** Two hundred different operations on the hub's graph, and as many new ones. */
import { communeCodes } from './graphs/plausible.mjs';

/** Fields of a commune, by the organisation that answers them. */
const parts = [
  'type area servicePoints { code name }',
  'title: name(language: $language) tasks(first: $first) { totalCount }',
  'goalProgress(period: $period) { ratio status people { lower upper } }',
  'gaps: goalProgress(period: $period) { gapPeople contributions { organisation { code } share { people } } }',
  'obstacles(first: $first) { totalCount nodes { code } }',
  'learningGroups(first: $first) { totalCount nodes { code name supportedBy { name } } }',
  'womensUnionMeetings(first: $first) { totalCount }',
  'digitalFamilies { committed { households } demonstration }',
  'digitalSkillsClasses(first: $first) { totalCount nodes { code course { code } } }',
  'appliedProducts(first: $first) { nodes { code kind since name } }',
  'agencies { code level name }',
  'publicSectorTraining { trained { people } passed { people atMost } demonstration }',
];

/**
 * Operations, each with other parts than all others.
 * @param {string} name begins the names of the operations: operations with another name are new
 */
export function operations(name) {
  const texts = [];
  for (const [i, first] of parts.entries()) {
    for (const [j, second] of parts.slice(0, i).entries()) {
      for (const third of parts.slice(0, j)) {
        const body = `code name ${first} ${second} ${third}`;
        const used = ['$period: Period', '$first: Int', '$language: Language!'].filter((variable) =>
          body.includes(variable.slice(0, variable.indexOf(':'))),
        );
        const variables = ['$commune: ID!', ...used].join();
        texts.push(`query ${name}${texts.length}(${variables}) { commune(code: $commune) { ${body} } }`);
      }
    }
  }
  return texts.slice(0, 200);
}

/** Every operation with `count` sets of variables; what is alike is far apart. */
export function mixedQuestions(count) {
  const texts = operations('Mixed');
  return Array.from({ length: count }, (_, set) =>
    texts.map((query, index) => ({ query, variables: variables(set * texts.length + index) })),
  ).flat();
}

export function variables(number) {
  return {
    commune: communeCodes[number % communeCodes.length],
    period: `2026-${String(1 + (number % 12)).padStart(2, '0')}`,
    first: 1 + (number % 7),
    language: number % 2 === 0 ? 'VI' : 'EN',
  };
}
