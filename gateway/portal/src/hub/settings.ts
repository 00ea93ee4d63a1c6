import { useEffect, useState } from 'preact/hooks';

/** What the gateway tells the portal of the hub that it belongs to. */
export interface Settings {
  readonly issuer: string | null;
  readonly clientId: string;
  readonly audience: string | null;
  readonly scope: string;
  readonly rootPlace: string;
  readonly demonstration: boolean;
  readonly embedOrigins: readonly string[];
}

let asked: Promise<Settings> | undefined;

/** Asks the gateway once what hub this is. */
export function settings(): Promise<Settings> {
  asked ??= fetch('/portal.json').then((answer) => answer.json() as Promise<Settings>);
  asked.catch(() => (asked = undefined));
  return asked;
}

/** The code of the place that the hub is of; empty until the gateway has said it. */
export function useRootPlace(): string {
  const [place, setPlace] = useState('');
  useEffect(() => {
    settings().then(
      ({ rootPlace }) => {
        setPlace(rootPlace);
      },
      () => undefined,
    );
  }, []);
  return place;
}
