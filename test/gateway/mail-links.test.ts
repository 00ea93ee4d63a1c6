import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { movement } from '@hub/movement';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { openHubEngine } from '../../gateway/src/engine/hub-engine.js';
import { looseLimits } from '../../gateway/src/limits/limits.js';
import { newPlannerStats } from '../../gateway/src/planner/planner-stats.js';
import { createServer } from '../../gateway/src/start/server.js';
import { newDatabase } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';

describe('the links of mails', () => {
  let subgraph: RunningSubgraph;
  let url: string;
  let stop: () => Promise<unknown>;

  /** An alert whose owner has the two links, as movement keeps it. */
  const alert = async () => {
    const [confirm, end] = [randomBytes(30).toString('base64url'), randomBytes(30).toString('base64url')];
    const hash = createHash('sha256').update(confirm).digest('base64url');
    const id = randomBytes(9).toString('hex');
    await subgraph.execute(
      `insert into mail_alert (id, owner, address, language, state, confirm_hash, end_token, created_at, until, cursor, next_at)
       values ('${id}', 'lan', 'lan@example.vn', 'VI', 'PENDING', '${hash}', '${end}', now(), '2099-01-01', 0, now())`,
    );
    const state = async () =>
      (await subgraph.execute(`select state from mail_alert where id = '${id}'`)).map((row) => row['state']);
    return { confirm: `/mail/confirm?token=${confirm}`, end: `/mail/end?token=${end}`, state };
  };
  const visit = async (path: string, method = 'GET', headers: Record<string, string> = {}, body?: string) => {
    const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(movement, newDatabase());
    const typeDefs = parse(readFileSync(new URL('../../schema/subgraphs/movement.graphql', import.meta.url), 'utf8'));
    const { supergraphSdl } = composeServices([{ name: 'movement', url: `${subgraph.url}/graphql`, typeDefs }]);
    const { http, open } = createServer({ logLevel: 'silent', limits: looseLimits });
    await open(
      await openHubEngine({
        ...{ supergraphSdl: supergraphSdl ?? '', timeoutMs: 5000, log: http.log },
        subgraphUrl: () => `${subgraph.url}/graphql`,
        planning: { stats: newPlannerStats() },
      }),
    );
    url = await http.listen({ host: '127.0.0.1', port: 0 });
    stop = () => http.close();
  }, 240_000);
  afterAll(async () => {
    await stop();
    await subgraph.stop();
  });

  test('change nothing when they are looked at, and do it by their button', async () => {
    const { confirm, end, state } = await alert();
    const asked = await visit(confirm);
    expect(asked).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(asked.text).toContain('<form method="post">');
    expect(await state()).toEqual(['PENDING']);
    expect((await visit(confirm, 'POST')).text).toContain('Đã xác nhận');
    expect(await state()).toEqual(['ACTIVE']);
    expect((await visit(confirm, 'POST')).text).toContain('hết hạn hoặc đã dùng');
    expect((await visit(end)).text).toContain('<form method="post">');
    expect(await state()).toEqual(['ACTIVE']);
  });

  test('end an alert by one click of a mail program, and leave nothing of it', async () => {
    const { end, state } = await alert();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await visit(end, 'POST', headers, 'List-Unsubscribe=One-Click')).text).toContain('Đã dừng');
    expect(await state()).toEqual([]);
    expect((await visit(end, 'POST')).text).toContain('Đã dừng từ trước');
  });

  test('are refused where they are no links of mails', async () => {
    for (const path of ['/mail/confirm', '/mail/confirm?token=x', `/mail/end?token=${'"'.repeat(40)}`]) {
      const { status, text } = await visit(path, 'POST');
      expect([path, status, JSON.parse(text).code]).toEqual([path, 400, 'BAD_USER_INPUT']);
    }
    expect((await visit(`/mail/other?token=${'a'.repeat(40)}`)).status).toBe(404);
    expect((await visit(`/mail/end?token=${'a'.repeat(40)}`, 'POST')).text).toContain('Đã dừng từ trước');
  });
});
