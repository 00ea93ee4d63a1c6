import { useEffect, useMemo, useState } from 'preact/hooks';
import { useSession } from '../../../hub/session.js';
import { useWords } from '../../../language/words.js';
import { ByFile } from './by-file.js';
import { ByHand } from './by-hand.js';
import { Desk } from './desk.js';
import { DeskFault, type Kind } from './desk-types.js';
import { FaultShown } from './fault-shown.js';
import { Receipts } from './receipts.js';
import { words } from './words.js';

/** Page where an organisation's people deliver data, by file or by hand, with receipts. */
export function Bring({ code }: { code: string }) {
  const { say } = useWords(words);
  const { person } = useSession();
  const desk = useMemo(() => new Desk(code), [code]);
  const [kinds, setKinds] = useState<readonly Kind[]>();
  const [fault, setFault] = useState<DeskFault>();
  const [way, setWay] = useState<'file' | 'hand'>('file');
  const [turn, setTurn] = useState(0);
  const came = (): void => {
    setTurn((before) => before + 1);
  };
  useEffect(() => {
    setFault(undefined);
    desk.kinds().then(
      (answer) => {
        setKinds(answer.kinds);
      },
      (error: unknown) => {
        setFault(error instanceof DeskFault ? error : new DeskFault('UNREACHABLE', ''));
      },
    );
  }, [desk, person?.id]);
  return (
    <section class="panel bring" id="bring" aria-labelledby="bring-title">
      <h2 id="bring-title">{say('bring')}</h2>
      <p class="intro">{say('bringIntro')}</p>
      {!kinds && !fault && (
        <p class="waiting" role="status">
          {say('asking')}
        </p>
      )}
      {fault && <FaultShown of={fault} />}
      {kinds && (
        <>
          <div class="ways" role="group" aria-label={say('bring')}>
            {(['file', 'hand'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={way === one}
                onClick={() => {
                  setWay(one);
                }}
              >
                {say(one === 'file' ? 'byFile' : 'byHand')}
              </button>
            ))}
          </div>
          {way === 'file' ? (
            <ByFile desk={desk} kinds={kinds} whenTaken={came} />
          ) : (
            <ByHand code={code} whenTaken={came} />
          )}
          <Receipts desk={desk} turn={turn} whenChanged={came} />
        </>
      )}
    </section>
  );
}
