import { describe, expect, test } from '@jest/globals';
import { BitReader, BitWriter } from './bit-stream.js';

/** The written bits as a text, with the bits that fill the last byte. */
function bitsOf(write: (writer: BitWriter) => void): string {
  const writer = new BitWriter();
  write(writer);
  return [...writer.toBytes()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

describe('a stream of bits', () => {
  test('has the most significant bit first, and zeros after the last', () => {
    expect(
      bitsOf((writer) => {
        writer.bits(0b10110, 5);
      }),
    ).toBe('10110000');
    expect(
      bitsOf((writer) => {
        writer.bits(0xabcdef, 24);
      }),
    ).toBe('101010111100110111101111');
    // Bits above the requested ones are left out.
    expect(
      bitsOf((writer) => {
        writer.bits(0b111101, 3);
      }),
    ).toBe('10100000');
    expect(bitsOf(() => undefined)).toBe('');
  });

  test('has zeros and a one for a number in unary, and the length in unary before an Elias gamma code', () => {
    expect(
      bitsOf((writer) => {
        writer.unary(0);
        writer.unary(3);
      }),
    ).toBe('10001000');
    expect(
      bitsOf((writer) => {
        writer.gamma(1);
        writer.gamma(2);
        writer.gamma(5);
      }),
    ).toBe('1010001010000000'.slice(0, 16));
    expect(
      bitsOf((writer) => {
        writer.rice(11, 2);
        writer.rice(0, 0);
      }),
    ).toBe('00111100'.slice(0, 8));
  });

  test('gives back what was written, at any place in a byte', () => {
    for (let shift = 0; shift < 8; shift++) {
      const writer = new BitWriter();
      writer.bits(0, shift);
      const numbers = [0, 1, 2, 7, 8, 30, 31, 32, 33, 63, 64, 65, 300, 4095];
      for (const number of numbers) {
        writer.unary(number);
        writer.gamma(number + 1);
        for (const low of [0, 1, 5, 11, 16]) writer.rice(number, low);
        writer.bits(number, 24);
      }
      const reader = new BitReader(writer.toBytes());
      expect(reader.bits(shift)).toBe(0);
      for (const number of numbers) {
        expect(reader.unary()).toBe(number);
        expect(reader.gamma()).toBe(number + 1);
        expect([0, 1, 5, 11, 16].map((low) => reader.rice(low))).toEqual(Array(5).fill(number));
        expect(reader.bits(24)).toBe(number);
      }
      expect(() => {
        reader.end();
      }).not.toThrow();
    }
  });

  test('ends: nothing is read beyond it, and nothing may be left', () => {
    const reader = new BitReader(Uint8Array.of(0b10100000, 0));
    expect(reader.bits(3)).toBe(5);
    expect(() => {
      reader.end();
    }).toThrow('Expected the sketch to end, but 1 bytes follow.');
    expect(() => reader.bits(14)).toThrow('Expected more than 2 bytes: the sketch is cut off.');
    expect(() => new BitReader(Uint8Array.of(0, 0)).unary()).toThrow('cut off');
    expect(() => new BitReader(new Uint8Array(9)).rice(3)).toThrow('cut off');
    const last = new BitReader(Uint8Array.of(0b10000001));
    last.bits(1);
    expect(() => {
      last.end();
    }).toThrow('Expected zeros to fill the last byte of the sketch.');
  });
});
