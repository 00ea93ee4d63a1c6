import { acceptRestore } from './accept-restore.js';
import { auditAnchor } from './audit-anchor.js';
import { auditVerify } from './audit-verify.js';
import type { Command } from './command.js';
import { examining, UsageError } from './failure.js';

const actions = new Map<string, Command>(
  Object.entries({ verify: auditVerify, anchor: auditAnchor, 'accept-restore': acceptRestore }),
);

/** `hub audit verify`, `hub audit anchor` and `hub audit accept-restore`: see there. */
export const audit: Command = examining((args, surroundings) => {
  const [name = '', ...rest] = args;
  const action = actions.get(name);
  if (!action) {
    throw new UsageError(`Expected audit ${[...actions.keys()].join(', audit ')}, got ${JSON.stringify(name)}.`);
  }
  return action(rest, surroundings);
});
