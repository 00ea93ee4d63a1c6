import { beforeAll, describe, expect, test } from '@jest/globals';

/** Asks a running hub for the catalogue of its data, for revisions and for what files say of themselves. */
export function testGoodOffices(port: () => number, ask: (query: string) => Promise<any>): void {
  describe('as good offices do', () => {
    let catalogue: any;
    const vietnamese = (texts: any[]) => texts.find((one) => one['@language'] === 'vi')['@value'];
    const address = (path: string) => `http://127.0.0.1:${port()}${path}`;

    beforeAll(async () => {
      const response = await fetch(address('/catalogue.jsonld'));
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'application/ld+json; charset=utf-8',
      ]);
      const tag = response.headers.get('etag') ?? '';
      catalogue = await response.json();
      const again = await fetch(address('/catalogue.jsonld'), { headers: { 'if-none-match': tag } });
      expect(again.status).toBe(304);
    });

    test('everyone has a catalogue of each goal and indicator, in the words of the graph', async () => {
      const { data } = await ask(
        `{ goals { code title(language: VI) metadata { definition(language: VI) licence } }
          indicators { code title(language: VI) }
          organisation(code: "movement") { name(language: VI) } }`,
      );
      const sets: any[] = catalogue['dcat:dataset'];
      expect(catalogue['@type']).toBe('dcat:Catalog');
      expect(vietnamese(catalogue['dcterms:publisher']['foaf:name'])).toBe(data.organisation.name);
      expect(sets.map((one) => [one['dcterms:identifier'], vietnamese(one['dcterms:title'])])).toEqual(
        [...data.goals, ...data.indicators].map(({ code, title }: any) => [code, title]),
      );
      for (const [index, { metadata }] of data.goals.entries()) {
        expect(vietnamese(sets[index]['dcterms:description'])).toBe(metadata.definition);
        const licences = sets[index]['dcat:distribution'].map((one: any) => one['dcterms:license']['@id']);
        expect(new Set(licences)).toEqual(new Set([`https://spdx.org/licenses/${metadata.licence}`]));
      }
    });

    test('each set says what it is about, of which place and time, who may have it and whom to ask', async () => {
      const { data } = await ask(
        `{ goals { startsOn deadline audience { title(language: VI) } }
          indicators { organisation { name(language: VI) } readings { asOf } }
          place(code: "38") { name(language: VI) } }`,
      );
      const sets: any[] = catalogue['dcat:dataset'];
      const dates = (set: any) =>
        ['startDate', 'endDate'].map((end) => set['dcterms:temporal'][`dcat:${end}`]['@value']);
      const goals = sets.slice(0, data.goals.length);
      expect(goals.map((set) => [...dates(set), vietnamese(set['dcat:keyword'])])).toEqual(
        data.goals.map(({ startsOn, deadline, audience }: any) => [startsOn, deadline, audience.title]),
      );
      const indicators = sets.slice(data.goals.length);
      expect(indicators.map((set) => [...dates(set), vietnamese(set['dcat:keyword'])])).toEqual(
        data.indicators.map(({ organisation, readings }: any) => {
          const days = readings.map(({ asOf }: any) => asOf).sort();
          return [days[0], days.at(-1), organisation.name];
        }),
      );
      const authority = 'http://publications.europa.eu/resource/authority';
      for (const set of sets) {
        expect([set['dcat:theme']['@id'], set['dcterms:accessRights']['@id']]).toEqual([
          ...[`${authority}/data-theme/EDUC`, `${authority}/access-right/PUBLIC`],
        ]);
        expect(set['dcterms:spatial']['dcterms:identifier']).toBe('38');
        expect(vietnamese(set['dcterms:spatial']['rdfs:label'])).toBe(data.place.name);
        for (const file of set['dcat:distribution'])
          expect(file['dcterms:license']['@id']).toBe('https://spdx.org/licenses/CC-BY-4.0');
      }
      for (const set of goals)
        expect(set['dcat:contactPoint']['vcard:hasEmail']['@id']).toBe('mailto:so-lieu@example.org');
    });

    test('what it names can be had', async () => {
      const [set] = catalogue['dcat:dataset'];
      const files: string[] = set['dcat:distribution'].map((one: any) => one['dcat:accessURL']['@id']);
      expect(files.length).toBeGreaterThan(4);
      // Some tables need a signed-in caller; 401 is an answer, too.
      for (const file of files) expect([200, 401]).toContain((await fetch(file, { method: 'HEAD' })).status);
      const page = await fetch(set['dcat:landingPage']['@id'], { headers: { accept: 'text/html' } });
      expect(page.status).toBe(200);
    });

    test('a file says what is counted, how, and under which licence', async () => {
      const about = await (
        await fetch(address('/export/completeness.json?goal=PUPILS&from=2026-09&to=2026-10&lang=en'))
      ).json();
      const { data } = await ask('{ goal(code: "PUPILS") { metadata { definition(language: EN) licence } } }');
      expect(JSON.stringify(about)).toContain(data.goal.metadata.definition);
      expect(JSON.stringify(about)).toContain(data.goal.metadata.licence);
    });

    test('the last of a month’s revisions is its figure of now; a month of which more told later was revised', async () => {
      const people = 'people { lower upper estimate interval { lower upper } method }';
      const { data } = await ask(
        `{ goal(code: "ADULTS_BASIC") {
          revisions(from: "2026-06", to: "2026-10") { month values changePeople breaks first { knownOn progress { ${people} } } second { knownOn }
            last { knownOn progress { ${people} } } }
          ${['06', '07', '08', '09', '10'].map((month) => `m${month}: progress(period: "2026-${month}") { ${people} }`).join(' ')} } }`,
      );
      const { revisions, ...now } = data.goal;
      expect(revisions).toHaveLength(5);
      for (const { month, values, changePeople, breaks, first, second, last } of revisions) {
        expect(last.progress).toEqual(now[`m${month.slice(5)}`]);
        expect(values).toBeGreaterThanOrEqual(1);
        expect(changePeople === null).toBe(breaks.includes('ORGANISATIONS') || breaks.includes('AUDIENCE'));
        if (values === 1) expect([second, last]).toEqual([null, first]);
        else
          expect([first.knownOn, second.knownOn, last.knownOn]).toEqual(
            [first.knownOn, second.knownOn, last.knownOn].toSorted(),
          );
      }
      expect(revisions.at(-1).values).toBeGreaterThan(1);
    });

    test('the calendar has what comes next, by due day', async () => {
      const { data } = await ask(
        '{ releaseCalendar { kind dueOn goal { code } organisation { code } period } goals { code deadline } publications(first: 1) { period } }',
      );
      const publications = data.releaseCalendar.filter(({ kind }: any) => kind === 'PUBLICATION');
      const [year = 0, month = 0] = String(data.publications[0].period).split('-').map(Number);
      // Of a goal whose time is over by then, nothing more comes.
      const next = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
      const going = data.goals.filter(({ deadline }: any) => deadline >= next);
      expect(publications.map(({ goal }: any) => goal.code).toSorted()).toEqual(
        going.map(({ code }: any) => code).toSorted(),
      );
      // Fifteen days after the month after the last that was published, as the demonstration has it.
      const dueOn = new Date(Date.UTC(year, month + 1, 15)).toISOString().slice(0, 10);
      expect(new Set(publications.map((one: any) => one.dueOn))).toEqual(new Set([dueOn]));
      const days = data.releaseCalendar.map(({ dueOn }: any) => dueOn ?? '9999');
      expect(days).toEqual(days.toSorted());
    });
  });
}
