import { Agent, request } from 'node:http';

/**
 * Runs clients, each of which asks again after its answer.
 * @param {string} url
 * @param {{ body: string, headers?: object, clients: number, seconds: number }} options
 * @returns {Promise<{ perSecond: number, milliseconds: number }>} throughput, and the median time of an answer
 */
export async function closedLoad(url, { body, headers = {}, clients, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  const client = async () => {
    while (performance.now() < end) {
      const asked = performance.now();
      await post(url, { body, headers, agent });
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = (times.length * 1000) / (performance.now() - began);
  agent.destroy();
  return { perSecond, milliseconds: median(times) };
}

/** Posts JSON; what is not answered with 200 and without errors is an error. */
export function post(url, { body, headers = {}, agent }) {
  return new Promise((resolve, reject) => {
    const sent = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
    const asked = request(url, { method: 'POST', agent, headers: sent }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200 && !text.includes('"errors"')) resolve(text);
        else reject(new Error(`${url} answered ${response.statusCode}: ${text.slice(0, 500)}`));
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

/** A table in Markdown. */
export function table(names, lines) {
  return [names, names.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
