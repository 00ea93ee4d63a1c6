/** The shop's queries by hand: the fetches of the best plan, and of the rest only what these two queries need. */

const questions = {
  topProducts: JSON.stringify({ query: '{topProducts(first:9){upc name price weight}}' }),
  names: JSON.stringify({ query: '{topProducts{upc name}}' }),
  users: JSON.stringify({ query: '{users{id name username}}' }),
};

/** The start of a request for entities, up to the elements of its list of representations. */
const entities = (query, variable = 'r') => `{"query":${JSON.stringify(query)},"variables":{"${variable}":[`;
const reviewsOfProducts = entities(
  'query($r:[_Any!]!){_entities(representations:$r){...on Product{reviews{id body}}}}',
);
const reviewsOfBoth = entities(
  `query($p:[_Any!]!,$u:[_Any!]!){
    p:_entities(representations:$p){...on Product{reviews{...A}}}
    u:_entities(representations:$u){...on User{reviews{id body product{upc reviews{...A}}}}}
  } fragment A on Review{id body author{id reviews{id body product{upc}}}}`.replaceAll(/\n +/g, ' '),
  'p',
);
const products = entities('query($r:[_Any!]!){_entities(representations:$r){...on Product{name price weight}}}');
const users = entities('query($r:[_Any!]!){_entities(representations:$r){...on User{name username}}}');
const stock = entities('query($r:[_Any!]!){_entities(representations:$r){...on Product{inStock shippingEstimate}}}');

const productKeys = (list) => list.map(({ upc }) => `{"__typename":"Product","upc":"${upc}"}`).join();
const userKeys = (list) => list.map(({ id }) => `{"__typename":"User","id":"${id}"}`).join();
const stockKeys = (list) =>
  list
    .map(({ upc, price, weight }) => `{"__typename":"Product","upc":"${upc}","price":${price},"weight":${weight}}`)
    .join();

export async function small(ask) {
  const { topProducts } = await ask.products(questions.names);
  const { _entities } = await ask.reviews(`${reviewsOfProducts}${productKeys(topProducts)}]}}`);
  for (let i = 0; i < topProducts.length; i += 1) topProducts[i].reviews = _entities[i].reviews;
  return { topProducts };
}

export async function large(ask) {
  const [{ topProducts }, { users: allUsers }] = await Promise.all([
    ask.products(questions.topProducts),
    ask.accounts(questions.users),
  ]);
  const [topStock, reviews] = await Promise.all([
    ask.inventory(`${stock}${stockKeys(topProducts)}]}}`),
    ask.reviews(`${reviewsOfBoth}${productKeys(topProducts)}],"u":[${userKeys(allUsers)}]}}`),
  ]);
  const tree = new Tree();
  for (let i = 0; i < topProducts.length; i += 1) {
    const product = topProducts[i];
    const { inStock, shippingEstimate } = topStock._entities[i];
    product.inStock = inStock;
    product.shippingEstimate = shippingEstimate;
    product.reviews = reviews.p[i].reviews;
    tree.reach(product.reviews);
  }
  for (let i = 0; i < allUsers.length; i += 1) {
    const user = allUsers[i];
    user.reviews = reviews.u[i].reviews;
    for (const { product } of user.reviews) {
      tree.product(product.upc);
      tree.ownProducts.push(product);
      tree.reach(product.reviews);
    }
  }

  const [leaves, ids] = [[...tree.products.values()], [...tree.users]];
  const named = ask.products(`${products}${productKeys(leaves)}]}}`);
  const people = ask.accounts(`${users}${userKeys(ids.map((id) => ({ id })))}]}}`);
  const { _entities: names } = await named;
  for (let i = 0; i < leaves.length; i += 1) {
    const { name, price, weight } = names[i];
    leaves[i].name = name;
    leaves[i].price = price;
    leaves[i].weight = weight;
  }
  const stocks = ask.inventory(`${stock}${stockKeys(leaves)}]}}`);
  const { _entities: userNames } = await people;
  const userOf = new Map();
  for (let i = 0; i < ids.length; i += 1) userOf.set(ids[i], userNames[i]);
  for (const author of tree.authors) {
    const { name, username } = userOf.get(author.id);
    author.name = name;
    author.username = username;
  }
  const { _entities: inStock } = await stocks;
  for (let i = 0; i < leaves.length; i += 1) {
    leaves[i].inStock = inStock[i].inStock;
    leaves[i].shippingEstimate = inStock[i].shippingEstimate;
  }
  for (const product of tree.ownProducts) {
    const leaf = tree.products.get(product.upc);
    product.name = leaf.name;
    product.price = leaf.price;
    product.weight = leaf.weight;
    product.inStock = leaf.inStock;
    product.shippingEstimate = leaf.shippingEstimate;
  }
  return { users: allUsers, topProducts };
}

/** What the answer about reviews reaches. Products without reviews are one object each, however often they occur. */
class Tree {
  products = new Map();
  users = new Set();
  authors = [];
  ownProducts = [];

  product(upc) {
    let product = this.products.get(upc);
    if (!product) {
      product = { upc, name: null, price: null, weight: null, inStock: null, shippingEstimate: null };
      this.products.set(upc, product);
    }
    return product;
  }

  reach(reviews) {
    for (const { author } of reviews) {
      this.users.add(author.id);
      this.authors.push(author);
      for (const review of author.reviews) review.product = this.product(review.product.upc);
    }
  }
}
