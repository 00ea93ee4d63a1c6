import { useEffect, useState } from 'preact/hooks';

/** The portal's settings from the gateway. */
export interface Settings {
  readonly issuer: string | null;
  readonly clientId: string;
  readonly audience: string | null;
  readonly scope: string;
  readonly rootPlace: string;
  readonly demonstration: boolean;
  readonly sandbox: boolean;
  readonly embedOrigins: readonly string[];
}

let asked: Promise<Settings> | undefined;
let known: Settings | undefined;

/** Loads the settings once. */
export function settings(): Promise<Settings> {
  asked ??= fetch('/portal.json').then(async (answer) => (known = (await answer.json()) as Settings));
  asked.catch(() => (asked = undefined));
  return asked;
}

/** The settings once they are loaded, for code outside components. */
export function settingsNow(): Settings | undefined {
  return known;
}

/** The settings; undefined until loaded. */
export function useSettings(): Settings | undefined {
  const [loaded, setLoaded] = useState(known);
  useEffect(() => {
    settings().then(setLoaded, () => undefined);
  }, []);
  return loaded;
}

/** Code of the hub's root place; empty until loaded. */
export function useRootPlace(): string {
  return useSettings()?.rootPlace ?? '';
}
