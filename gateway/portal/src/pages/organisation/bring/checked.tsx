import { useState } from 'preact/hooks';
import { save } from '../../../hub/save.js';
import { whole } from '../../../language/numbers.js';
import { useWords } from '../../../language/words.js';
import { type Column, Table } from '../../../parts/table.js';
import type { Desk } from './desk.js';
import type { KeptFile, Outcome, RowFault } from './desk-types.js';
import { reasonIn } from './reasons.js';
import { words } from './words.js';

/** Default of the largest share of removed rows, in percent. */
const usualPercent = 10;

/** Largest number of faults in the desk's answer. */
const mostFaults = 100;

/** Result of a check or an import: counts, examples and faults, with the possible next steps. */
export function Checked(props: {
  of: Outcome;
  isTaken: boolean;
  file: KeptFile;
  desk: Desk;
  atMost: number | undefined;
  whenReplacing: (atMost: number | undefined) => void;
  whenTaking: (saveMapping: boolean) => void;
}) {
  const { of, isTaken, file, desk, atMost, whenReplacing, whenTaking } = props;
  const { say, mean, language } = useWords(words);
  const [saves, setSaves] = useState(true);
  const counted = (['added', 'changed', 'unchanged', 'removed', 'absent', 'rejected'] as const).filter(
    (one) => one !== 'removed' || of.removed > 0,
  );
  const good = of.read - of.rejected;
  // Absent rows matter only if the file replaces the present rows.
  const shown = of.examples.filter(({ change }) => atMost !== undefined || change !== 'ABSENT');
  const examples: readonly Column<Outcome['examples'][number]>[] = [
    { head: say('change'), cell: ({ change }) => mean(change) },
    { head: say('key'), isHead: true, cell: ({ key }) => key },
    { head: say('row'), isNumber: true, cell: ({ row }) => (row === null ? '' : whole(row, language)) },
    { head: say('column'), cell: ({ columns }) => columns.join(', ') },
  ];
  const title = isTaken ? (of.run === null ? 'nothingTaken' : 'taken') : 'checked';
  return (
    <section class="checked" aria-labelledby="checked-title">
      <div role="status">
        <h3 id="checked-title">
          {say(title)}
          {isTaken && of.run !== null && `: ${say('receipt').toLowerCase()} ${of.run}`}
        </h3>
      </div>
      <dl class="counted">
        <div>
          <dt>{say('rowsRead')}</dt>
          <dd>{whole(of.read, language)}</dd>
        </div>
        {counted.map((one) => (
          <div key={one} data-count={one}>
            <dt>{say(one)}</dt>
            <dd>{whole(of[one], language)}</dd>
          </div>
        ))}
      </dl>
      {shown.length > 0 && (
        <details>
          <summary>{say('examples')}</summary>
          <Table caption={say('examples')} columns={examples} rows={shown} keyOf={(_row, index) => index} isRead />
        </details>
      )}
      {of.faults.length > 0 && <Faults of={of.faults} address={desk.at(`files/${file.id}/rejected`)} />}
      {of.refused !== null && (
        <p class="notice" role="alert">
          {reasonIn(of.refused, language)}
        </p>
      )}
      {!isTaken && (
        <form
          class="take-in"
          onSubmit={(event) => {
            event.preventDefault();
            whenTaking(saves);
          }}
        >
          <label class="line">
            <input
              type="checkbox"
              checked={atMost !== undefined}
              onChange={(event) => {
                whenReplacing(event.currentTarget.checked ? usualPercent / 100 : undefined);
              }}
            />
            {say('replace')}
          </label>
          {atMost !== undefined && (
            <label>
              {say('atMost')}
              <input
                type="number"
                min={0}
                max={100}
                value={Math.round(atMost * 100)}
                onChange={(event) => {
                  whenReplacing(Math.min(100, Math.max(0, event.currentTarget.valueAsNumber || 0)) / 100);
                }}
              />
            </label>
          )}
          <label class="line">
            <input
              type="checkbox"
              checked={saves}
              onChange={(event) => {
                setSaves(event.currentTarget.checked);
              }}
            />
            {say('saveMapping')}
          </label>
          <button type="submit" class="main" disabled={good === 0 || of.refused !== null}>
            {say(of.rejected > 0 ? 'takeInGood' : 'takeIn')} ({whole(good, language)})
          </button>
        </form>
      )}
    </section>
  );
}

/** The reasons for refused rows, and a download of these rows for correction. */
function Faults({ of, address }: { of: readonly RowFault[]; address: string }) {
  const { say, language } = useWords(words);
  const [hasFailed, setFailed] = useState(false);
  const columns: readonly Column<RowFault>[] = [
    { head: say('row'), isHead: true, isNumber: true, cell: ({ row }) => String(row) },
    { head: say('column'), cell: ({ at, column }) => at.column ?? column },
    { head: say('reason'), class: 'text', cell: ({ reason }) => reasonIn(reason, language) },
  ];
  return (
    <div class="rejected-rows">
      <Table caption={say('faults')} columns={columns} rows={of} keyOf={(_fault, index) => index} isRead />
      {of.length >= mostFaults && <p>{say('firstFaults')}</p>}
      <p>
        <button
          type="button"
          onClick={() => {
            save(address, 'rejected.csv').then(
              () => {
                setFailed(false);
              },
              () => {
                setFailed(true);
              },
            );
          }}
        >
          {say('rejectedFile')}
        </button>{' '}
        {say('correctIt')} {hasFailed && <span role="alert">{say('away')}</span>}
      </p>
    </div>
  );
}
