/** The resources that a request to an endpoint may take of its server. Each endpoint declares its price. */
export interface EndpointPrice {
  /** Processor time of the event loop for a usual request, in milliseconds; a test measures it. */
  readonly processorMs: number;
  /** The most that its body may measure, in bytes; 0 where it takes none. */
  readonly bytesIn: number;
  /** The most memory that the request and its answer hold while it is under way, in bytes. */
  readonly bytesHeld: number;
  /** How many connections to other parts of the hub it holds while it is under way. */
  readonly connections: number;
}

/** An endpoint of a server, and its price. */
export interface PlacedPrice {
  readonly method: string;
  readonly path: string;
  readonly price: EndpointPrice;
}
