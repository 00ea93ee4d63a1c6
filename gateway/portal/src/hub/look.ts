import { useEffect, useState } from 'preact/hooks';

/** How long until the page looks again, in milliseconds. */
const lookEveryMs = 15_000;

/** A part of the hub, as the gateway knows it. */
export interface Part {
  readonly name: string;
  readonly answers: boolean | null;
  readonly lastAnswer: string | null;
  readonly silentSince: string | null;
}

/** What `/readyz` says. */
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

/** What was found at a look: undefined where the gateway did not answer. */
export interface Look {
  readonly at: string;
  readonly readiness: Readiness | undefined;
  readonly parts: readonly Part[];
}

/** Looks at what the hub says of itself. */
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
