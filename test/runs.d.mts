type Patterns = readonly string[];

export declare const runs: Readonly<Record<string, Patterns>>;
export declare const proofs: Patterns;
export declare const turns: readonly string[];
