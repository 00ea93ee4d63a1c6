import { BlockList, isIP } from 'node:net';

/** A network: its first address, and the number of common leading bits. */
interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads a network in CIDR notation, such as `203.0.113.0/24` or `2001:db8::/48`, or one address; undefined for others. */
function readNetwork(text: string): Network | undefined {
  const [address = '', length, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || more.length > 0) return undefined;
  const most = version === 4 ? 32 : 128;
  const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
  return bits > most ? undefined : { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/** The fault in the text of a network; undefined where it is correct. */
export function networkError(text: string): string | undefined {
  if (readNetwork(text)) return undefined;
  return `expected an address or a network in CIDR notation (203.0.113.0/24, 2001:db8::/48), got ${JSON.stringify(text)}`;
}

/** A list of networks, to look up addresses in. */
export class AddressList {
  readonly #networks = new BlockList();

  /** @param networks texts without a fault by `networkError`; others are left out, so that they match no address. */
  constructor(networks: readonly string[]) {
    for (const text of networks) {
      const network = readNetwork(text);
      if (network) this.#networks.addSubnet(network.address, network.bits, network.family);
    }
  }

  /** Whether an address is in one of the networks. A text that is no address is in none. */
  has(address: string | undefined): boolean {
    if (address === undefined) return false;
    const plain = address.replace(/%.*$/, '');
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain;
    const version = isIP(mapped);
    return version !== 0 && this.#networks.check(mapped, version === 4 ? 'ipv4' : 'ipv6');
  }
}
