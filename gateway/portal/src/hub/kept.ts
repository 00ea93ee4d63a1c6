import { useState } from 'preact/hooks';

/** Keeps showing the last value while a new one is loading. */
export function useKept<Data>(now: Data | null | undefined): Data | undefined {
  const [kept, setKept] = useState<Data>();
  if (now && now !== kept) setKept(now);
  return now ?? kept;
}
