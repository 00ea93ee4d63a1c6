/** A graph of our own, and operations that show how a planner behaves on it. */
export interface BehaviourGraph {
  readonly name: string;
  /** The schemas of its subgraphs, by their names. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly operations: readonly string[];
  /** Overrides that are on when the operations are asked a second time. */
  readonly labels?: readonly string[];
}

/**
 * Behaviours that Apollo documents for its planner and composition, each as a graph and operations written here. The
 * licence of Apollo's repository does not allow a copy of its tests.
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives
 */
export const behaviourGraphs: readonly BehaviourGraph[] = [
  {
    name: 'shared fields: one subgraph that has all is enough',
    subgraphs: {
      catalogue: `
        type Query { book: Book @shareable books: [Book!]! }
        type Book @key(fields: "isbn") { isbn: ID! title: String @shareable pages: Int @shareable shelf: String }
      `,
      shop: `
        type Query { book: Book @shareable }
        type Book @key(fields: "isbn") { isbn: ID! title: String @shareable price: Int pages: Int @shareable }
      `,
      press: `
        type Query { book: Book @shareable }
        type Book @key(fields: "isbn") { isbn: ID! title: String @shareable review: Review }
        type Review { text: String author: Author }
        type Author @key(fields: "name") { name: ID! books: [Book!]! }
      `,
    },
    operations: [
      '{ book { title } }',
      '{ book { title price } }',
      '{ book { title price shelf } }',
      '{ book { title shelf review { text } } }',
      '{ book { review { author { name books { title price } } } } }',
      '{ books { isbn title price review { text author { name } } } }',
      '{ a: book { title } b: book { price } }',
      '{ books { t: title p: price s: shelf isbn: title } }',
    ],
  },
  {
    name: 'keys: chains of them, compound, nested and several',
    subgraphs: {
      a: `
        type Query { root: T }
        type T @key(fields: "one") { one: ID! a: Int }
      `,
      b: `
        type T @key(fields: "one") @key(fields: "two") { one: ID! two: ID! b: Int }
      `,
      c: `
        type T @key(fields: "two") @key(fields: "part { x y }") { two: ID! part: Part! c: Int }
        type Part { x: Int! @shareable y: Int! @shareable }
      `,
      d: `
        type T @key(fields: "part { x y }") { part: Part! d: Int again: [T!]! }
        type Part { x: Int! @shareable y: Int! @shareable }
      `,
    },
    operations: [
      '{ root { a b } }',
      '{ root { c } }',
      '{ root { d } }',
      '{ root { a b c d } }',
      '{ root { again { a b c d } } }',
      '{ root { again { again { one } } } }',
      '{ root { part { x } d } }',
      '{ root { part { z: x y: x } d } }',
    ],
  },
  {
    name: '@provides: on objects, interfaces and unions, and only along its way',
    subgraphs: {
      library: `
        type Query {
          loan: Book @provides(fields: "title author { born }")
          bare: Book
          medium: Medium @provides(fields: "... on Book { title } ... on Film { minutes }")
          either: Either @provides(fields: "... on Book { title }")
        }
        interface Medium { id: ID! }
        union Either = Book | Film
        type Book implements Medium @key(fields: "id") {
          id: ID! title: String @external author: Author @external loans: Int
        }
        type Author @key(fields: "id") { id: ID! born: Int @external }
        type Film implements Medium @key(fields: "id") { id: ID! minutes: Int @external }
      `,
      content: `
        type Book @key(fields: "id") { id: ID! title: String @shareable author: Author @shareable year: Int }
        type Author @key(fields: "id") { id: ID! born: Int @shareable name: String }
        type Film @key(fields: "id") { id: ID! minutes: Int @shareable year: Int }
      `,
    },
    operations: [
      '{ loan { title } }',
      '{ loan { title author { born } } }',
      '{ loan { title author { born name } year loans } }',
      '{ bare { title } }',
      '{ loan { title } bare { title loans } }',
      '{ medium { id ... on Book { title } } }',
      '{ medium { ... on Book { title year } ... on Film { minutes year } } }',
      '{ either { ... on Book { title } ... on Film { minutes } } }',
      '{ either { __typename ... on Film { minutes id } ... on Book { loans } } }',
    ],
  },
  {
    name: '@requires: chains, lists, arguments, and what only the own subgraph knows',
    subgraphs: {
      parcels: `
        type Query { parcel: Parcel parcels: [Parcel] }
        type Parcel @key(fields: "id") {
          id: ID! weight(unit: Unit = KG): Float size: Size! items: [Item!]! sender: Person
        }
        type Size { width: Int! height: Int! }
        type Item { name: String! grams: Int }
        type Person @key(fields: "id") { id: ID! city: String }
        enum Unit { KG LB }
      `,
      tariffs: `
        type Parcel @key(fields: "id") {
          id: ID!
          weight(unit: Unit = KG): Float @external
          size: Size! @external
          items: [Item!]! @external
          zone: Int
          fee: Int @requires(fields: "weight(unit: LB) size { width height }")
          customs: Int @requires(fields: "items { grams }")
          label: String @requires(fields: "items { name } size { width }")
        }
        type Size { width: Int! @external height: Int! @external }
        type Item { name: String! @external grams: Int @external }
        enum Unit { KG LB }
      `,
      billing: `
        type Parcel @key(fields: "id") {
          id: ID! fee: Int @external customs: Int @external sender: Person @external
          total: Int @requires(fields: "fee customs")
          greeting: String @requires(fields: "sender { city }")
        }
        type Person @key(fields: "id") { id: ID! city: String @external debts: [Parcel] }
      `,
    },
    operations: [
      '{ parcel { fee } }',
      '{ parcel { zone fee } }',
      '{ parcel { total } }',
      '{ parcel { total fee customs label } }',
      '{ parcels { weight fee } }',
      '{ parcels { weight(unit: KG) w: weight(unit: LB) fee total } }',
      '{ parcel { fee: zone weight: fee total } }',
      '{ parcel { greeting sender { debts { total greeting } } } }',
      'query ($x: Boolean!, $y: Boolean!) { parcel { total @include(if: $x) fee @skip(if: $y) label } }',
      'query ($x: Boolean!) { parcel { ... @include(if: $x) { total zone } customs } }',
      '{ parcel { size { width } label items { g: grams } customs } }',
    ],
  },
  {
    name: 'interfaces: fields that some subgraphs resolve only by type, unions, and aliases that clash',
    subgraphs: {
      a: `
        type Query { animals: [Animal!]! pet: Pet favourite: Animal }
        interface Animal { id: ID! name: String friend: Animal }
        union Pet = Dog | Cat
        type Dog implements Animal @key(fields: "id") { id: ID! name: String friend: Animal tricks: Int }
        type Cat implements Animal @key(fields: "id") { id: ID! name: String @external friend: Animal lives: Int }
        type Fish implements Animal @key(fields: "id") { id: ID! name: String friend: Animal }
      `,
      b: `
        interface Named { name: String }
        type Cat implements Named @key(fields: "id") { id: ID! name: String tricks: Int }
        type Dog @key(fields: "id") { id: ID! owner: Owner lives: Int }
        type Owner @key(fields: "id") { id: ID! pets: [Pet!]! }
        union Pet = Dog | Cat
      `,
      c: `
        type Owner @key(fields: "id") { id: ID! name: String! }
        type Fish @key(fields: "id") { id: ID! depth: Int }
      `,
    },
    operations: [
      '{ animals { name } }',
      '{ animals { id name friend { name } } }',
      '{ animals { ... on Dog { tricks } ... on Cat { tricks } } }',
      '{ animals { ... on Dog { x: tricks } ... on Cat { x: lives } ... on Fish { x: depth } } }',
      '{ pet { ... on Dog { lives owner { name } } ... on Cat { lives tricks } } }',
      '{ pet { ... on Animal { name friend { name } } } }',
      '{ favourite { ... on Cat { name: lives t: name } ... on Dog { n: name } } }',
      '{ animals { ... on Named { name } ... on Fish { depth } } }',
      '{ animals { friend { friend { ... on Dog { owner { pets { ... on Cat { name } ... on Dog { tricks } } } } } } } }',
      '{ animals { t: __typename ... on Animal { ... on Animal { name } } } }',
    ],
  },
  {
    name: 'interface objects: fields for all types at once, and the type asked of who knows it',
    subgraphs: {
      things: `
        type Query { things: [Thing!]! thing(id: ID!): Thing }
        interface Thing @key(fields: "id") { id: ID! name: String }
        type Lamp implements Thing @key(fields: "id") { id: ID! name: String watts: Int }
        type Chair implements Thing @key(fields: "id") { id: ID! name: String legs: Int }
      `,
      ratings: `
        type Query { best: Thing ranked: [Thing!]! }
        type Thing @key(fields: "id") @interfaceObject {
          id: ID! stars: Int name: String @external
          praise: String @requires(fields: "name")
          like: Thing
        }
      `,
      stock: `
        type Thing @key(fields: "id") @interfaceObject { id: ID! count: Int boxes: [Box!]! }
        type Box { size: Int holds: Thing }
      `,
    },
    operations: [
      '{ things { name stars } }',
      '{ best { stars } }',
      '{ best { id stars count } }',
      '{ best { __typename stars } }',
      '{ best { name ... on Lamp { watts } } }',
      '{ ranked { praise ... on Chair { legs stars } } }',
      '{ ranked { like { __typename count ... on Lamp { watts praise } } } }',
      '{ thing(id: "1") { praise boxes { holds { name stars } } } }',
      '{ things { ... on Lamp { stars count } ... on Chair { praise } } }',
      '{ ranked { boxes { holds { __typename } } } }',
      'query ($x: Boolean!) { ranked { ... @include(if: $x) { __typename name } stars } }',
    ],
  },
  {
    name: '@defer: simple, nested, on types, with keys alone, with @requires',
    subgraphs: {
      users: `
        type Query { me: User users: [User!]! }
        type Mutation { rename(name: String!): User }
        type User @key(fields: "id") { id: ID! name: String born: Int friend: User }
      `,
      posts: `
        type User @key(fields: "id") { id: ID! posts: [Post!]! born: Int @external age: Int @requires(fields: "born") }
        type Post @key(fields: "id") { id: ID! text: String author: User! media: [Medium!]! }
        interface Medium { url: String }
        type Photo implements Medium { url: String width: Int }
        type Clip implements Medium { url: String seconds: Int }
      `,
      likes: `type Post @key(fields: "id") { id: ID! likes: Int fans: [User!]! } type User @key(fields: "id") { id: ID! liked: [Post!]! }`,
    },
    operations: [
      '{ me { name ... @defer { posts { text } } } }',
      '{ me { name ... @defer(label: "a") { posts { text ... @defer(label: "b") { likes } } } } }',
      '{ me { ... @defer { name } } }',
      '{ ... @defer { me { name } } }',
      '{ me { name ... @defer { age } } }',
      '{ me { ... @defer(label: "x") { name age } ... @defer(label: "y") { posts { id } } } }',
      '{ me { posts { media { url ... on Photo @defer { width } } } } }',
      '{ me { id ... @defer { friend { friend { liked { text } } } } } }',
      '{ users { name ...Later @defer } } fragment Later on User { posts { text likes fans { name } } }',
      'query ($on: Boolean!) { me { name ... @defer(if: $on) { posts { likes } } } }',
      '{ me { name posts { text } ... @defer { name posts { text likes } } } }',
      'mutation { rename(name: "x") { name ... @defer { posts { text } } } }',
    ],
  },
  {
    name: '@override: at once, progressive, of fields that lead on, of what others require',
    subgraphs: {
      old: `
        type Query { page: Page top: Page @shareable }
        type Page @key(fields: "id") { id: ID! title: String body: Body views: Int owner: Owner words: Int }
        type Body { text: String @shareable length: Int @shareable }
        type Owner @key(fields: "id") { id: ID! name: String }
      `,
      new: `
        type Query { top: Page @shareable }
        type Page @key(fields: "id") {
          id: ID! title: String @override(from: "old") body: Body @override(from: "old", label: "bodies")
          views: Int @override(from: "old", label: "percent(50)") owner: Owner @override(from: "old", label: "owners")
          words: Int @override(from: "old") tag: String
        }
        type Body { text: String @shareable length: Int @shareable }
        type Owner @key(fields: "id") { id: ID! age: Int }
      `,
      third: `
        type Page @key(fields: "id") { id: ID! words: Int @external title: String @external minutes: Int @requires(fields: "words title") }
      `,
    },
    operations: [
      '{ page { title } }',
      '{ page { title body { text } } }',
      '{ page { views body { text length } owner { name age } } }',
      '{ top { title views tag } }',
      '{ top { minutes owner { age } } }',
      '{ page { minutes words } top { body { length } owner { name } } }',
    ],
    labels: ['bodies', 'owners'],
  },
  {
    name: '@fromContext: from the parent, from above, by type, through lists and other subgraphs',
    subgraphs: {
      shop: `
        type Query { shop: Shop market: Market anyone: Place }
        interface Place { id: ID! }
        type Shop implements Place @key(fields: "id") @context(name: "place") { id: ID! currency: String! rooms: [Room!]! hall: Room }
        type Market implements Place @key(fields: "id") @context(name: "place") { id: ID! currency: String! rooms: [Room!]! }
        type Room @key(fields: "id") {
          id: ID! goods: [Good!]!
          sign(c: String @fromContext(field: "$place { currency }")): String
        }
        type Good @key(fields: "id") {
          id: ID!
          price(c: String @fromContext(field: "$place { currency }")): Int
          twin: Good
        }
      `,
      stock: `
        type Good @key(fields: "id") { id: ID! left: Int }
        type Room @key(fields: "id") { id: ID! size: Int }
        type Shop @key(fields: "id") { id: ID! opens: Int }
      `,
    },
    operations: [
      '{ shop { rooms { sign } } }',
      '{ shop { currency rooms { sign goods { price } } } }',
      '{ shop { rooms { goods { price left twin { price left } } } } market { rooms { goods { price } } } }',
      '{ shop { hall { sign size goods { left price } } opens } }',
      '{ market { rooms { sign } currency: id } }',
      '{ anyone { ... on Shop { hall { sign } } ... on Market { rooms { goods { price } } } } }',
      'query ($x: Boolean!) { shop { rooms { goods { price @include(if: $x) left } sign @skip(if: $x) } } }',
    ],
  },
  {
    name: 'mutations: in series, over subgraphs, with what is fetched below each',
    subgraphs: {
      carts: `
        type Query { cart: Cart }
        type Mutation { add(item: ID!): Cart clear: Cart }
        type Cart @key(fields: "id") { id: ID! items: [ID!]! }
      `,
      orders: `
        type Mutation { order(cart: ID!): Order cancel(id: ID!): Order }
        type Order @key(fields: "id") { id: ID! cart: Cart }
        type Cart @key(fields: "id") { id: ID! total: Int }
        type Query { order(id: ID!): Order }
      `,
    },
    operations: [
      'mutation { add(item: "1") { items } }',
      'mutation { a: add(item: "1") { items } b: add(item: "2") { items } }',
      'mutation { add(item: "1") { total } order(cart: "1") { id cart { items total } } }',
      'mutation { order(cart: "1") { id } clear { items } cancel(id: "1") { id } }',
      'mutation ($x: Boolean!) { a: add(item: "1") @include(if: $x) { items } order(cart: "1") { id } b: add(item: "2") @skip(if: $x) { total } }',
      'mutation { clear { items } ... { order(cart: "1") { cart { items } } } clear { total } }',
    ],
  },
  {
    name: 'subscriptions: one stream, and the rest for each event',
    subgraphs: {
      chat: `
        type Query { last: Message }
        type Subscription { said(room: ID!): Message }
        type Message @key(fields: "id") { id: ID! text: String by: User }
        type User @key(fields: "id") { id: ID! }
      `,
      users: `
        type Query { me: User }
        type User @key(fields: "id") { id: ID! name: String born: Int friends: [User!]! }
      `,
      marks: `
        type Subscription { marked: Message }
        type Message @key(fields: "id") { id: ID! marks: Int text: String @external loud: Boolean @requires(fields: "text") }
      `,
    },
    operations: [
      'subscription { said(room: "1") { text } }',
      'subscription { said(room: "1") { text by { name } } }',
      'subscription { s: said(room: "1") { loud marks by { friends { name } } } }',
      'subscription { marked { text by { name } } }',
      'subscription ($x: Boolean!, $r: ID!) { said(room: $r) { text @skip(if: $x) by @include(if: $x) { born } } }',
      'subscription { ...S } fragment S on Subscription { said(room: "2") { ... on Message { marks } } }',
    ],
  },
  {
    name: 'conditions: on fetches, on keys, several together, and literal ones',
    subgraphs: {
      a: `
        type Query { t: T ts: [T!]! }
        type T @key(fields: "id") { id: ID! x: Int u: U! }
        type U @key(fields: "id") { id: ID! y: Int }
      `,
      b: `type T @key(fields: "id") { id: ID! b: Int deep: U! } type U @key(fields: "id") { id: ID! z: Int t: T }`,
      c: `type T @key(fields: "id") { id: ID! b: Int @external c: Int @requires(fields: "b") }`,
    },
    operations: [
      'query ($p: Boolean!) { t @include(if: $p) { b } }',
      'query ($p: Boolean!) { t { b @include(if: $p) } }',
      'query ($p: Boolean!, $q: Boolean!) { t { b @include(if: $p) @skip(if: $q) x } }',
      'query ($p: Boolean!, $q: Boolean!) { t { c @include(if: $p) b @include(if: $q) } }',
      'query ($p: Boolean!) { t { ... @include(if: $p) { u { z } } ... @skip(if: $p) { u { y } } } }',
      'query ($p: Boolean!) { t { id @skip(if: $p) b } ts { u { id @include(if: $p) z } } }',
      'query { t { b @skip(if: true) x @include(if: true) c @include(if: false) } }',
      'query ($p: Boolean!, $q: Boolean!, $r: Boolean!, $s: Boolean!) { t { b @include(if: $p) c @include(if: $q) x @include(if: $r) u { z @include(if: $s) } } }',
      'query ($p: Boolean!) { t { ...F @include(if: $p) deep { z } } } fragment F on T { deep { y t { c } } }',
      'query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!, $e: Boolean!, $f: Boolean!, $g: Boolean!, $h: Boolean!) { t { a: b @include(if: $a) b @include(if: $b) c @include(if: $c) d: c @skip(if: $d) u @include(if: $e) { z @skip(if: $f) y @include(if: $g) } deep { t { b @include(if: $h) } } } }',
    ],
  },
  {
    name: 'partial abstract types: members and implementations that some subgraphs lack',
    subgraphs: {
      a: `
        type Query { feed: [Entry!]! @shareable onlyA: Entry news: News board: Board }
        union Entry = Note | Poll
        interface News { id: ID! }
        type Note implements News @key(fields: "id") { id: ID! text: String @shareable }
        type Poll @shareable { question: String }
        type Board @key(fields: "id") { id: ID! pinned: Entry @shareable }
      `,
      b: `
        type Query { feed: [Entry!]! @shareable onlyB: Entry }
        union Entry = Note | Song
        interface News { id: ID! }
        type Note @key(fields: "id") { id: ID! likes: Int text: String @shareable }
        type Song implements News @key(fields: "id") { id: ID! bars: Int }
        type Board @key(fields: "id") { id: ID! pinned: Entry @shareable best: Entry }
      `,
    },
    operations: [
      '{ feed { __typename ... on Note { text } ... on Poll { question } ... on Song { bars } } }',
      '{ onlyA { ... on Note { text likes } ... on Poll { question } ... on Song { bars } } }',
      '{ onlyB { ... on Note { text likes } ... on Poll { question } ... on Song { bars } } }',
      '{ news { id ... on Note { likes } ... on Song { bars } } }',
      '{ board { pinned { __typename ... on Note { likes } ... on Poll { question } } } }',
      '{ board { best { ... on Note { text } ... on Song { bars id } } } }',
      '{ feed { ... on Song { id bars } } onlyA { __typename } }',
    ],
  },
  {
    name: 'roots that are reached again, value types, and recursion',
    subgraphs: {
      a: `
        type Query { v: V @shareable tree: Node again: Query }
        type V @shareable { p: P w: W }
        type P @shareable { x: Int }
        type W @key(fields: "id") { id: ID! a: Int }
        type Node @key(fields: "id") { id: ID! left: Node right: Node query: Query }
      `,
      b: `
        type Query { v: V @shareable }
        type V @shareable { p: P q: Int w: W }
        type P @shareable { x: Int y: Int }
        type W @key(fields: "id") { id: ID! b: Int }
        type Node @key(fields: "id") { id: ID! value: Int }
      `,
    },
    operations: [
      '{ v { p { x } } }',
      '{ v { q p { x y } } }',
      '{ v { w { a b } } }',
      '{ tree { value left { value right { value left { value } } } } }',
      '{ tree { query { v { q } tree { value } } } }',
      '{ again { again { v { q w { b } } tree { id } } } }',
      '{ v { p { y } } ...F } fragment F on Query { tree { ...G left { ...G } } v { q } } fragment G on Node { value id }',
    ],
  },
];
