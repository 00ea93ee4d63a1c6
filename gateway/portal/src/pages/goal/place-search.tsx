import { useMemo, useState } from 'preact/hooks';
import { change } from '../../frame/address.js';
import { ask, useAnswer } from '../../hub/ask.js';
import { graphLanguage } from '../../language/language.js';
import { useWords } from '../../language/words.js';
import { Find, type Match, Matches } from '../../parts/find.js';
import { Waiting } from '../../parts/waiting.js';
import { type ComparedRegion, isGroup, mostPlaces, regionFields } from './compared.js';
import { plain } from '../../language/plain.js';
import { placeFound, soughtIn } from '../../language/seek.js';
import { type Former, namesOf } from './league.js';
import { words } from './words.js';

interface Communes {
  readonly communes: { readonly nodes: readonly Commune[] } | null;
  readonly regions: readonly Pick<ComparedRegion, 'code' | 'name' | 'dividedDistricts'>[] | null;
}

interface Commune {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly area: string | null;
  readonly predecessors: readonly Former[];
}

const query = `query CommunesToCompare($language: Language!) {
  communes(first: 200) { nodes { code name type area predecessors { name parent { name } } } }
  ${regionFields}
}`;

/** Finds a place by its present or former name, with or without diacritics, and adds it to the comparison. */
export function PlaceSearch({ codes, root }: { codes: readonly string[]; root: string }) {
  const { say } = useWords(words);
  const isFull = codes.length >= mostPlaces;
  const add = (more: readonly string[]): void => {
    change({ places: [...new Set([...codes, ...more])].slice(0, mostPlaces).join(',') }, false);
  };
  return (
    <Find
      label={say('addPlace')}
      hint={say('addHint')}
      isFull={isFull}
      found={(text, done) => (
        <Places
          text={text}
          codes={codes}
          root={root}
          onAdd={(more) => {
            add(more);
            done();
          }}
        />
      )}
    >
      <AddMeans codes={codes} root={root} onAdd={add} />
      {isFull && <p class="quiet">{say('enough')}</p>}
    </Find>
  );
}

/** Adds places for comparison: the province, and the communes' types and areas. */
function AddMeans({ codes, root, onAdd }: AddProps) {
  const { say, language } = useWords(words);
  const [state, setState] = useState<'' | 'asking' | 'failed'>('');
  const add = async (): Promise<void> => {
    setState('asking');
    try {
      const { communes } = await ask<Communes>(query, { language: graphLanguage(language) });
      const chosen = (communes?.nodes ?? []).filter(({ code }) => codes.includes(code));
      const of = chosen.length > 0 ? chosen : (communes?.nodes ?? []);
      onAdd([root, ...of.flatMap(({ type, area }) => [`type:${type}`, ...(area === null ? [] : [`area:${area}`])])]);
      setState('');
    } catch {
      setState('failed');
    }
  };
  return (
    <p>
      <button type="button" class="small" disabled={state === 'asking'} onClick={() => void add()}>
        {say('addMeans')}
      </button>{' '}
      <span role="status">{state && say(state)}</span>
    </p>
  );
}

interface AddProps {
  readonly codes: readonly string[];
  readonly root: string;
  readonly onAdd: (codes: readonly string[]) => void;
}

function Places(props: AddProps & { text: string }) {
  const { text, codes, root, onAdd } = props;
  const { say, mean, language } = useWords(words);
  const answer = useAnswer<Communes>(query, { language: graphLanguage(language) });
  const nodes = answer.is === 'answered' ? answer.data.communes?.nodes : undefined;
  const regions = answer.is === 'answered' ? answer.data.regions : undefined;
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
      ...(regions ?? []).map(({ code, name, dividedDistricts: { length } }) => ({
        code: `region:${code}`,
        name: length > 0 ? `${name} (${say('approximated')})` : name,
        names: [plain(name)],
      })),
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
  const toAdd = (code: string, label: string, codesToAdd: readonly string[]): Match => ({
    ...{ code, label },
    take: () => {
      onAdd(codesToAdd);
    },
  });
  const communesFound = found.map(({ code }) => code).filter((code) => code !== root && !isGroup(code));
  return (
    <>
      <Waiting answer={answer} />
      <Matches
        of={[
          ...found.slice(0, 8).map(({ code, name }) => toAdd(code, name, [code])),
          ...(communesFound.length > 1
            ? [toAdd('all', `${say('addAll')} (${communesFound.length})`, communesFound)]
            : []),
        ]}
        none={nodes ? say('noPlace') : ''}
      />
    </>
  );
}
