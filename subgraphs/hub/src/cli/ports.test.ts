import { subgraphs } from '@hub/runtime';
import { describe, expect, test } from '@jest/globals';
import { choosePorts, localUrl } from './ports.js';

describe('choosePorts', () => {
  test('gives every part its default', () => {
    const last = Math.max(...subgraphs.map(({ port }) => port));
    expect([...choosePorts(undefined, {})]).toEqual([
      ['gateway', 4000],
      ...subgraphs.map(({ code, port }) => [code, port]),
      ['issuer', last + 1],
      ['postgres', last + 2],
    ]);
  });

  test.each([
    ['the option', '5000', {}],
    ['the variable', undefined, { GATEWAY_PORT: '5000' }],
    ['the option before the variable', '5000', { GATEWAY_PORT: '6000' }],
  ])('lets the subgraphs follow a gateway elsewhere: %s', (_, option, environment) => {
    const ports = choosePorts(option, environment);
    expect([...ports.values()]).toEqual(Array.from({ length: subgraphs.length + 3 }, (_, index) => 5000 + index));
  });

  test('lets a variable override one of them', () => {
    const ports = choosePorts('5000', { WOMENS_UNION_PORT: '7000' });
    expect(localUrl(ports, 'womens-union')).toBe('http://127.0.0.1:7000');
    expect(localUrl(ports, 'youth-union')).toBe('http://127.0.0.1:5003');
  });

  test.each([
    ['65534', {}, 'womens-union\'s port: expected a port from 1 to 65535, got "65536".'],
    ['0', {}, '--port: expected a port from 1 to 65535, got "0".'],
    [undefined, { UNIVERSITY_PORT: 'x' }, 'UNIVERSITY_PORT: expected a port from 1 to 65535, got "x".'],
    [undefined, { UNIVERSITY_PORT: '4001' }, 'Expected a port for each part, but movement and university share 4001.'],
  ])('refuses %s with %j', (option, environment, message) => {
    expect(() => choosePorts(option, environment)).toThrow(message);
  });
});
