interface Clock {
  name: string;
  environment: Record<string, string>;
  /** Says which clock it is, and why it is not another. */
  line: string;
}

interface Given {
  environment?: NodeJS.ProcessEnv;
  now?: Date;
  commit?: string;
  library?: string | undefined;
}

export declare const dayNames: readonly string[];
export declare function momentOf(name: string, now?: Date): Date;
export declare function clockOf(given?: Given): Clock;
export declare function movedBy(environment?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
export declare function unmoved(environment?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
