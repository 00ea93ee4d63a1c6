/** Names a service of a server, and carries its type; see `defineService`. */
export class Service<T> {
  /** Carries the type only; no value has it. */
  declare readonly type: T;

  constructor(readonly name: string) {}
}

/**
 * Defines a service: an object that a server opens once and that its resolvers and endpoints share, such as a register.
 * @param name the name in the error for a service that was not opened.
 */
export function defineService<T>(name: string): Service<T> {
  return new Service(name);
}

/** The services of one server. */
export class Services {
  readonly #opened = new Map<Service<unknown>, unknown>();

  /** Opens a service, or returns the open one. */
  open<T>(service: Service<T>, make: () => NoInfer<T>): T {
    if (!this.#opened.has(service)) this.#opened.set(service, make());
    return this.#opened.get(service) as T;
  }

  /** @throws Error where the service was not opened. */
  of<T>(service: Service<T>): T {
    if (!this.#opened.has(service)) {
      throw new Error(`The service "${service.name}" was not opened on this server: call open before of.`);
    }
    return this.#opened.get(service) as T;
  }

  /** Undefined where the service was not opened. */
  find<T>(service: Service<T>): T | undefined {
    return this.#opened.get(service) as T | undefined;
  }
}
