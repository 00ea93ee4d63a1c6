// Asks the README's query with a token (hub token --as analyst), for steering, and compares the answer with the README's.
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';

const [endpoint = 'http://127.0.0.1:4000/graphql', token = ''] = process.argv.slice(2);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const block = (language) => new RegExp('```' + language + '\\n(.*?)```', 's').exec(readme)?.[1] ?? '';

const response = await fetch(endpoint, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' },
  body: JSON.stringify({ query: block('graphql') }),
});
// Estimates are only about the same in each installation, whose keys are its own.
const comparable = (text) =>
  JSON.parse(text, (_name, value) =>
    value?.people?.method === 'ESTIMATE'
      ? {
          ...value,
          // Where an interval reaches the target, the verdict of one that does not is open.
          status: value.status === 'UNCERTAIN' ? 'ON_TRACK' : value.status,
          people: { ...value.people, estimate: 'about', interval: 'about' },
          gapPeople: 'about',
        }
      : value,
  );
deepStrictEqual(comparable(await response.text()), comparable(block('json')));
console.log("the README's query has the README's answer");
