import { expect, test } from '@jest/globals';
import { metricsOf } from './metrics-file.js';
import type { OutlookLine } from './outlook-line.js';

const line = (state: OutlookLine['state'], thing: string): OutlookLine => ({
  ...{ state, kind: 'FILE', thing, organisation: null, daysLeft: null, what: '', who: '', command: '' },
});

test('has each thing once, in its most urgent state, with its name escaped as Prometheus has it', () => {
  const lines = [line('broken', 'app a'), line('late', 'app a'), line('late', 'a "b" \\ c\nd\t')];
  const states = metricsOf(lines, new Date(0)).match(/^hub_outlook_state.*$/gm);
  expect(states).toEqual([
    'hub_outlook_state{kind="FILE",thing="app a",organisation="",state="broken"} 1',
    String.raw`hub_outlook_state{kind="FILE",thing="a \"b\" \\ c\nd ",organisation="",state="late"} 1`,
  ]);
});
