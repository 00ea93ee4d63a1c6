// The headline of a goal, without a token: needs Node 24, and no package. Run: node first.ts
const hub = process.env['HUB'] ?? 'http://127.0.0.1:4000';
const query = '{ goal(code: "ADULTS_BASIC") { title progress { period ratio people { lower upper } } } }';

const response = await fetch(`${hub}/graphql`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});
console.log(JSON.stringify(await response.json()));
