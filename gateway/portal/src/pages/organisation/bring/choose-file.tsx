import { useRef, useState } from 'preact/hooks';
import { useWords } from '../../../language/words.js';
import type { Kind } from './desk-types.js';
import { words } from './words.js';

/** Selects a kind of data and a file, which can also be dropped here. */
export function ChooseFile(props: {
  kinds: readonly Kind[];
  kind: string;
  whenKindChosen: (kind: string) => void;
  whenChosen: (file: File) => void;
}) {
  const { kinds, kind, whenKindChosen, whenChosen } = props;
  const { say, language } = useWords(words);
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null | undefined): void => {
    const [file] = files ?? [];
    if (file) whenChosen(file);
  };
  const chosen = kinds.find((one) => one.kind === kind);
  return (
    <div class="choose-file">
      <label>
        {say('kindOf')}
        <select
          value={kind}
          onChange={(event) => {
            whenKindChosen(event.currentTarget.value);
          }}
        >
          {kinds.map(({ kind: one, title }) => (
            <option key={one} value={one}>
              {title[language]}
            </option>
          ))}
        </select>
      </label>
      {chosen && (
        <p class="intro">
          {language === 'en' && `${chosen.description} `}
          <small>
            {say('kindCode')} <code>{chosen.kind}</code>
          </small>
        </p>
      )}
      <div
        class={isOver ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => {
          setOver(false);
        }}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <button
          type="button"
          class="main"
          onClick={() => {
            input.current?.click();
          }}
        >
          {say('chooseFile')}
        </button>
        <span>{say('orDrop')}</span>
        <input
          ref={input}
          type="file"
          class="unseen"
          tabIndex={-1}
          aria-label={say('chooseFile')}
          accept=".csv,.xlsx,.txt,.tsv"
          onChange={(event) => {
            take(event.currentTarget.files);
          }}
        />
      </div>
    </div>
  );
}
