import { type ChartLine, lineClass } from '../../charts/chart-line.js';
import { change } from '../../frame/address.js';
import { useWords } from '../../language/words.js';
import { type ComparedPlace, fewPlaces, isGroup, isRegion } from './compared.js';
import { words } from './words.js';

/**
 * Legend of the chart of places: the style of each line with its place, and a button to remove it.
 * @param props.onPick called with the place under the pointer or the focus, to highlight its line.
 */
export function PlaceLegend(props: {
  places: readonly ComparedPlace[];
  lines: readonly ChartLine[];
  /** Whether the deadline has passed: then there is no forecast. */
  isOver: boolean;
  isFixed: boolean;
  onPick: (code: string) => void;
}) {
  const { places, lines, isOver, isFixed, onPick } = props;
  const names = lines.map(({ label }) => label);
  const { say } = useWords(words);
  const remove = (code: string): void => {
    const left = places.map((place) => place.code).filter((one) => one !== code);
    change({ places: left.join(',') });
  };
  return (
    <>
      <ul class="legend places">
        {places.map(({ code, end }, index) => (
          <li
            key={code}
            onPointerEnter={() => {
              onPick(code);
            }}
            onFocusIn={() => {
              onPick(code);
            }}
          >
            <svg class="swatch" viewBox="0 0 28 14" aria-hidden="true">
              <path class={`line ${lineClass(lines[index] ?? {}, index)}`} d="M1 7H27" />
            </svg>{' '}
            <span class="said">{names[index]}</span>
            {!isOver && end?.forecast.notAvailable && (
              <small>{` (${say('noForecast')}: ${say(end.forecast.notAvailable as 'TOO_FEW_MONTHS')})`}</small>
            )}
            {!isFixed && places.length > 1 && (
              <button
                type="button"
                class="small"
                aria-label={`${say('remove')}: ${names[index] ?? code}`}
                onClick={() => {
                  remove(code);
                }}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
      <p class="quiet">
        <small>
          {places.length > fewPlaces
            ? say('compareMany')
            : lines.some(({ forecast }) => forecast) && say('compareIntro')}{' '}
          {say('openDot')} {lines.some(({ breaks = [] }) => breaks.length > 0) && say('brokenLine')}{' '}
          {places.some(({ code }) => isGroup(code) && !isRegion(code)) && say('groupsOnce')}{' '}
          {places.some(({ code }) => isRegion(code)) && <span class="approximated">{say('regionsAre')}</span>}
        </small>
      </p>
    </>
  );
}
