import { type SubgraphContext } from '@hub/kit';
import { clientError, problemsOfPages, type PublishedPages, readPages } from '@hub/protocol';
import { NewestSchema } from './newest-schema.js';

type Em = SubgraphContext['em'];

/** Checks pages against the schema that callers see. */
export class PagesCheck {
  readonly #schema: NewestSchema;

  constructor(em: Em) {
    this.#schema = new NewestSchema(em);
  }

  /** @throws GraphQLError `BAD_USER_INPUT` naming each page that does not hold, or does not fit the schema of today. */
  async check(content: string, organisation: string): Promise<void> {
    const problems = problemsOfPages(organisation, read(content), await this.#schema.read());
    if (problems.length > 0) throw clientError('BAD_USER_INPUT', `pages: ${problems.join('\n')}`);
  }
}

function read(content: string): PublishedPages {
  try {
    return readPages(content);
  } catch (error) {
    throw clientError('BAD_USER_INPUT', `pages: ${(error as Error).message}`);
  }
}
