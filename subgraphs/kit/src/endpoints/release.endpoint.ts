import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import { createPublicKey } from 'node:crypto';
import { valueFormats } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Adoption } from '../release/adopt-releases.js';
import type { ReleaseReport } from '../release/make-release.js';
import { ReleaseError } from '../release/release-error.js';
import { newestReleases, type StoredRelease } from '../release/release-store.js';
import type { Releaser } from '../release/releaser.js';

const text = z.string().trim().min(1).max(1000);
const releaseAsk = z.strictObject({
  through: z.string().refine(valueFormats.date.accepts, `expected ${valueFormats.date.expected}`).optional(),
  note: text.optional(),
  dryRun: z.boolean().default(false),
});
const publicKey = z.string().transform((pem, issues) => {
  try {
    return createPublicKey(pem);
  } catch {
    issues.addIssue({ code: 'custom', message: 'expected a public key in PEM' });
    return z.NEVER;
  }
});
/** A release in the files of `hub register export`. */
export const releaseInFile = z.strictObject({
  header: z.string(),
  signature: z.string(),
  pages: z.array(z.string()),
});
const adoptionAsk = z.strictObject({
  releases: z.array(releaseInFile),
  formerKeys: z.array(publicKey).default([]),
});
const withdrawalAsk = z.strictObject({ number: z.int().min(1), reason: text });

/** A request to the operator's endpoint for a release. */
export type ReleaseAsk = z.input<typeof releaseAsk>;

/**
 * A request to the operator's endpoint to adopt releases: the organisation's releases from the register, and its former
 * public keys.
 */
export type AdoptionAsk = z.input<typeof adoptionAsk>;

/** A request to the operator's endpoint to withdraw a release, with the reason. */
export type WithdrawalAsk = z.input<typeof withdrawalAsk>;

/** The answer: the release; null where it would equal the former one. */
export interface ReleaseAnswer {
  readonly release: ReleaseReport | null;
}

/** The size limit of adopted releases, in bytes: ten times the size of a country's releases over two years. */
const mostAdoptedBytes = 256 * 1024 * 1024;

/** How many releases are listed. */
const listed = 20;

/** An organisation's newest releases, the newest first, with the state of each. */
export interface ListedReleases {
  readonly releases: readonly (Pick<
    StoredRelease,
    'number' | 'through' | 'withdrawn' | 'standing' | 'standingReason'
  > & { readonly madeAt: string })[];
}

/**
 * Adds to the operator's endpoint `GET /operator/releases`, which lists the newest; `POST /operator/releases`, which
 * makes a release, or with `dryRun` describes it; `POST /operator/releases/withdrawals`, which withdraws one; and `POST
 * /operator/releases/adoptions`, which continues from the register's releases.
 */
export function releaseEndpoints(operator: EndpointServer, releaser: Releaser, em: SqlEntityManager): void {
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/releases',
    price: messagePrice(),
    handler: async (request, reply) => {
      const { data, error } = releaseAsk.safeParse(request.body);
      if (!data) return badReleaseRequest(reply, error);
      const { dryRun, through, note } = data;
      const wish = { through, note };
      return answer(reply, () => (dryRun ? releaser.preview(wish) : releaser.make(wish)));
    },
  });
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/releases',
    price: lookPrice,
    handler: async (): Promise<ListedReleases> => {
      const newest = await newestReleases(em.fork(), listed);
      return {
        releases: newest.map(({ number, through, madeAt, withdrawn, standing, standingReason }) => ({
          ...{ number, through, withdrawn, standing, standingReason },
          madeAt: madeAt.toISOString(),
        })),
      };
    },
  });
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/releases/withdrawals',
    price: messagePrice(),
    handler: async (request, reply) => {
      const { data, error } = withdrawalAsk.safeParse(request.body);
      return data ? answer(reply, () => releaser.withdraw(data)) : badReleaseRequest(reply, error);
    },
  });
  adoptionEndpoint(operator, releaser);
}

/** Adds the endpoint with which an organisation continues from the register's releases. */
function adoptionEndpoint(operator: EndpointServer, releaser: Releaser): void {
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/releases/adoptions',
    price: messagePrice(mostAdoptedBytes),
    handler: async (request, reply) => {
      const { data, error } = adoptionAsk.safeParse(request.body);
      if (!data) return badReleaseRequest(reply, error);
      return answerRelease(reply, (): Promise<Adoption> => releaser.adopt(data.releases, data.formerKeys));
    },
  });
}

function answer(reply: FastifyReply, make: () => Promise<ReleaseReport | undefined>): Promise<FastifyReply> {
  return answerRelease(reply, async (): Promise<ReleaseAnswer> => ({ release: (await make()) ?? null }));
}

/** Answers with the result; 409 where the requested release cannot be made. */
export async function answerRelease<Answer extends object>(
  reply: FastifyReply,
  make: () => Promise<Answer>,
): Promise<FastifyReply> {
  try {
    return await reply.send(await make());
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return reply.code(409).send({ code: error.code, message: error.message });
  }
}

/** Answers 400, with the fault of the request. */
export function badReleaseRequest(reply: FastifyReply, error: z.ZodError): FastifyReply {
  const issues = error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  return reply.code(400).send({ code: 'BAD_USER_INPUT', message: `Not understood: ${issues.join('; ')}.` });
}
