import { useTitle } from '../../frame/title.js';
import { type Look, useLook } from '../../hub/look.js';
import { useSession } from '../../hub/session.js';
import { moment } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { Endings } from './endings.js';
import { Freshness, useFreshness } from './freshness.js';
import { PartsOfHub } from './parts.js';
import { statusWords } from './words.js';

/**
 * Public status page: the parts of the hub that answer, the effect of the others, and the age of the organisations'
 * data.
 */
export default function StatusPage() {
  const { say } = useWords(statusWords);
  const found = useLook();
  const freshness = useFreshness();
  const isOperator = useSession().person?.roles.includes('operator') === true;
  const organisations = (freshness.is === 'answered' && freshness.data.organisations) || [];
  const nameOf = (code: string): string => organisations.find((one) => one.code === code)?.name ?? code;
  useTitle(say('heading'));
  return (
    <>
      <h1>{say('heading')}</h1>
      <p class="intro">{say('intro')}</p>
      {found ? <InShort of={found} nameOf={nameOf} /> : <p role="status">{say('asking')}</p>}
      {found && <PartsOfHub of={found} nameOf={nameOf} />}
      <section aria-labelledby="freshness" class="freshness">
        <h2 id="freshness">{say('freshness')}</h2>
        <Freshness answer={freshness} />
      </section>
      {isOperator && (
        <section aria-labelledby="endings">
          <h2 id="endings">{say('endings')}</h2>
          <Endings />
        </section>
      )}
    </>
  );
}

/** The state of the hub in a sentence. */
function InShort({ of: { at, readiness, parts }, nameOf }: { of: Look; nameOf: (code: string) => string }) {
  const { say, language } = useWords(statusWords);
  const silent = parts.filter(({ answers }) => answers === false);
  const reasons = readiness?.reasons ?? [];
  const leftOut = readiness?.leftOut ?? [];
  const reasonIn = (code: string): string => (code in statusWords ? say(code as keyof typeof statusWords) : code);
  const isWell = readiness?.status === 'ready' && silent.length === 0;
  return (
    <div role="status">
      {!readiness && <p class="notice">{say('unreachable')}</p>}
      {isWell && <p class="good">{say('allAnswer')}</p>}
      {silent.length > 0 && (
        <p class="notice">
          {silent.length} {say('someSilent')}: {silent.map(({ name }) => nameOf(name)).join(', ')}
        </p>
      )}
      {reasons.length > 0 && (
        <p class="notice">
          {say('notReady')} {reasons.map(({ code }) => reasonIn(code)).join(', ')}
        </p>
      )}
      {leftOut.length > 0 && (
        <p class="notice">
          {say('leftOut')}{' '}
          {leftOut
            .map(({ organisation, app, table, code }) => `${nameOf(organisation ?? app ?? table ?? '')} (${code})`)
            .join(', ')}
        </p>
      )}
      <p>
        <small class="quiet">
          {say('lookedAt')} {moment(at, language)}
        </small>
      </p>
    </div>
  );
}
