import { useState } from 'preact/hooks';
import { useWords } from '../../language/words.js';
import { GoalOptions } from '../../parts/options.js';
import { Copied } from './copy.js';
import type { Around } from './program-keys.js';
import { addressOf, type ExportTable, type AskedTable } from './tables.js';
import { words } from './words.js';

/** Instructions for a key: for Excel in two steps with the address of a selected table, and for programs. */
export function UseKey({ of, tables }: { of: Around; tables: readonly ExportTable[] }) {
  const { say, language } = useWords(words);
  const goals = of.goals ?? [];
  const [chosen, setChosen] = useState('league-table');
  const [goal, setGoal] = useState('');
  const table = tables.find(({ name }) => name === chosen) ?? tables[0];
  const known = goals.find(({ code }) => code === goal) ?? goals[0];
  if (!table || !known) return null;
  const month = known.progress?.period ?? '';
  const commune = of.communes?.nodes[0]?.code ?? '';
  const told: AskedTable = { goal: known.code, month, organisation: of.me?.organisation ?? '', commune };
  return (
    <section class="use-key">
      <h2>{say('use')}</h2>
      <div class="filters">
        <label>
          {say('table')}
          <select
            value={table.name}
            onChange={({ currentTarget }) => {
              setChosen(currentTarget.value);
            }}
          >
            {tables.map(({ name, title }) => (
              <option key={name} value={name}>
                {title[language]}
              </option>
            ))}
          </select>
        </label>
        {table.parameters.some(({ name }) => name === 'goal') && (
          <label>
            {say('goal')}
            <select
              value={known.code}
              onChange={({ currentTarget }) => {
                setGoal(currentTarget.value);
              }}
            >
              <GoalOptions of={goals} />
            </select>
          </label>
        )}
      </div>
      <h3>{say('excel')}</h3>
      <Copied text={addressOf(table, 'xlsx', told)} word="copyAddress" />
      <ol>
        <li>{say('excelFirst')}</li>
        <li>{say('excelSecond')}</li>
      </ol>
      <p>{say('excelAfter')}</p>
      <details>
        <summary>{say('programs')}</summary>
        <p>{say('programsHint')}</p>
        <pre tabIndex={0}>{curl(addressOf(table, 'csv', told))}</pre>
        <pre tabIndex={0}>{python(`${addressOf(table, 'csv', told)}&lang=en`)}</pre>
      </details>
    </section>
  );
}

function curl(address: string): string {
  return `curl -fsSOJ -u "curl:$HUB_KEY" '${address}'`;
}

function python(address: string): string {
  return `import base64, csv, io, os, urllib.request

address = "${address}"
login = base64.b64encode(f"python:{os.environ['HUB_KEY']}".encode()).decode()
with urllib.request.urlopen(urllib.request.Request(address, headers={"Authorization": f"Basic {login}"})) as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8-sig")))`;
}
