import { useState } from 'preact/hooks';
import { headersOfPerson } from './ask.js';
import { type Choice, graphOrder } from './league.js';
import type { Language } from './language.js';
import { useWords } from './words.js';

const formats = ['xlsx', 'csv', 'geojson'] as const;

/** The address of the table as a file, with what was chosen of it. */
export function fileAddress(
  format: string,
  { goal, period, choice, language }: { goal: string; period: string; choice: Choice; language: Language },
): string {
  const { column, descending, type, area, status, name } = choice;
  // The first in rank has the largest share.
  const direction = (column === 'rank') === descending ? 'ASC' : 'DESC';
  const said = {
    goal,
    period,
    type,
    area,
    status,
    search: name.trim(),
    order: graphOrder[column] ?? 'RATIO',
    direction,
  };
  const parameters = new URLSearchParams(
    Object.entries({ ...said, lang: language }).filter(([, value]) => value !== ''),
  );
  return `/export/league-table.${format}?${parameters.toString()}`;
}

/** Downloads the table, with the same filters, in each format. */
export function Downloads({ goal, period, choice }: { goal: string; period: string; choice: Choice }) {
  const { say, language } = useWords();
  const [state, setState] = useState<'' | 'downloading' | 'failed'>('');
  const download = async (format: string): Promise<void> => {
    setState('downloading');
    try {
      await save(fileAddress(format, { goal, period, choice, language }), `${goal}-${period}.${format}`);
      setState('');
    } catch {
      setState('failed');
    }
  };
  return (
    <p class="downloads">
      {say('download')}
      {formats.map((format) => (
        <button key={format} type="button" disabled={state === 'downloading'} onClick={() => void download(format)}>
          {format.toUpperCase()}
        </button>
      ))}
      <span role="status">{state && say(state)}</span>
    </p>
  );
}

/** Fetches a file as the person that has signed in, and has the browser save it: no token stands in an address. */
async function save(address: string, name: string): Promise<void> {
  const response = await fetch(address, { headers: headersOfPerson() });
  if (!response.ok) throw new Error(`status ${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
