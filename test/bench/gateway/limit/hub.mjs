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
    '{goal(code:"ADULTS_BASIC"){code title target deadline progressByCommune(period:"2026-10",first:500){nodes{goalCode communeCode period ratio gapPeople status people{lower upper}denominator{value asOf}missing{code name}commune{code name}}}}}',
});
const share = (field) =>
  `query($r:[_Any!]!){_entities(representations:$r){...on GoalProgress{${field}{people occurrences}}}}`;
const shares = {
  youthUnion: entities(share('youthUnion')),
  university: entities(share('university')),
  publicSector: entities(share('publicSector')),
};
const womensUnion = entities(
  `query($r:[_Any!]!,$c:[_Any!]!){
    p:_entities(representations:$r){...on GoalProgress{womensUnion{people occurrences}}}
    c:_entities(representations:$c){...on Commune{learningGroups(first:1){totalCount nodes{name supportedBy{code}}}}}
  }`.replaceAll(/\n +/g, ' '),
);
const teamNames = entities('query($r:[_Any!]!){_entities(representations:$r){...on DigitalLiteracyTeam{name}}}');

/** It changes nothing of what it is answered: others may have got the same. */
export async function large(ask) {
  const { goal } = await ask.movement(goalQuestion);
  const list = goal.progressByCommune.nodes;
  const references = list
    .map(
      ({ goalCode, communeCode, period }) =>
        `{"__typename":"GoalProgress","goalCode":"${goalCode}","communeCode":"${communeCode}","period":"${period}"}`,
    )
    .join();
  const communes = list.map(({ commune }) => `{"__typename":"Commune","code":"${commune.code}"}`).join();
  const [women, youth, students, staff] = await Promise.all([
    ask['womens-union'](`${womensUnion}${references}],"c":[${communes}]}}`),
    ask['youth-union'](`${shares.youthUnion}${references}]}}`),
    ask.university(`${shares.university}${references}]}}`),
    ask['public-sector'](`${shares.publicSector}${references}]}}`),
  ]);

  const teams = new Map();
  const answers = new Array(list.length);
  for (let i = 0; i < list.length; i += 1) {
    const { ratio, gapPeople, status, people, denominator, missing, commune } = list[i];
    const { totalCount, nodes } = women.c[i].learningGroups;
    const groups = new Array(nodes.length);
    for (let j = 0; j < nodes.length; j += 1) {
      const { name, supportedBy } = nodes[j];
      let team = teams.get(supportedBy.code);
      if (!team) teams.set(supportedBy.code, (team = { name: null }));
      groups[j] = { name, supportedBy: team };
    }
    answers[i] = {
      ...{ ratio, gapPeople, status, people, denominator },
      ...{ womensUnion: women.p[i].womensUnion, youthUnion: youth._entities[i].youthUnion },
      ...{ university: students._entities[i].university, publicSector: staff._entities[i].publicSector },
      missing,
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
