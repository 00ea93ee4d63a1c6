/** The hub's queries by hand: the fetches of the best plan, and of the rest only what these two queries need. */

/** The start of a request for entities, up to the elements of its list of representations. */
const entities = (query, variable = 'r') => `{"query":${JSON.stringify(query)},"variables":{"${variable}":[`;

const communePage = JSON.stringify({ query: '{commune(code:"16531"){code name type}}' });
const groups = entities(
  'query($r:[_Any!]!){_entities(representations:$r){...on Commune{learningGroups(first:5){totalCount nodes{code name foundedOn members{people atMost}}}}}}',
);

export async function small(ask) {
  const { commune } = await ask.movement(communePage);
  const { _entities } = await ask['womens-union'](`${groups}{"__typename":"Commune","code":"${commune.code}"}]}}`);
  commune.learningGroups = _entities[0].learningGroups;
  return { commune };
}

const goalQuestion = JSON.stringify({
  query:
    '{goal(code:"ADULTS_BASIC"){code title target deadline progressByCommune(period:"2026-10",first:500){nodes{ratio gapPeople status people{lower upper}denominator{value asOf}contributions{organisation{code}share{people occurrences}}missing{code name}commune{code name}}}}}',
});
const teachers = entities(
  'query($r:[_Any!]!){_entities(representations:$r){...on Commune{learningGroups(first:1){totalCount nodes{name supportedBy{code}}}}}}',
);
const teamNames = entities('query($r:[_Any!]!){_entities(representations:$r){...on DigitalLiteracyTeam{name}}}');

/** It never changes an answer: others may share the object. */
export async function large(ask) {
  const { goal } = await ask.movement(goalQuestion);
  const list = goal.progressByCommune.nodes;
  const communes = list.map(({ commune }) => `{"__typename":"Commune","code":"${commune.code}"}`).join();
  const women = await ask['womens-union'](`${teachers}${communes}]}}`);

  const teams = new Map();
  const answers = new Array(list.length);
  for (let i = 0; i < list.length; i += 1) {
    const { ratio, gapPeople, status, people, denominator, contributions, missing, commune } = list[i];
    const { totalCount, nodes } = women._entities[i].learningGroups;
    const groups = new Array(nodes.length);
    for (let j = 0; j < nodes.length; j += 1) {
      const { name, supportedBy } = nodes[j];
      let team = teams.get(supportedBy.code);
      if (!team) teams.set(supportedBy.code, (team = { name: null }));
      groups[j] = { name, supportedBy: team };
    }
    answers[i] = {
      ...{ ratio, gapPeople, status, people, denominator, contributions, missing },
      commune: { code: commune.code, name: commune.name, learningGroups: { totalCount, nodes: groups } },
    };
  }
  const teamKeys = [...teams.keys()].map((code) => `{"__typename":"DigitalLiteracyTeam","code":"${code}"}`).join();
  const named = await ask['youth-union'](`${teamNames}${teamKeys}]}}`);
  let index = 0;
  for (const team of teams.values()) team.name = named._entities[index++].name;
  const { code, title, target, deadline } = goal;
  return { goal: { code, title, target, deadline, progressByCommune: { nodes: answers } } };
}
