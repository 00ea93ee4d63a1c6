import { z } from 'zod';

/** A key for a program, as the registry's operators' endpoint shows it. */
const listedKey = z.looseObject({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  organisation: z.string().nullish(),
  purpose: z.string(),
  tables: z.array(z.string()).nullish(),
  addresses: z.array(z.string()).nullish(),
  until: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  revokedAt: z.string().nullish(),
});

export const listedKeys = z.object({ keys: z.array(listedKey) });
export const createdKey = z.object({ key: listedKey, secret: z.string() });
export const revokedKey = z.object({ key: listedKey });

export type ListedKey = z.infer<typeof listedKey>;
