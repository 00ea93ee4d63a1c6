/**
 * The subgraphs of a graph, in one process: each question is executed by graphql-js once and answered from memory ever
 * after, so that what is measured is the gateway. Told over IPC to count what it was asked.
 *
 * node subgraphs.mjs GRAPH FIRST_PORT
 */
import { createServer } from 'node:net';
import { graphqlSync } from 'graphql';
import { graphs } from './graphs/graphs.mjs';
import { HttpMessages } from './http-messages.mjs';

const [, , graphName, firstPort] = process.argv;
let requests = 0;

for (const [index, subgraph] of graphs[graphName].subgraphs.entries()) {
  const answers = new Map();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    const messages = new HttpMessages((_head, body) => {
      requests += 1;
      const question = body.latin1Slice();
      let answer = answers.get(question);
      if (!answer) answers.set(question, (answer = httpAnswer(execute(subgraph, JSON.parse(body.toString())))));
      socket.write(answer);
    });
    socket.on('data', (chunk) => messages.push(chunk));
  });
  server.listen(Number(firstPort) + index, '127.0.0.1');
}

process.on('message', () => process.send({ requests }));
process.on('disconnect', () => process.exit());
process.send({ ready: true });

function execute({ name, schema, sdl, rootValue, ...execution }, { query, variables, operationName }) {
  const federation = {
    _entities: ({ representations }) => representations.map(rootValue.resolveReference),
    _service: { sdl },
  };
  const args = {
    schema,
    source: query,
    variableValues: variables,
    operationName,
    rootValue: { ...rootValue, ...federation },
  };
  const result = graphqlSync({ ...args, ...execution });
  if (result.errors) throw new Error(`${name}: ${result.errors.join('; ')} in ${query}`);
  return JSON.stringify(result);
}

function httpAnswer(json) {
  const body = Buffer.from(json);
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`),
    body,
  ]);
}
