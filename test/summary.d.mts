interface Result {
  file: string;
  seconds: number;
  passed: number;
  failed: readonly string[];
  skipped: readonly string[];
}

export declare function settled(
  first: readonly Result[],
  again: readonly Result[],
): (Result & { unstable: readonly string[] })[];
export declare function summary(
  results: readonly (Result & { unstable: readonly string[] })[],
  runs: readonly string[],
): { lines: string[]; passed: number; failed: number };
