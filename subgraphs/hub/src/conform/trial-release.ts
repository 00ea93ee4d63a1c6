import { createPublicKey } from 'node:crypto';
import {
  type Cell,
  keyId,
  keyOfCell,
  type NamedKey,
  readHeader,
  ReleaseFault,
  type ReleaseHeader,
  type ReleaseKeys,
  takeIn,
  verifyPage,
  verifyRelease,
} from '@hub/protocol';

/** A release in the form received. */
export interface GivenRelease {
  readonly header: string;
  readonly signature: string;
  readonly pages: readonly string[];
}

/** A fault of a release. */
export interface ReleaseFinding {
  readonly code: string;
  readonly message: string;
}

/** A release received in a trial, with its faults. */
export interface TrialRelease {
  readonly given: GivenRelease;
  /** Undefined if the header is unreadable. */
  readonly header: ReleaseHeader | undefined;
  /** Id of the signing key; undefined if no known key signed it. */
  readonly keyId: string | undefined;
  /** Cells in the release itself: all cells, or the changed ones. */
  readonly own: readonly Cell[];
  /** All cells in force with this release, by goal, place and month. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly faults: readonly ReleaseFinding[];
}

/** Name and keys of the organisation. */
interface Known {
  readonly organisation: string;
  readonly keys: ReleaseKeys;
}

/** Requires counts in steps of ten that leave ten possible values. @throws ReleaseFault */
function refuseNarrow(cells: readonly Cell[]): void {
  for (const [goal, place, , month, people, atMost, occurrences] of cells) {
    if (people % 10 === 0 && atMost - people >= 9 && occurrences % 10 === 0) continue;
    throw new ReleaseFault(
      'NOT_ROUNDED',
      `Expected counts in tens that leave ten values, but ${goal} in ${place}, ${month}, says ${people} to ${atMost}, and ${occurrences} turns.`,
    );
  }
}

/** Requires cells in the order of their keys, without duplicates. @throws ReleaseFault */
function refuseOtherOrder(cells: readonly Cell[]): void {
  for (const [index, cell] of cells.entries()) {
    const next = cells[index + 1];
    if (!next || keyOfCell(cell) < keyOfCell(next)) continue;
    throw new ReleaseFault(
      'UNREADABLE',
      `Expected cells in the order of "goal placeCode placeFrom month", but "${keyOfCell(next)}" stands after "${keyOfCell(cell)}".`,
    );
  }
}

async function readRelease(
  given: GivenRelease,
  previous: TrialRelease | undefined,
  known: Known,
): Promise<TrialRelease> {
  const faults: ReleaseFinding[] = [];
  const noting = async <T>(what: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await what();
    } catch (error) {
      const code = error instanceof ReleaseFault ? error.code : 'UNREADABLE';
      faults.push({ code, message: (error as Error).message });
      return undefined;
    }
  };
  const { organisation, keys } = known;
  const verified = await noting(() =>
    verifyRelease(given.header, given.signature, keys, previous?.given.header ?? null, {
      organisation,
      now: new Date(),
    }),
  );
  const header = verified?.header ?? (faults.length > 0 ? readable(given.header) : undefined);
  const entries = header?.pages ?? [];
  if (header && entries.length !== given.pages.length) {
    const message = `Expected ${entries.length} pages, as the header says, but got ${given.pages.length}.`;
    faults.push({ code: 'OTHER_DIGEST', message });
  }
  const own: Cell[] = [];
  for (const [index, page] of given.pages.entries()) {
    const entry = entries[index];
    if (entry) own.push(...((await noting(() => verifyPage(page, entry))) ?? []));
  }
  await noting(() => {
    refuseOtherOrder(own);
  });
  await noting(() => {
    refuseNarrow(own);
  });
  const cells = takeIn(new Map(previous?.cells), header?.kind ?? 'CHANGES', [own]);
  return { given, header, keyId: verified?.keyId, own, cells, faults };
}

function readable(text: string): ReleaseHeader | undefined {
  try {
    return readHeader(text);
  } catch {
    return undefined;
  }
}

/** Readers of an organisation's messages, also of faulty ones. */
export const readHandedOver = {
  release: readRelease,
  /** The number in a header. @throws Error without one. */
  numberOf: (header: string): number => {
    const { number } = JSON.parse(header) as { number?: unknown };
    if (Number.isInteger(number)) return number as number;
    throw new ReleaseFault('UNREADABLE', 'Expected a header with the number of the release.');
  },
  /** A public key in PEM with its id. @throws Error if it is invalid. */
  publicKey: (pem: string): NamedKey => {
    const key = createPublicKey(pem);
    return { id: keyId(key), key };
  },
};
