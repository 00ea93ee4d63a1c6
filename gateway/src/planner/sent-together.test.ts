import { describe, expect, test } from '@jest/globals';
import { planLines, supergraphOf } from '../../../test/support/plan-lines.js';

const supergraph = supergraphOf(
  'abc',
  `
  type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
    product: Product @join__field(graph: A)
  }
  type Product @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id") {
    id: ID!
    price: Int @join__field(graph: B) @join__field(graph: C, external: true)
    weight: Int! @join__field(graph: B) @join__field(graph: C, external: true)
    parts: [Part] @join__field(graph: B) @join__field(graph: C, external: true)
    stock: Int @join__field(graph: C)
    tax: Int @join__field(graph: C, requires: "price")
    freight: Int @join__field(graph: C, requires: "weight")
    duty: Int @join__field(graph: C, requires: "price weight")
    size: Int @join__field(graph: C, requires: "parts { size }")
    places: Int @join__field(graph: C, requires: "parts { place }")
  }
  type Part @join__type(graph: B) @join__type(graph: C) {
    size: Int! @join__field(graph: B) @join__field(graph: C, external: true)
    place: String! @join__field(graph: B) @join__field(graph: C, external: true)
  }
  `,
);

/** The last fetch's lists of entities, each with its inputs. */
function asked(fields: string): string[] {
  const last = planLines(supergraph, `query($yes: Boolean!) { product { ${fields} } }`).at(-1) ?? '';
  const texts = [...last.matchAll(/\.\.\. on Product (@include\(if: \$yes\) )?{ ([\w :]+) }/g)].map(
    ([, , text]) => text,
  );
  const sent = [...last.matchAll(/Product\((.*?)\) at/g)].map(([, inputs]) => inputs);
  return texts.map((text, index) => `${text} of ${sent[index]}`);
}

describe('entities of which a fetch asks for fields that need more than others', () => {
  test('are sent once where that may be null', () => {
    expect(asked('stock tax')).toEqual(['stock tax of id: _key_id price: _need1_price']);
    expect(asked('tax stock')).toEqual(['tax stock of id: _key_id price: _need1_price']);
    expect(asked('stock size')).toEqual(['stock size of id: _key_id parts: _need1_parts { size }']);
  });

  test('are sent again where it may not, for without it nothing would be answered', () => {
    expect(asked('stock freight')).toEqual(['stock of id: _key_id', 'freight of id: _key_id weight: _need1_weight']);
    expect(asked('stock duty')).toHaveLength(2);
    expect(asked('stock tax freight')).toEqual([
      'stock tax of id: _key_id price: _need1_price',
      'freight of id: _key_id weight: _need2_weight',
    ]);
  });

  test('are sent again where the same has two values', () => {
    expect(asked('stock size places')).toHaveLength(2);
  });

  test('are sent again where only one of them is asked under a condition', () => {
    expect(asked('stock tax @include(if: $yes)')).toHaveLength(2);
  });
});
