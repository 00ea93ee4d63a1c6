import { Pool } from 'undici';

const headers = ['accept', 'application/json', 'content-type', 'application/json'];
const target = { path: '/graphql', method: 'POST', headers };

/**
 * The cheapest way to ask a subgraph on Node: undici's `dispatch` with a handler for which undici reads no headers.
 * @param {string} origin
 * @param {boolean} share whether equal questions under way are sent once, and all get the same parsed answer
 * @returns {(body: string) => Promise<object>} asks with a JSON text, gives `data`
 */
export function asker(origin, share) {
  const pool = new Pool(origin, { connections: 128, headersTimeout: 0, bodyTimeout: 0 });
  const send = (body) =>
    new Promise((answered, failed) => pool.dispatch({ ...target, body }, new Answer(answered, failed)));
  if (!share) return send;

  const inFlight = new Map();
  return (body) => {
    const same = inFlight.get(body);
    if (same) return same;
    const answer = send(body).finally(() => inFlight.delete(body));
    inFlight.set(body, answer);
    return answer;
  };
}

class Answer {
  #first;
  #more;

  constructor(answered, failed) {
    this.answered = answered;
    this.failed = failed;
  }

  onConnect() {}

  onHeaders() {
    return true;
  }

  onData(chunk) {
    if (!this.#first) this.#first = chunk;
    else (this.#more ??= [this.#first]).push(chunk);
    return true;
  }

  onComplete() {
    const bytes = this.#more ? Buffer.concat(this.#more) : this.#first;
    this.answered(JSON.parse(bytes.utf8Slice()).data);
  }

  onError(error) {
    this.failed(error);
  }
}
