import { describe, expect, test } from '@jest/globals';
import { defineService, Services } from './services.js';

interface Counter {
  count: number;
}

const counter = defineService<Counter>('counter');

describe('the services of a server', () => {
  test('are each opened once, and shared from then on', () => {
    const services = new Services();
    const opened = services.open(counter, () => ({ count: 1 }));
    opened.count += 1;
    expect(services.open(counter, () => ({ count: 7 }))).toBe(opened);
    expect(services.of(counter)).toEqual({ count: 2 });
    expect(services.find(counter)).toBe(opened);
  });

  test('are those of one server alone', () => {
    const [one, other] = [new Services(), new Services()];
    one.open(counter, () => ({ count: 1 }));
    expect(other.find(counter)).toBeUndefined();
    expect(other.open(counter, () => ({ count: 2 }))).toEqual({ count: 2 });
    expect(one.of(counter)).toEqual({ count: 1 });
  });

  test('are told apart by their definition, not by their name', () => {
    const services = new Services();
    services.open(counter, () => ({ count: 1 }));
    expect(services.find(defineService<Counter>('counter'))).toBeUndefined();
  });

  test('are named in the error where one was not opened', () => {
    expect(() => {
      new Services().of(counter);
    }).toThrow('The service "counter" was not opened on this server');
  });

  test('are opened also where they are nothing', () => {
    const services = new Services();
    const absent = defineService<string | undefined>('absent');
    let made = 0;
    const open = () => {
      services.open(absent, () => {
        made += 1;
        return undefined;
      });
    };
    open();
    open();
    expect([made, services.of(absent)]).toEqual([1, undefined]);
  });
});
