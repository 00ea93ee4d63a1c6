import { describe, expect, test } from '@jest/globals';
import { acceptOptions } from './accept-restore.js';
import { archiveOptions } from './archive.command.js';
import { anchorOptions } from './audit-anchor.js';
import { verifyOptions } from './audit-verify.js';
import { checkOptions } from './check.command.js';
import { connectorOptions } from './connector.command.js';
import { conformOptions } from './conform.command.js';
import { keyOptions } from './key.command.js';
import { mcpOptions } from './mcp.command.js';
import { organisationOptions } from './organisation.command.js';
import { outlookOptions } from './outlook.command.js';
import { periodKeyOptions } from './period-key.command.js';
import { pseudonymsOptions } from './pseudonyms.command.js';
import { releaseOptions } from './release.command.js';
import { receiptsOptions } from './receipts.command.js';
import { stateOptions } from './state.command.js';
import { usage, usageOf } from './usage.js';

const optionsIn = (text: string) => new Set([...text.matchAll(/--([a-z][a-z-]*[a-z])/g)].map(([, name]) => name));

describe('what a command says of itself', () => {
  test.each<[string, readonly string[], object]>([
    ['hub audit verify', ['audit', 'verify'], verifyOptions],
    ['hub audit anchor', ['audit', 'anchor'], anchorOptions],
    ['hub audit accept-restore', ['audit', 'accept-restore'], acceptOptions],
    ['hub receipts', ['receipts', 'university'], receiptsOptions],
    ['hub release', ['release', 'university'], releaseOptions],
    ['hub archive', ['archive', 'movement'], archiveOptions],
    ['hub period-key', ['period-key'], periodKeyOptions],
    ['hub pseudonyms', ['pseudonyms'], pseudonymsOptions],
    ['hub key', ['key'], keyOptions],
    ['hub check', ['check'], checkOptions],
    ['hub conform', ['conform'], conformOptions],
    ['hub connector', ['connector'], connectorOptions],
    ['hub mcp', ['mcp'], mcpOptions],
    ['hub organisation', ['organisation'], organisationOptions],
    ['hub outlook', ['outlook'], outlookOptions],
    ['hub publish', ['publish'], { hub: true, key: true, 'token-file': true, 'conform-key': true }],
    ['hub state', ['state'], stateOptions],
  ])('%s names each of its options, and no other', (_name, words, options) => {
    const said = usageOf(words);
    const [own = '', ...common] = said.split('\nEverywhere:');
    expect(common).toHaveLength(1);
    expect([...optionsIn(said)]).toEqual(expect.arrayContaining(Object.keys(options)));
    // An option of another command, quoted in this usage, is not an option of this command.
    const named = optionsIn(own.replaceAll(/hub audit \w+ --\w+/g, ''));
    expect(Object.keys(options)).toEqual(expect.arrayContaining([...named]));
  });

  test('is about that command alone, or about all where there is none of that name', () => {
    expect(usageOf(['audit', 'verify', '--help'])).toMatch(/^hub audit verify /);
    expect(usageOf(['audit', 'verify'])).not.toMatch(/^hub (receipts|audit anchor)/m);
    expect(usageOf(['audit', '--help']).match(/^hub audit /gm)).toHaveLength(3);
    expect(usageOf(['receipts'])).toContain('2 it could not be asked');
    for (const words of [[], ['--help'], ['nonsense']]) expect(usageOf(words)).toBe(usage);
  });
});
