/**
 * The limit: a server written by hand for the queries of the benchmark, on node:http and undici. It answers whatever
 * the body says with the one query that it is started for, and checks nothing.
 *
 * node limit/server.mjs GRAPH QUERY PORT FIRST_SUBGRAPH_PORT none|fetch|operation
 */
import { createServer } from 'node:http';
import { graphs } from '../graphs/graphs.mjs';
import { asker } from './ask.mjs';
import * as hub from './hub.mjs';
import * as shop from './shop.mjs';

const [, , graphName, queryName, port, firstPort, share] = process.argv;
const answerQuery = { hub, shop }[graphName][queryName];
const ask = Object.fromEntries(
  graphs[graphName].subgraphs.map(({ name }, index) => [
    name,
    asker(`http://127.0.0.1:${Number(firstPort) + index}`, share !== 'none'),
  ]),
);

const answer = async () => Buffer.from(`{"data":${JSON.stringify(await answerQuery(ask))}}`);
let underWay;
const shared = () => (underWay ??= answer().finally(() => (underWay = undefined)));

const server = createServer((request, response) => {
  response.sendDate = false;
  request.on('data', () => undefined);
  request.on('end', async () => {
    const body = await (share === 'operation' ? shared() : answer());
    response.writeHead(200, ['content-type', 'application/json', 'content-length', body.length]);
    response.end(body);
  });
});
server.listen(Number(port), '127.0.0.1');
