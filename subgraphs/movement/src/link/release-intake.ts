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

/** What the intake needs. */
export interface IntakeOptions {
  readonly em: SubgraphContext['em'];
  readonly register: Register;
  readonly keysOf: KeysOf;
  readonly log: SubgraphContext['log'];
  readonly now: SubgraphContext['now'];
  /** The code of the place that the hub is of. */
  readonly rootPlace: string;
  /** Whether counts are taken in that are not rounded. */
  readonly takesUnrounded: boolean;
  /** The versions of places and goals that releases are made with. */
  readonly versions: KnownVersions;
  /** Whether releases are taken in that were made with others. */
  readonly takesUnknownVersions: boolean;
  /** Hears that a release waits to be accepted. */
  readonly onPending: (organisation: string, release: number, findings: readonly Finding[]) => void;
  /** Hears, once, that a release brought figures of goals that never expected its organisation. */
  readonly onUncounted: (organisation: string, release: number, goals: readonly string[]) => void;
}

/** How the register stands with an organisation. */
export interface Standing {
  /** The number of the newest release that is held. */
  readonly held: number;
  /** The number after which the organisation hands over. */
  readonly after: number;
}

/** What became of a release that was handed over. */
export interface TakenIn {
  readonly number: number;
  /** The digest of its header. */
  readonly hash: string;
  readonly state: 'TAKEN' | 'HELD' | 'PENDING';
  /** The goals that it brought figures of and that never expected the organisation. */
  readonly uncounted: readonly string[];
}

/** Takes the releases in that organisations hand over: of each organisation one at a time, in the order of their numbers. */
export class ReleaseIntake {
  /** What was last logged of an organisation, so that it is said once. */
  readonly #said = new Map<string, string>();
  /** Of an organisation whose newest releases do not count: up to which of them it still gives out what is held. */
  readonly #confirmed = new Map<string, number>();
  readonly #turns = new Map<string, Promise<unknown>>();
  /** By organisation, the goals of which was told that nobody counts its figures. */
  readonly #uncounted = new Map<string, ReadonlySet<string>>();

  constructor(private readonly options: IntakeOptions) {}

  /**
   * After which release an organisation hands over: after the newest that is held. Where this does not count, since its key
   * was revoked, others may be in its place: then after the last that counts, as far as what follows is not known to be
   * what the organisation still gives out.
   * @param newest the number of the organisation's newest release; one that is older than what is held was restored from an old backup.
   */
  async standingOf(organisation: string, newest: number): Promise<Standing> {
    // It gives out others in the place of those that it had.
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
   * Takes a release in; one that is held stays as it is.
   * @throws ReleaseFault that says what is wrong with it; the former figures stay.
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

  /** Finds the goals that nobody counts of a release, and tells of them unless they were told of before. */
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

/** The number that a header names; undefined where it cannot be read, which verifying it says. */
function numberIn(header: string): number | undefined {
  try {
    return readHeader(header).number;
  } catch {
    return undefined;
  }
}
