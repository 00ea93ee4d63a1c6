const key = Symbol('what an event is the present value of');

/**
 * Marks an event as the present value of a name: it replaces every earlier event with the same name. A caller that
 * joins a shared subscription gets the last event of each name at once.
 * @param name such as a goal's code; unique within the subscription.
 */
export function presentOf<Event extends object>(name: string, event: Event): Event {
  return Object.defineProperty(event, key, { value: name });
}

/** The name whose present value an event is; undefined without one. */
export function presentNameOf(event: unknown): string | undefined {
  return typeof event === 'object' && event !== null && key in event ? (event[key] as string) : undefined;
}
