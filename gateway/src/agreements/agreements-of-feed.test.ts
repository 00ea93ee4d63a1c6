import { type AgreementsFile, documentHash, type FeedOrganisation } from '@hub/protocol';
import { expect, test } from '@jest/globals';
import { elapse } from '../../../test/support/until.js';
import { AgreementsOfFeed } from './agreements-of-feed.js';

const folder = '/registry/agreements';
const file = (organisation: string, text: string, of = folder): AgreementsFile => ({
  ...{ organisation, text },
  file: `${of}/${organisation}.yaml`,
});
const said = (text: string | null, more: Partial<FeedOrganisation> = {}): FeedOrganisation => ({
  ...{ code: 'weavers', state: 'LIVE', agreements: text === null ? null : documentHash(text) },
  ...more,
});

/** Agreements with a feed and the registry's content. */
function open(has: Readonly<Record<string, string>> = {}) {
  const clock = { now: 0 };
  const asked: string[] = [];
  const content = {
    text: ({ path, digest }: { path: string; digest: string }) => {
      asked.push(path);
      const text = has[digest];
      return text === undefined ? Promise.reject(new Error('The registry is away.')) : Promise.resolve(text);
    },
  };
  const agreements = new AgreementsOfFeed({ content, folder, formerForMs: 1000, now: () => clock.now });
  const shown = (...files: AgreementsFile[]) => agreements.apply(files).map((one) => ('text' in one ? one.text : ''));
  return { agreements, clock, asked, shown };
}

test('what the snapshot has holds before any feed, and where the feed names it; the operator’s own folders hold always', () => {
  const { agreements, shown, asked } = open();
  const [published, operators] = [file('weavers', 'now'), file('union', 'own', '/operator')];
  expect(shown(published, operators)).toEqual(['now', 'own']);
  agreements.take([said('now')]);
  expect([shown(published, operators), asked]).toEqual([['now', 'own'], []]);
});

test.each([
  ['is suspended', [said('now', { state: 'SUSPENDED' })]],
  ['has left', [said('now', { state: 'LEFT' })]],
  ['has ended its agreements', [said(null)]],
  ['is not linked any more', []],
])(
  'what an organisation shared that %s is shared no more at once, whatever the snapshot has',
  (_what, organisations) => {
    const { agreements, shown } = open();
    agreements.take(organisations);
    expect(shown(file('weavers', 'now'))).toEqual([]);
  },
);

test('other agreements are had by their digest, without the snapshot', async () => {
  const { agreements, shown, asked } = open({ [documentHash('next')]: 'next' });
  agreements.take([said('now')]);
  agreements.take([said('next')]);
  await elapse(1, 'the registry has answered');
  expect([shown(file('weavers', 'now')), asked]).toEqual([['next'], ['organisations/weavers']]);
  // Later the snapshot contains the new text.
  expect(shown(file('weavers', 'next'))).toEqual(['next']);
});

test('the former hold for a while where the text cannot be had, and then nothing of the organisation is shown', () => {
  const { agreements, shown, clock } = open();
  agreements.take([said('now')]);
  agreements.take([said('next')]);
  clock.now = 1000;
  expect(shown(file('weavers', 'now'))).toEqual(['now']);
  clock.now = 1001;
  expect(shown(file('weavers', 'now'))).toEqual([]);
});
