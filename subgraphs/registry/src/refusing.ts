import { badUserInput, mostProblems } from '@hub/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { z } from 'zod';

/** Reads what is asked. @throws GraphQLError `BAD_USER_INPUT` that says what was expected, and where. */
export function readAsked<T>(schema: z.ZodType<T>, body: unknown): T {
  const { data, error } = schema.safeParse(body);
  if (error) throw badUserInput(z.prettifyError(new z.ZodError(error.issues.slice(0, mostProblems))));
  return data;
}

const statusOf: Readonly<Record<string, number>> = {
  ...{
    UNAUTHENTICATED: 401,
    NOT_LINKED: 403,
    CONFLICT: 409,
    CHECK_REFUSED: 409,
    NOT_CONFORMANT: 409,
    LIMIT_EXCEEDED: 429,
  },
};

/** Answers with its status what is refused with a code: with 400 unless another stands for it. */
export async function refusing(
  { log }: FastifyRequest,
  reply: FastifyReply,
  answer: () => Promise<object>,
): Promise<object> {
  try {
    return await answer();
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
    if (typeof code !== 'string') throw error;
    const { message } = error as Error;
    log.info({ code, reason: message }, 'refused');
    return reply.code(statusOf[code] ?? 400).send({ code, message });
  }
}
