import { useMemo, useState } from 'preact/hooks';
import { change } from '../../frame/address.js';
import { useAnswer } from '../../hub/ask.js';
import { useWords } from '../../language/words.js';
import { Waiting } from '../../parts/waiting.js';
import { mostPlaces } from './compared.js';
import { plain } from '../../language/plain.js';
import { placeFound, soughtIn } from '../../language/seek.js';
import { type Former, namesOf } from './league.js';
import { words } from './words.js';

interface Communes {
  readonly communes: { readonly nodes: readonly Commune[] } | null;
}

interface Commune {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly area: string | null;
  readonly predecessors: readonly Former[];
}

const query = `query CommunesToCompare { communes(first: 200) { nodes { code name type area predecessors { name parent { name } } } } }`;

/** Finds a place by its name, with or without marks, by a former one too, and adds it to those that are compared. */
export function PlaceSearch({ codes, root }: { codes: readonly string[]; root: string }) {
  const { say } = useWords(words);
  const [text, setText] = useState('');
  const isFull = codes.length >= mostPlaces;
  const add = (code: string): void => {
    change({ places: [...codes, code].join(',') }, false);
    setText('');
  };
  return (
    <div class="place-search">
      <label>
        {say('addPlace')}
        <input
          type="search"
          name="place"
          value={text}
          disabled={isFull}
          placeholder={say('addHint')}
          autocomplete="off"
          onInput={(event) => {
            setText(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText('');
            if (event.key !== 'Enter') return;
            event.preventDefault();
            event.currentTarget.closest('.place-search')?.querySelector<HTMLButtonElement>('.matches button')?.click();
          }}
        />
      </label>
      {isFull && <p class="quiet">{say('enough')}</p>}
      {text.trim() !== '' && <Matches text={text} codes={codes} root={root} onAdd={add} />}
    </div>
  );
}

function Matches(props: { text: string; codes: readonly string[]; root: string; onAdd: (code: string) => void }) {
  const { text, codes, root, onAdd } = props;
  const { say, mean } = useWords(words);
  const answer = useAnswer<Communes>(query, {});
  const nodes = answer.is === 'answered' ? answer.data.communes?.nodes : undefined;
  const all = useMemo(() => {
    const kinds = (kind: 'area' | 'type') =>
      [...new Set((nodes ?? []).map((one) => one[kind]).filter((one) => one !== null))].map((one) => ({
        code: `${kind}:${one}`,
        name: mean(one),
        names: [plain(mean(one))],
      }));
    return [
      { code: root, name: say('province'), names: [plain(say('province'))] },
      ...kinds('area'),
      ...kinds('type'),
      ...(nodes ?? []).map((one) => ({ code: one.code, name: one.name, names: namesOf(one) })),
    ];
  }, [nodes, root]);
  const sought = soughtIn(text);
  const found = all
    .flatMap((one) => {
      const place = codes.includes(one.code) ? undefined : placeFound(sought, one.names);
      return place === undefined ? [] : [{ ...one, place }];
    })
    .toSorted((one, other) => one.place - other.place);
  return (
    <>
      <Waiting answer={answer} />
      <ul class="matches" role="status">
        {found.slice(0, 8).map(({ code, name }) => (
          <li key={code}>
            <button
              type="button"
              onClick={() => {
                onAdd(code);
              }}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      {nodes && found.length === 0 && <p class="notice">{say('noPlace')}</p>}
    </>
  );
}
