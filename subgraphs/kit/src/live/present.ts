const key = Symbol('what an event is the present value of');

/**
 * Says of an event that it is the present value of something: it takes the place of every earlier event with the same
 * name. So whoever joins a subscription that others follow already is given the last event of each name, at once.
 * @param name of what, such as a goal's code; unique within the subscription.
 */
export function presentOf<Event extends object>(name: string, event: Event): Event {
  return Object.defineProperty(event, key, { value: name });
}

/** Of what an event is the present value; undefined where it does not say. */
export function presentNameOf(event: unknown): string | undefined {
  return typeof event === 'object' && event !== null && key in event ? (event[key] as string) : undefined;
}
