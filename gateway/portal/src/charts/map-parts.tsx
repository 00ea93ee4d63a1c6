import { type Answer, useAnswer } from '../hub/ask.js';
import { absences } from '../hub/progress.js';
import { between, share } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import { classOf, type Shown } from './map-classes.js';
import type { Bounded } from './shapes.js';

/** The communes and their boundaries; open to everyone. */
export interface Boundaries {
  readonly communes: { readonly nodes: readonly Bounded[] } | null;
}

const query = `query Boundaries { communes(first: 200) { nodes { code area boundary } } }`;

/** Requests the boundaries. They are large, so only pages with a map request them. */
export function useBoundaries(): Answer<Boundaries> & { again: () => void } {
  return useAnswer<Boundaries>(query, {});
}

/** The boundaries of an answer; empty until it arrives. */
export function boundedIn(answer: Answer<Boundaries>): readonly Bounded[] {
  return (answer.is === 'answered' && answer.data.communes?.nodes) || [];
}

/** Label of a place: its name and its share, or the reason for a missing share. */
export function useLabel(): (shown: Shown) => string {
  const { say, language } = useWords();
  return ({ name, ratio, why }) => `${name}: ${ratio === null ? say(why ?? 'unknown') : share(ratio, language)}`;
}

/** Fill patterns for places without a share, which also differ in black and white. */
export function Patterns() {
  return (
    <defs>
      <pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" class="ground" />
        <rect width="2" height="6" class="stroke" />
      </pattern>
      <pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" class="ground" />
        <circle cx="3" cy="3" r="1.2" class="stroke" />
      </pattern>
      <pattern id="ruled" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" class="ground" />
        <rect width="6" height="1.2" class="stroke" />
      </pattern>
    </defs>
  );
}

/** Legend of the map: each class with its number of places. */
export function Legend(props: { limits: readonly number[]; values: readonly Shown[]; how?: string }) {
  const { limits, values, how } = props;
  const { say, language } = useWords();
  const count = (of: string): number => values.filter((value) => classOf(value, limits) === of).length;
  const said = (index: number): string => {
    const [low, high] = [limits[index - 1], limits[index]];
    if (low === undefined) return high === undefined ? say('all') : `${say('below')} ${share(high, language)}`;
    return high === undefined
      ? `${say('above')} ${share(low, language)}`
      : between(share(low, language), share(high, language), language);
  };
  const classes = Array.from({ length: limits.length + 1 }, (_, index) => [`class-${index}`, said(index)] as const);
  const steps = classes.filter(([of]) => count(of) > 0);
  // "Not due" appears only if a place has it: no place of a complete month does.
  const absent = absences.filter((why) => why !== 'awaited' || count(why) > 0).map((why) => [why, say(why)] as const);
  return (
    <div>
      <p class="title">{say('legend')}</p>
      <ul class="legend">
        {[...steps, ...absent].map(([of, words]) => (
          <li key={of}>
            <Swatch of={of} /> <span class="said">{`${words} (${count(of)})`}</span>
          </li>
        ))}
      </ul>
      {how !== undefined && (
        <p class="quiet">
          <small>{how}</small>
        </p>
      )}
    </div>
  );
}

function Swatch({ of }: { of: string }) {
  return (
    <svg class="swatch" viewBox="0 0 24 14" aria-hidden="true">
      <rect class={of} x="0.5" y="0.5" width="23" height="13" />
    </svg>
  );
}
