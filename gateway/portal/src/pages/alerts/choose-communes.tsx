import { useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { Find, Matches } from '../../parts/find.js';
import { Ticks } from '../../parts/ticks.js';
import { found, type NamedCommune } from '../communes/found.js';
import { words } from './words.js';

/** Largest number of matches in the list. */
const most = 8;

/** Selects communes by a search; the form sends them as `communes`. */
export function ChooseCommunes({ of, first }: { of: readonly NamedCommune[]; first: readonly string[] }) {
  const { say } = useWords(words);
  const [codes, setCodes] = useState(first);
  const chosen = of.filter(({ code }) => codes.includes(code));
  const left = of.filter(({ code }) => !codes.includes(code));
  return (
    <Ticks
      name="communes"
      legend={say('communesChosen')}
      of={chosen.map(({ code, name }) => [code, name] as const)}
      ticked={codes}
    >
      <div class="filters">
        <Find
          label={say('findCommune')}
          hint={say('nameHint')}
          found={(text, done) => (
            <Matches
              of={found(left, { name: text })
                .slice(0, most)
                .map(({ code, name }) => ({
                  ...{ code, label: name },
                  take: () => {
                    setCodes([...codes, code]);
                    done();
                  },
                }))}
              none={say('noneFound')}
            />
          )}
        />
      </div>
    </Ticks>
  );
}
