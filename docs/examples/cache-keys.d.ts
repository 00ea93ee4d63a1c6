type Data = Readonly<Record<string, unknown>>;

export const keyFields: Readonly<Record<string, string>>;
export const embedded: readonly string[];
export const typePolicies: Record<string, { keyFields: (object: Data) => string | undefined }>;
export const keys: Record<string, (object: Data) => string | null>;
export const getDataID: (object: Data, type: string) => string | undefined;
