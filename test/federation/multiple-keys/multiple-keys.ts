import { behaviour } from '../support/behaviour.js';

const people = [
  { id: '1', email: 'an@x.vn', passport: 'P1' },
  { id: '2', email: 'binh@x.vn', passport: 'P2' },
];

/** From one subgraph to a third by way of a second, which knows both keys. */
export default behaviour({
  subgraphs: {
    mail: {
      typeDefs: `
        type Query { byMail: [Person] }
        type Person @key(fields: "email") { email: String! }
      `,
      resolvers: { Query: { byMail: () => people.map(({ email }) => ({ email })) } },
    },
    registry: {
      typeDefs: `type Person @key(fields: "email") @key(fields: "id") @key(fields: "passport") { email: String! id: ID! passport: String! }`,
      resolvers: {
        Person: {
          __resolveReference: (key) =>
            people.find(({ id, email, passport }) => key.id === id || key.email === email || key.passport === passport),
        },
      },
    },
    border: {
      typeDefs: `
        type Query { crossing: Person }
        type Person @key(fields: "passport") { passport: String! crossings: Int! }
      `,
      resolvers: {
        Query: { crossing: () => ({ passport: 'P2' }) },
        Person: { crossings: ({ passport }) => Number(passport.slice(1)) * 10 },
      },
    },
  },
  cases: [
    { query: '{ byMail { crossings } }', data: { byMail: [{ crossings: 10 }, { crossings: 20 }] } },
    { query: '{ crossing { id email } }', data: { crossing: { id: '2', email: 'binh@x.vn' } } },
    {
      query: '{ byMail { id email passport crossings } crossing { email crossings } }',
      data: {
        byMail: people.map((person, index) => ({ ...person, crossings: (index + 1) * 10 })),
        crossing: { email: 'binh@x.vn', crossings: 20 },
      },
    },
  ],
});
