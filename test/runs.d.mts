type Patterns = readonly string[];

export declare const runs: Readonly<Record<string, Patterns>>;
export declare const proofs: Patterns;
export declare const others: readonly string[];
export declare const alone: Readonly<Record<string, string>>;
export declare const skips: Readonly<Record<string, string>>;
export declare function runOf(file: string): string | undefined;
export declare function has(patterns: Patterns, file: string): boolean;
export declare function testFiles(): string[];
