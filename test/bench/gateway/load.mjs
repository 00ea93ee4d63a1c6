/**
 * The clients, in one process. It gets its requests over IPC, and answers with the results.
 *
 * closed: 50 connections, each asks again after its answer: the gateway's throughput.
 * open: a question at fixed intervals, independent of other answers: how long an answer takes.
 * inTurn: one question after another: how long each takes by itself.
 */
import { connect } from 'node:net';
import { check, digest } from './answers.mjs';
import { percentiles } from './medians.mjs';
import { gcTime } from './gc-time.mjs';
import { HttpMessages } from './http-messages.mjs';
import { cpuMeter } from './process-stat.mjs';

/** One connection to a gateway, for one question at a time. */
class Client {
  constructor(port) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const messages = new HttpMessages((head, body) => {
      this.waits = false;
      this.answered(head, body);
    });
    this.socket.on('data', (chunk) => messages.push(chunk));
    this.socket.on('error', fail);
    // A gateway may close a connection after some idle seconds.
    this.socket.on('close', () => {
      this.isOver = true;
      if (this.waits) fail(new Error('the gateway closed a connection'));
    });
  }

  ask(request, answered) {
    this.waits = true;
    this.answered = answered;
    this.socket.write(request);
  }

  close() {
    this.waits = false;
    this.socket.destroy();
  }
}

function fail(error) {
  process.send({ failed: error.message });
}

const toHttp = (question) => {
  const body = Buffer.from(JSON.stringify(question));
  const head = `POST /graphql HTTP/1.1\r\nhost: bench\r\naccept: application/json\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
};

/**
 * Asks each question once and remembers the answers' bytes: what every later one is compared with. Few at a time: this
 * gateway lets but some operations of one caller wait to be planned.
 */
async function learn({ port, questions }) {
  const expected = new Array(questions.length);
  const digests = new Array(questions.length);
  let next = 0;
  const worker = async () => {
    const client = new Client(port);
    while (next < questions.length) {
      const index = next;
      next += 1;
      await new Promise((done) => {
        client.ask(toHttp(questions[index]), (head, body) => {
          try {
            digests[index] = digest(head, body, questions[index]);
          } catch (error) {
            fail(error);
          }
          expected[index] = Buffer.from(body);
          done();
        });
      });
    }
    client.close();
  };
  await Promise.all(Array.from({ length: Math.min(8, questions.length) }, worker));
  return { expected, digests };
}

const learned = new Map();

/** Several ports are several processes of one gateway, which have the same number of clients each. */
async function closed({ ports, pids, gcSockets, questions, connections, seconds, warm, key }) {
  if (!learned.has(key)) {
    learned.set(key, { ...(await learn({ port: ports[0], questions })), questions, next: 0 });
  }
  const state = learned.get(key);
  const requests = (state.requests ??= questions.map(toHttp));
  let answered = 0;
  let total = 0;
  let stopped = false;
  const clients = Array.from({ length: connections }, (_, index) => new Client(ports[index % ports.length]));
  const loops = clients.map(
    (client) =>
      new Promise((done) => {
        const ask = () => {
          if (stopped) {
            done();
            return;
          }
          const index = state.next;
          state.next = (index + 1) % requests.length;
          client.ask(requests[index], (head, body) => {
            try {
              check(index, head, body, state);
            } catch (error) {
              fail(error);
            }
            answered += 1;
            total += 1;
            ask();
          });
        };
        ask();
      }),
  );
  for (const end = performance.now() + warm.seconds * 1000; total < warm.requests && performance.now() < end;)
    await sleep(0.02);
  const collected = await gcTimes(gcSockets);
  answered = 0;
  const [startTime, cpuUsed] = [performance.now(), cpuMeter(pids)];
  await sleep(seconds);
  const measured = answered;
  const [milliseconds, cpu] = [performance.now() - startTime, cpuUsed()];
  const garbage = (await gcTimes(gcSockets)) - collected;
  stopped = true;
  await Promise.all(loops);
  const afterHangUp = await hangUp(clients, state);
  return {
    ...{ total, perSecond: (measured / milliseconds) * 1000, cpuEach: cpu / measured },
    ...{
      afterHangUp,
      garbage: (garbage * 1000) / cpu,
      busy: cpu / milliseconds / 1000,
      bytes: state.expected[0].length,
      digests: state.digests,
    },
  };
}

/**
 * All clients ask the same, and all but the last hang up before the answer.
 * @returns the fault of the last client's answer; undefined without a fault
 */
async function hangUp(clients, state) {
  const stays = clients.at(-1);
  for (const client of clients) client.ask(state.requests[0], () => undefined);
  const fault = await new Promise((done) => {
    stays.answered = (head, body) => {
      try {
        check(0, head, body, state);
        done(undefined);
      } catch ({ message }) {
        done(message);
      }
    };
    for (const client of clients) if (client !== stays) client.close();
  });
  stays.close();
  return fault;
}

/** For how long several processes have collected garbage so far, in milliseconds. */
async function gcTimes(sockets) {
  const times = await Promise.all(sockets.map(gcTime));
  return times.reduce((sum, time) => sum + time, 0);
}

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Asks so many questions a second and says how long the answers take, from the sending on, in milliseconds. */
async function open({ port, questions, rate, seconds, warmSeconds }) {
  const requests = questions.map(toHttp);
  const idle = [];
  const times = [];
  const start = performance.now();
  const warm = start + warmSeconds * 1000;
  const total = Math.round(rate * (seconds + warmSeconds));
  let answered = 0;
  const ask = (index) => {
    let client = idle.pop();
    while (client?.isOver) client = idle.pop();
    client ??= new Client(port);
    const sent = performance.now();
    client.ask(requests[index % requests.length], (head) => {
      if (!/^HTTP\/1.1 200/.test(head)) fail(new Error(`expected an answer, got ${head}`));
      if (sent >= warm) times.push(performance.now() - sent);
      answered += 1;
      idle.push(client);
    });
  };
  for (let sent = 0; sent < total; await sleep(0.001)) {
    const due = Math.min(total, ((performance.now() - start) / 1000) * rate);
    for (; sent < due; sent += 1) ask(sent);
  }
  while (answered < total) await sleep(0.01);
  for (const client of idle) client.close();
  return { ...percentiles(times), clients: idle.length };
}

/** Asks each question once, one after another, and says how long each answer took, in milliseconds. */
async function inTurn({ port, questions }) {
  const client = new Client(port);
  const times = [];
  for (const question of questions) {
    const sent = performance.now();
    await new Promise((done) =>
      client.ask(toHttp(question), (head, body) => {
        times.push(performance.now() - sent);
        try {
          digest(head, body, question);
        } catch (error) {
          fail(error);
        }
        done();
      }),
    );
  }
  client.close();
  return percentiles(times);
}

const commands = { closed, open, inTurn };

process.on('message', async ({ command, ...options }) => {
  try {
    process.send(await commands[command](options));
  } catch (error) {
    fail(error);
  }
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
