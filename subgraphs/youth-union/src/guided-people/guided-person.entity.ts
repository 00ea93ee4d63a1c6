import { defineEntity, p } from '@mikro-orm/core';

/** A person who was guided, under a pseudonym, and whether she passed the basic skills check. */
export const GuidedPersonEntity = defineEntity({
  name: 'GuidedPerson',
  tableName: 'guided_person',
  properties: {
    pseudonym: p.text().primary(),
    guidedOn: p.date(),
    passedOn: p.date().nullable(),
  },
});
