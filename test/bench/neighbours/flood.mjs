/** Sends one flood from a separate process, and prints the answers: flood.mjs INDEX URL MILLISECONDS FROM TOKEN */
import { flood } from '../../attacks/neighbours/flood.ts';
import { floods } from '../../attacks/neighbours/floods.ts';

const [index, url, milliseconds, from, token] = process.argv.slice(2);
const headers = token ? { authorization: `Bearer ${token}` } : {};
const answered = await flood(floods[Number(index)], {
  url,
  milliseconds: Number(milliseconds),
  from: Number(from),
  headers,
});
console.log(JSON.stringify(answered));
process.exit();
