import { useEffect, useState } from 'preact/hooks';
import { ask } from '../../hub/ask.js';
import { day, moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Absent } from '../../parts/figure.js';
import { type Column, Table } from '../../parts/table.js';
import { dayBefore, type KnownRelease, numbersBetween } from './known-releases.js';
import { words } from './words.js';

interface Known {
  readonly goal: {
    readonly progress: {
      readonly contributions: readonly {
        readonly organisation: { readonly code: string };
        readonly through: string | null;
        readonly release: Omit<KnownRelease, 'through'> | null;
      }[];
    } | null;
  } | null;
}

const query = `query ReleaseOfDay($goal: ID!, $day: Date) {
  goal(code: $goal) {
    progress(asKnownOn: $day) {
      contributions { organisation { code } through release { number madeAt keyId withdrawnReason } }
    }
  }
}`;

/** Number of releases to look up at once. */
const atOnce = 12;

/**
 * An organisation's releases used by figures of the province, newest first. The graph has no list of them: a goal's
 * progress names the release of a day, so each release leads to the one before.
 */
export function Releases({ code, goal }: { code: string; goal: string | undefined }) {
  const { say } = useWords(words);
  return (
    <section class="panel" id="releases" aria-labelledby="releases-title">
      <h2 id="releases-title">{say('releasesOf')}</h2>
      {goal === undefined ? <p>{say('noReleases')}</p> : <Found code={code} goal={goal} />}
    </section>
  );
}

function Found({ code, goal }: { code: string; goal: string }) {
  const { say } = useWords(words);
  const { releases, state, more } = useReleases(code, goal);
  return (
    <>
      {releases.length > 0 && <ReleaseTable of={releases} />}
      {state === 'ended' && releases.length === 0 && <p>{say('noneReleased')}</p>}
      {state === 'asking' && (
        <p class="waiting" role="status">
          {say('asking')}
        </p>
      )}
      {(state === 'more' || state === 'failed') && (
        <p class={state === 'failed' ? 'notice' : 'more'} role={state === 'failed' ? 'alert' : undefined}>
          {state === 'failed' && say('failed')}{' '}
          <button type="button" onClick={more}>
            {say(state === 'failed' ? 'again' : 'more')}
          </button>
        </p>
      )}
    </>
  );
}

function ReleaseTable({ of }: { of: readonly KnownRelease[] }) {
  const { say, language } = useWords(words);
  const missing = numbersBetween(of);
  const columns: readonly Column<KnownRelease>[] = [
    { head: say('number'), isHead: true, cell: ({ number }) => number },
    {
      head: say('through'),
      cell: ({ through }) => (through ? day(through, language) : <Absent why="notReported" />),
      class: 'whole',
    },
    { head: say('madeAt'), cell: ({ madeAt }) => moment(madeAt, language), class: 'whole' },
    { head: say('withdrawn'), cell: ({ withdrawnReason }) => withdrawnReason ?? say('stands') },
    { head: say('key'), cell: ({ keyId }) => keyId, class: 'key' },
  ];
  return (
    <>
      <Table caption={say('releaseList')} columns={columns} rows={of} keyOf={({ number }) => number} isRead />
      {missing.length > 0 && (
        <p>
          <small>
            {say('replaced')} {missing.join(', ')}
          </small>
        </p>
      )}
    </>
  );
}

function useReleases(code: string, goal: string) {
  const [releases, setReleases] = useState<readonly KnownRelease[]>([]);
  const [state, setState] = useState<'asking' | 'more' | 'ended' | 'failed'>('asking');
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    const follow = async (): Promise<void> => {
      let found = releases;
      for (let count = 0; count < atOnce; count += 1) {
        const next = await releaseBefore(found.at(-1), code, goal, leaving.signal);
        if (!next) {
          setState('ended');
          return;
        }
        found = [...found, next];
        setReleases(found);
      }
      setState('more');
    };
    setState('asking');
    follow().catch(() => {
      if (!leaving.signal.aborted) setState('failed');
    });
    return () => {
      leaving.abort();
    };
  }, [code, goal, turn]);
  return {
    releases,
    state,
    more: () => {
      setTurn(turn + 1);
    },
  };
}

/** The release used before a later one was made, or the current one; undefined if there is none. */
async function releaseBefore(later: KnownRelease | undefined, code: string, goal: string, signal: AbortSignal) {
  const until = later && dayBefore(later.madeAt);
  const { goal: known } = await ask<Known>(query, { goal, ...(until && { day: until }) }, signal);
  const found = known?.progress?.contributions.find(({ organisation }) => organisation.code === code);
  if (!found?.release || (later && found.release.number >= later.number)) return undefined;
  return { ...found.release, through: found.through };
}
