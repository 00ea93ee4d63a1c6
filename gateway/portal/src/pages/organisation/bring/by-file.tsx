import { useState } from 'preact/hooks';
import { useWords } from '../../../language/words.js';
import { Checked } from './checked.js';
import { ChooseFile } from './choose-file.js';
import type { Desk } from './desk.js';
import { type Ask, DeskFault, type Kind, type KeptFile, laidOver, type Mapping, type Outcome } from './desk-types.js';
import { HowRead } from './how-read.js';
import { Going, type OnItsWay } from './on-its-way.js';
import { FaultShown } from './fault-shown.js';
import { words } from './words.js';

/** State of a file's import. */
interface State {
  readonly file?: KeptFile;
  /** The person's choices for reading the file. */
  readonly mapping: Mapping;
  readonly way?: OnItsWay | undefined;
  /** Result of the check or of the import. */
  readonly outcome?: Outcome | undefined;
  readonly isTaken: boolean;
  /** Largest share of rows that may be removed, if the file replaces the present rows. */
  readonly atMost?: number | undefined;
  readonly fault?: DeskFault | undefined;
}

const nothing: State = { mapping: {}, isTaken: false };

/** Imports a file: selection, upload, columns, check and import. */
export function ByFile({ desk, kinds, whenTaken }: { desk: Desk; kinds: readonly Kind[]; whenTaken: () => void }) {
  const { say } = useWords(words);
  const [state, setState] = useState(nothing);
  // A corrected file is of the same kind.
  const [kind, setKind] = useState(kinds[0]?.kind ?? '');
  const failed = (error: unknown): void => {
    const fault = error instanceof DeskFault ? error : new DeskFault('UNREACHABLE', '');
    setState((before) => ({ ...before, way: undefined, fault }));
  };
  const asked = ({ mapping, atMost }: State): Ask => ({
    ...(Object.keys(mapping).length > 0 && { mapping }),
    ...(atMost !== undefined && { replace: { atMost } }),
  });
  const go = (next: State, what: 'check' | 'import', more: Ask = {}): void => {
    if (!next.file) return;
    const began = performance.now();
    setState({ ...next, outcome: undefined, isTaken: false, fault: undefined, way: { what, began } });
    desk
      .go(what, next.file.id, { ...asked(next), ...more }, (progress) => {
        setState((before) => ({ ...before, way: { what, began, progress } }));
      })
      .then((outcome) => {
        setState((before) => ({ ...before, way: undefined, outcome, isTaken: what === 'import' }));
        if (what === 'import') whenTaken();
      }, failed);
  };
  const bring = (file: File): void => {
    const began = performance.now();
    setState({ ...nothing, way: { what: 'send', began, name: file.name, sent: 0 } });
    desk
      .bring(kind, file, (sent) => {
        setState((before) => ({ ...before, way: { what: 'send', began, name: file.name, sent } }));
      })
      .then((kept) => {
        const next: State = { ...nothing, file: kept };
        if (kept.analysis.questions.length > 0) setState(next);
        else go(next, 'check');
      }, failed);
  };
  const readOtherwise = (said: Mapping): void => {
    const { file } = state;
    if (!file) return;
    const mapping = laidOver(state.mapping, said);
    setState({ ...state, mapping, outcome: undefined, fault: undefined });
    desk.analyse(file.id, mapping).then((analysis) => {
      const next: State = { ...state, mapping, file: { ...file, analysis }, outcome: undefined, fault: undefined };
      if (analysis.questions.length > 0) setState(next);
      else go(next, 'check');
    }, failed);
  };
  const another = (): void => {
    if (state.file) desk.drop(state.file.id).catch(() => undefined);
    setState(nothing);
  };
  const { file, way, outcome, fault, isTaken } = state;
  return (
    <>
      {!file && !way && <ChooseFile kinds={kinds} kind={kind} whenKindChosen={setKind} whenChosen={bring} />}
      {fault && <FaultShown of={fault} />}
      {way && <Going way={way} />}
      {file && (
        <>
          <p class="brought">
            <strong>{file.name}</strong>{' '}
            <button type="button" onClick={another} disabled={way !== undefined}>
              {say('another')}
            </button>
          </p>
          {!isTaken && (
            <HowRead
              of={file}
              columns={kinds.find((one) => one.kind === file.kind)?.columns ?? []}
              isBusy={way !== undefined}
              whenSaid={readOtherwise}
            />
          )}
          {outcome && (
            <Checked
              of={outcome}
              isTaken={isTaken}
              file={file}
              desk={desk}
              atMost={state.atMost}
              whenReplacing={(atMost) => {
                go({ ...state, atMost }, 'check');
              }}
              whenTaking={(saveMapping) => {
                go(state, 'import', saveMapping ? { saveMapping } : {});
              }}
            />
          )}
        </>
      )}
    </>
  );
}
