import { useState } from 'preact/hooks';
import { save } from '../hub/save.js';
import { useWords } from '../language/words.js';

/** Address of an export table as a file, without empty parameters. */
export function fileAddress(table: string, format: string, parameters: Readonly<Record<string, string>>): string {
  const said = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
  return `/export/${table}.${format}?${said.toString()}`;
}

/** Download links for a table in each format, with the page's filters. */
export function Downloads(props: {
  table: string;
  parameters: Readonly<Record<string, string>>;
  formats?: readonly string[];
}) {
  const { table, parameters, formats = ['xlsx', 'csv'] } = props;
  const { say, language } = useWords();
  const [state, setState] = useState<'' | 'downloading' | 'failed'>('');
  const download = async (format: string): Promise<void> => {
    setState('downloading');
    try {
      await save(fileAddress(table, format, { ...parameters, lang: language }), `${table}.${format}`);
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
