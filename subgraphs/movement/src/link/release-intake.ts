import { type SubgraphContext } from '@hub/kit';
import { digestOf, keyIdOf, readHeader, ReleaseFault } from '@hub/protocol';
import type { Finding } from '../pending/judge-cells.js';
import { judgeRelease } from '../pending/judge-release.js';
import type { Register } from '../register/register.js';
import { type KeysOf, keysAt } from '../register/release-keys.js';
import { headerOf, newestNumbers, type OfferedRelease, takeRelease } from '../register/taken-releases.js';
import { lastBeforeRevoked } from '../register/usable-releases.js';
import { uncountedGoals } from '../register/uncounted-goals.js';
import type { KnownVersions } from './known-versions.js';
import { refuseUnrounded } from './refuse-unrounded.js';

/** Options of the intake. */
export interface IntakeOptions {
  readonly em: SubgraphContext['em'];
  readonly register: Register;
  readonly keysOf: KeysOf;
  readonly log: SubgraphContext['log'];
  readonly now: SubgraphContext['now'];
  /** The code of the hub's root place. */
  readonly rootPlace: string;
  /** Whether the register accepts counts that are not rounded. */
  readonly takesUnrounded: boolean;
  /** The versions of places and goals that releases may be made with. */
  readonly versions: KnownVersions;
  /** Whether the register accepts releases made with unknown versions. */
  readonly takesUnknownVersions: boolean;
  /** Called when a release waits to be accepted. */
  readonly onPending: (organisation: string, release: number, findings: readonly Finding[]) => void;
  /** Called once when a release has figures of goals that never expected its organisation. */
  readonly onUncounted: (organisation: string, release: number, goals: readonly string[]) => void;
}

/** An organisation's standing in the register. */
export interface Standing {
  /** The number of the newest stored release. */
  readonly held: number;
  /** The number of the release after which the organisation continues. */
  readonly after: number;
}

/** The result of taking in a release. */
export interface TakenIn {
  readonly number: number;
  /** The digest of its header. */
  readonly hash: string;
  readonly state: 'TAKEN' | 'HELD' | 'PENDING';
  /** The goals with figures in the release that never expected the organisation. */
  readonly uncounted: readonly string[];
}

/** Takes in the releases that organisations hand over: one at a time for each organisation, in the order of their numbers. */
export class ReleaseIntake {
  /** The last logged message about each organisation, so that none is repeated. */
  readonly #said = new Map<string, string>();
  /** For organisations whose newest releases do not count: the number up to which they still offer the stored releases. */
  readonly #confirmed = new Map<string, number>();
  readonly #turns = new Map<string, Promise<unknown>>();
  /** By organisation, the goals whose uncounted figures were already reported. */
  readonly #uncounted = new Map<string, ReadonlySet<string>>();

  constructor(private readonly options: IntakeOptions) {}

  /**
   * The release after which an organisation continues: the newest stored one. If that one no longer counts, since its
   * key was revoked, others may replace it: then the organisation continues after the last one that counts, unless it
   * is known to still offer the stored ones.
   * @param newest the number of the organisation's newest release; if older than the stored one, the organisation was
   * restored from an old backup.
   */
  async standingOf(organisation: string, newest: number): Promise<Standing> {
    // The organisation offers other releases instead of the former ones.
    if (newest < (this.#confirmed.get(organisation) ?? 0)) this.#confirmed.delete(organisation);
    const { held, after } = await this.#standingOf(organisation);
    if (newest < held) {
      const message =
        'an organisation has fewer releases than the register holds; those that are held stay until it adopts them';
      this.#say(organisation, message, { held, offered: newest });
    }
    return { held, after };
  }

  /**
   * Takes in a release; a stored release does not change.
   * @throws ReleaseFault with the release's fault; the former figures stay.
   */
  take(organisation: string, offered: OfferedRelease): Promise<TakenIn> {
    const taken = (this.#turns.get(organisation) ?? Promise.resolve()).then(() => this.#take(organisation, offered));
    this.#turns.set(
      organisation,
      taken.catch(() => undefined),
    );
    return taken;
  }

  async #take(organisation: string, offered: OfferedRelease): Promise<TakenIn> {
    const { em, keysOf, log, now, register, rootPlace, takesUnrounded, onPending } = this.options;
    const { versions, takesUnknownVersions } = this.options;
    try {
      const { number, madeAt } = readHeader(offered.header);
      const { held, after } = await this.#standingOf(organisation);
      const isInPlace = after < held;
      if (number <= held && (await headerOf(em, organisation, number)) === offered.header) {
        if (isInPlace && number === after + 1) this.#confirmed.set(organisation, number);
        const uncounted = await this.#uncountedIn(organisation, number);
        return { number, hash: digestOf(offered.header), state: 'HELD', uncounted };
      }
      const { header, findings } = await takeRelease(em, organisation, offered, {
        after: isInPlace ? after : undefined,
        keys: keysAt(keysOf(organisation), keyIdOf(offered.signature), madeAt),
        now: now(),
        judge: async (read, cells) => {
          if (!takesUnrounded) refuseUnrounded(cells);
          if (!takesUnknownVersions) await versions.refuseUnknown(read);
          return judgeRelease(em, register, rootPlace, read, cells);
        },
      });
      if (isInPlace) {
        register.forget();
        log.warn({ organisation, release: number }, 'took a release in, in the place of some under a revoked key');
      } else register.refresh();
      this.#said.delete(organisation);
      const isPending = findings.length > 0;
      if (isPending) onPending(organisation, number, findings);
      else log.info({ organisation, release: number, through: header.through }, 'took a release in');
      const uncounted = await this.#uncountedIn(organisation, number);
      return { number, hash: digestOf(offered.header), state: isPending ? 'PENDING' : 'TAKEN', uncounted };
    } catch (error) {
      if (error instanceof ReleaseFault) {
        this.#confirmed.delete(organisation);
        const { code: fault, message } = error;
        const details = { release: numberIn(offered.header), fault, message };
        this.#say(organisation, 'refused a release; the former figures stay', details);
      }
      throw error;
    }
  }

  /** Finds the goals in a release that never expected the organisation, and reports each once. */
  async #uncountedIn(organisation: string, number: number): Promise<readonly string[]> {
    const { em, onUncounted } = this.options;
    const goals = (await uncountedGoals(em.fork(), organisation, [number])).get(number) ?? [];
    const told = this.#uncounted.get(organisation) ?? new Set<string>();
    const untold = goals.filter((goal) => !told.has(goal));
    this.#uncounted.set(organisation, new Set([...told, ...goals]));
    if (untold.length > 0) onUncounted(organisation, number, untold);
    return goals;
  }

  async #standingOf(organisation: string): Promise<Standing> {
    const { em, register, keysOf } = this.options;
    const [newest, all] = await Promise.all([newestNumbers(em), register.all()]);
    const held = newest.get(organisation) ?? 0;
    const last = lastBeforeRevoked(all.get(organisation) ?? [], keysOf(organisation));
    if (last === undefined) this.#confirmed.delete(organisation);
    return { held, after: last === undefined ? held : Math.max(last, this.#confirmed.get(organisation) ?? 0) };
  }

  #say(organisation: string, message: string, details: object): void {
    const said = `${message} ${JSON.stringify(details)}`;
    if (this.#said.get(organisation) === said) return;
    this.#said.set(organisation, said);
    this.options.log.warn({ organisation, ...details }, message);
  }
}

/** The number in a header; undefined if it cannot be read: the verification reports that. */
function numberIn(header: string): number | undefined {
  try {
    return readHeader(header).number;
  } catch {
    return undefined;
  }
}
