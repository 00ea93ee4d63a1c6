import { useState } from 'preact/hooks';

/** What was there last, while it is asked for anew. */
export function useKept<Data>(now: Data | null | undefined): Data | undefined {
  const [kept, setKept] = useState<Data>();
  if (now && now !== kept) setKept(now);
  return now ?? kept;
}
