import { useEffect, useState } from 'preact/hooks';

/** Interval of polling, in milliseconds. */
const lookEveryMs = 15_000;

/** State of a part of the hub, from the gateway. */
export interface Part {
  readonly name: string;
  readonly answers: boolean | null;
  readonly lastAnswer: string | null;
  readonly silentSince: string | null;
}

/** Answer of `/readyz`. */
export interface Readiness {
  readonly status: string;
  readonly reasons?: readonly { readonly code: string; readonly message: string }[];
  readonly leftOut?: readonly {
    readonly organisation?: string;
    readonly app?: string;
    readonly table?: string;
    readonly code: string;
  }[];
  /** Organisations whose new file is faulty, so that the former file stays in use. */
  readonly outdated?: readonly { readonly organisation?: string; readonly code: string }[];
}

/** Result of a poll; `readiness` is undefined if the gateway did not answer. */
export interface Look {
  readonly at: string;
  readonly readiness: Readiness | undefined;
  readonly parts: readonly Part[];
}

/** Reads the hub's state once. */
async function look(signal: AbortSignal): Promise<Look> {
  const read = async <Data>(address: string): Promise<Data | undefined> => {
    const answer = await fetch(address, { signal }).catch(() => undefined);
    return answer && ((await answer.json().catch(() => undefined)) as Data | undefined);
  };
  const [readiness, found] = await Promise.all([
    read<Readiness>('/readyz'),
    read<{ readonly parts?: readonly Part[] }>('/parts.json'),
  ]);
  return { at: new Date().toISOString(), readiness, parts: found?.parts ?? [] };
}

/** Polls the hub's own state while the page is visible. */
export function useLook(): Look | undefined {
  const [found, setFound] = useState<Look>();
  useEffect(() => {
    const leaving = new AbortController();
    const again = (): void => {
      if (document.hidden) return;
      void look(leaving.signal).then((next) => {
        if (!leaving.signal.aborted) setFound(next);
      });
    };
    again();
    const timer = setInterval(again, lookEveryMs);
    document.addEventListener('visibilitychange', again, { signal: leaving.signal });
    return () => {
      clearInterval(timer);
      leaving.abort();
    };
  }, []);
  return found;
}
